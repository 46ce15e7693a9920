"""What an emblem is: layers of outlines in a box of 100 by 100, each in a material.

The tables of `shapes_*` are made of these; `icon` and `sprite` draw them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Emblem:
    """`words` ask for it; `turn` is in degrees clockwise; layers are (material, outline) pairs.

    The materials `shade` and `shine` darken and lighten what lies below them.
    """

    words: str
    layers: tuple[tuple[str, str], ...]
    turn: float = 0.0
