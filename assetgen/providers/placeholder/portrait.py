# ruff: noqa: E501 - tables
"""Portraits: head and shoulders before a disc of light; hair, clothes and mood by the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.providers.placeholder import features
from assetgen.providers.placeholder.palette import palette
from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.palette import Palette
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded

_SKINS = (
    Tone(0.88, 0.045, 60), Tone(0.82, 0.065, 62), Tone(0.74, 0.075, 58), Tone(0.64, 0.075, 55),
    Tone(0.53, 0.065, 50), Tone(0.44, 0.05, 48),
)  # fmt: skip
_EYES = (Tone(0.36, 0.06, 60), Tone(0.52, 0.10, 245), Tone(0.50, 0.09, 150), Tone(0.50, 0.03, 240))
_FOLK = {"orc": Tone(0.62, 0.10, 140), "goblin": Tone(0.68, 0.13, 130), "robot": Tone(0.80, 0.02, 240),
         "android": Tone(0.80, 0.02, 240), "undead": Tone(0.78, 0.03, 160)}  # fmt: skip
_HAIR = (
    Tone(0.24, 0.02, 60), Tone(0.34, 0.05, 55), Tone(0.46, 0.09, 55), Tone(0.58, 0.14, 48),
    Tone(0.82, 0.10, 88), Tone(0.88, 0.01, 250), Tone(0.30, 0.03, 290),
)  # fmt: skip


def draw_portrait(drawing: Drawing, reading: Reading, chance: Seeded) -> None:
    """Somebody, the same for the same request."""
    colours = palette(reading.colours, chance.fork("colours"))
    _draw_ground(drawing, colours)
    look = features.Look(
        skin=next((_FOLK[one] for one in _FOLK if one in reading.words), chance.choose(_SKINS)),
        hair=_hair(reading, chance.fork("hair")),
        cloth=colours.main.at(0.48),
        trim=colours.third.at(0.72),
        eyes=chance.choose(_EYES),
    )
    unit = drawing.height / 1000 if drawing.height < drawing.width else 1.0
    left, top = drawing.width / 2 - 500 * unit, drawing.height - 1000 * unit
    with drawing.moved(f"translate({left:.1f} {top:.1f}) scale({unit:.4f})"):
        features.draw_person(drawing, reading.words, chance.fork("person"), look)
    drawing.vignette(0.36)


def _draw_ground(drawing: Drawing, colours: Palette) -> None:
    wide, tall = drawing.width, drawing.height
    far, near = colours.second.at(0.36).muted(0.7), colours.ground.at(0.20)
    drawing.cover(drawing.linear([(0.0, far, 1.0), (1.0, near, 1.0)]))
    x, y = wide / 2, tall - 560
    drawing.glow(x, y, 720, colours.spark.at(0.80), 0.55)
    disc_paint = [
        (0.0, colours.spark.at(0.86).muted(0.7), 1.0),
        (1.0, colours.second.at(0.64).muted(0.8), 1.0),
    ]
    drawing.circle(x, y, 372, drawing.linear(disc_paint))
    drawing.circle(x, y, 410, colours.spark.at(0.9), 0.14)


def _hair(reading: Reading, chance: Seeded) -> Tone:
    named = {"red": _HAIR[3], "ginger": _HAIR[3], "blonde": _HAIR[4], "blond": _HAIR[4],
             "golden": _HAIR[4], "silver": _HAIR[5], "white": _HAIR[5], "grey": _HAIR[5],
             "old": _HAIR[5], "elderly": _HAIR[5], "black": _HAIR[0], "brown": _HAIR[1]}  # fmt: skip
    if "hair" in reading.words or "haired" in reading.words or "old" in reading.words:
        return next((named[one] for one in named if one in reading.words), chance.choose(_HAIR))
    return chance.choose(_HAIR)
