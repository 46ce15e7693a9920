"""Every emblem by name, and which words ask for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.shapes_arms import ARMS
from assetgen.providers.placeholder.shapes_gear import GEAR
from assetgen.providers.placeholder.shapes_life import LIFE
from assetgen.providers.placeholder.shapes_magic import MAGIC
from assetgen.providers.placeholder.shapes_travel import TRAVEL

if TYPE_CHECKING:
    from assetgen.providers.placeholder.emblem import Emblem

EMBLEMS: dict[str, Emblem] = ARMS | MAGIC | GEAR | TRAVEL | LIFE


@cache
def emblem_words() -> dict[str, str]:
    """The emblem that each word asks for; of two that list a word, the first has it."""
    table: dict[str, str] = {}
    for name, emblem in EMBLEMS.items():
        for word in emblem.words.split():
            table.setdefault(word.replace("-", " "), name)
    return table
