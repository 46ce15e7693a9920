"""What a prompt asks for, as far as words can tell: composition, subject, colours, time, place.

A word table, not a language model: the same words always mean the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assetgen.providers.placeholder import vocabulary
from assetgen.providers.placeholder.emblems import emblem_words
from assetgen.providers.placeholder.lettering import label_words
from assetgen.providers.placeholder.named import colours_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.providers.placeholder.seeded import Seeded
    from assetgen.providers.placeholder.tones import Tone

KINDS = ("landscape", "portrait", "icon", "sprite", "texture", "abstract")

_WORD = re.compile(r"[^\W_]+(?:'s)?")
_OF = re.compile(
    r"\b(?:icon|emblem|logo|badge|portrait|sprite|picture|image|painting|illustration)s?\s+of\s+"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. `emblem` names a shape of `emblems`; None is none that we know."""

    kind: str
    words: frozenset[str]
    colours: tuple[Tone, ...]
    emblem: str | None
    time: str | None
    places: frozenset[str]
    figures: tuple[str, ...]
    initial: str


def read(prompt: str, aspect: float, chance: Seeded) -> Reading:
    """Read a prompt. `aspect` is width by height; `chance` decides where the words don't."""
    text = prompt.lower()
    listed = tuple(_singles(_WORD.findall(text)))
    known = frozenset(listed)
    places = frozenset(_found(listed, _turned("PLACES")))
    figures = tuple(dict.fromkeys(_found(listed, _turned("FIGURES"))))
    time = next(iter(_found(listed, _turned("TIMES"))), None)
    emblem = _emblem(text)
    scene = len(places) + (time is not None) + 0.5 * bool(figures)
    kind = _kind(listed, emblem, scene, aspect, chance)
    initial = (label_words(prompt) or "?")[0]
    return Reading(kind, known, colours_in(prompt), emblem, time, places, figures, initial)


def _kind(
    listed: tuple[str, ...], emblem: str | None, scene: float, aspect: float, chance: Seeded
) -> str:
    named = list(_found(listed, _turned("MEDIUMS")))
    if named:
        # "a hero banner", "icon of a tile": the word that says what is made comes first
        return named[0]
    is_person = any(word in listed for word in vocabulary.PEOPLE.split())
    if scene >= 1 and not (emblem and scene < 1.5):
        return "landscape"
    if emblem:
        return "icon"
    if is_person:
        return "portrait" if aspect < 1.3 else "landscape"
    if scene > 0 or aspect >= 1.4:
        return "landscape"
    # A name alone is most likely a thing; more words that say nothing to us, anything.
    return chance.choose(("icon",) if len(listed) <= 2 else ("abstract", "icon", "landscape"))


def _emblem(text: str) -> str | None:
    found = _OF.search(text)
    subject = text[found.end() :] if found else text
    table = emblem_words()
    head = re.split(r"[,;:(.\n]| of | with | in | on ", subject, maxsplit=1)[0]
    for part in (head, subject):
        listed = _WORD.findall(part)
        pairs = (f"{first} {second}" for first, second in pairwise(listed))
        # "leather armor" is armour: of the words before a comma the last one is the thing itself
        ordered = reversed(listed) if part is head else listed
        forms = (form for word in ordered for form in _forms(word))
        if found_word := next((one for one in (*pairs, *forms) if one in table), None):
            return table[found_word]
    return None


def _forms(word: str) -> tuple[str, ...]:
    bare = word.removesuffix("'s")
    return (word, bare, bare.removesuffix("s"), bare.removesuffix("es"))


def _singles(listed: Iterable[str]) -> Iterable[str]:
    for word in listed:
        yield from dict.fromkeys(_forms(word))


def _found(listed: Iterable[str], table: dict[str, str]) -> Iterable[str]:
    return (table[word] for word in listed if word in table)


@cache
def _turned(name: str) -> dict[str, str]:
    return vocabulary.words(getattr(vocabulary, name))
