# ruff: noqa: E501 - tables
"""Colours that a prompt names: the names of CSS, painters' names, and pairs such as "ember orange".

"dark", "pale", "deep" and the like change the colour that follows them.
"""

from __future__ import annotations

import re
from functools import cache

from assetgen.colours import CSS_NAMES
from assetgen.providers.placeholder.tones import Tone, tone

_PAINTERS = """
ember=e8622a amber=f5a623 scarlet=d7263d burgundy=6d1a36 rust=b5532a copper=c07a45 bronze=a9713a
brass=c9a24a ochre=cc8b2c mustard=d6a419 lemon=f6e04b emerald=1f9d6b jade=2fae85 mint=9fe0c0
sage=9caf88 moss=6c7f3b cobalt=1f4fb3 sapphire=1b4fa0 cerulean=2a8fc2 ultramarine=2b3fae denim=3f5f8f
periwinkle=8f99e0 lilac=c3a6e0 mauve=a5799c rose=e0648c ruby=b3123f blush=eab2b0 peach=f7b995
apricot=f5b277 cream=f6ecd2 charcoal=3b3f46 slate=5b6f88 pewter=8b9299 golden=e0a72e obsidian=1d1b26
ebony=2b2420 pearl=ece6dc cherry=c01f3a wine=6b1f3c cyan=20b8cf teal=148a8a turquoise=2fbfb3
violet=8450c8 purple=7a3fb0 blue=2f6fd0 green=3f9a4f red=cc2f33 yellow=f2c92e orange=f08a2c
pink=ec7fae brown=8a5a3c grey=878d95 gray=878d95 gold=dba53a silver=c3c9d2 black=1c1d24 white=f5f4ef
crimson=c01c3c indigo=3f3a9e navy=1d2b55 slateblue=54729a tan=c9a67c magenta=c72c9a lime=9ccc3c
"""
_NOUNS_FIRST = {"snow", "chocolate", "linen", "peru", "seashell", "wheat", "thistle", "rose"}
"""Names of CSS that a prompt means as things, not as colours."""

_LIGHTER = {"light": 0.12, "pale": 0.18, "pastel": 0.2, "bright": 0.08, "soft": 0.08}
_DARKER = {"dark": -0.18, "deep": -0.12, "midnight": -0.2}
_WORD = re.compile(r"[a-z]+")


def colours_in(prompt: str) -> tuple[Tone, ...]:
    """The colours that the prompt names, in its order, each once; at most five."""
    words = _WORD.findall(prompt.lower())
    found: list[Tone] = []
    at = 0
    while at < len(words) and len(found) < 5:
        colour, used = _colour_at(words, at)
        if colour is not None and colour not in found:
            found.append(colour)
        at += used
    return tuple(found)


def _colour_at(words: list[str], at: int) -> tuple[Tone | None, int]:
    first = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    table = _table()
    if first + following in table and following:
        return table[first + following], 2
    if first in _LIGHTER or first in _DARKER:
        base = table.get(following)
        shift = _LIGHTER.get(first, 0.0) + _DARKER.get(first, 0.0)
        return (base.lighter(shift), 2) if base else (None, 1)
    if first not in table:
        return None, 1
    if following in table:  # "ember orange": one colour said in two words
        return table[first].mixed(table[following], 0.4), 2
    return table[first], 1


@cache
def _table() -> dict[str, Tone]:
    pairs = dict(pair.split("=") for pair in _PAINTERS.split())
    css = {name: value for name, value in CSS_NAMES.items() if name not in _NOUNS_FIRST}
    return {name: tone(value) for name, value in (css | pairs).items()}
