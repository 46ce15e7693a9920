# ruff: noqa: E501 - an outline is read whole
"""Letters made of strokes, and the small label that says what a picture stands for.

The glyphs are our own: lines on a grid four units wide and six high. Small letters are drawn as
capitals, accents are left off, what has no glyph is a small box. No font of the machine is used.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing

_GRID = 6.0
_GAP = 1.7
_NARROW = {"I": 0.0, "1": 2.0, "J": 3.0, " ": 1.4, ".": 0.0, ",": 0.5, "!": 0.0, ":": 0.0}
_NARROW |= {"'": 0.0, ";": 0.5, "(": 1.2, ")": 1.2, "-": 2.4, "M": 4.8, "W": 5.6}

GLYPHS = {
    "A": "M0 6L2 0L4 6M.8 3.9H3.2",
    "B": "M0 0V6H2.4A1.6 1.6 0 0 0 2.4 2.8H0M0 0H2.1A1.4 1.4 0 0 1 2.1 2.8",
    "C": "M4 1.3A2.1 2.1 0 0 0 2.1 0A2.1 2.1 0 0 0 0 2.1V3.9A2.1 2.1 0 0 0 2.1 6A2.1 2.1 0 0 0 4 4.7",
    "D": "M0 0V6H1.6A2.4 2.4 0 0 0 4 3.6V2.4A2.4 2.4 0 0 0 1.6 0Z",
    "E": "M3.6 0H0V6H3.6M0 2.9H2.9",
    "F": "M3.6 0H0V6M0 2.9H2.9",
    "G": "M4 1.3A2.1 2.1 0 0 0 2.1 0A2.1 2.1 0 0 0 0 2.1V3.9A2.1 2.1 0 0 0 2.1 6A2 2 0 0 0 4 4.2V3.2H2.4",
    "H": "M0 0V6M4 0V6M0 2.9H4",
    "I": "M0 0V6",
    "J": "M3 0V4.3A1.6 1.6 0 0 1 0 4.5",
    "K": "M0 0V6M3.8 0L0 3.6M1.3 2.5L4 6",
    "L": "M0 0V6H3.5",
    "M": "M0 6V0L2.4 3.8L4.8 0V6",
    "N": "M0 6V0L4 6V0",
    "O": "M2 0A2 2 0 0 1 4 2V4A2 2 0 0 1 0 4V2A2 2 0 0 1 2 0Z",
    "P": "M0 6V0H2.2A1.7 1.7 0 0 1 2.2 3.4H0",
    "Q": "M2 0A2 2 0 0 1 4 2V4A2 2 0 0 1 0 4V2A2 2 0 0 1 2 0ZM2.5 4.4L4.2 6.4",
    "R": "M0 6V0H2.2A1.6 1.6 0 0 1 2.2 3.2H0M2.1 3.2L4 6",
    "S": "M3.7 1.2A1.8 1.5 0 0 0 2 0C.4 0 0 .9 0 1.5C0 3.4 4 2.6 4 4.5C4 5.4 3.2 6 2 6A2 1.6 0 0 1 .1 4.8",
    "T": "M0 0H4M2 0V6",
    "U": "M0 0V4A2 2 0 0 0 4 4V0",
    "V": "M0 0L2 6L4 0",
    "W": "M0 0L1.4 6L2.8 1.6L4.2 6L5.6 0",
    "X": "M0 0L4 6M4 0L0 6",
    "Y": "M0 0L2 2.9L4 0M2 2.9V6",
    "Z": "M0 0H4L0 6H4",
    "0": "M2 0A2 2 0 0 1 4 2V4A2 2 0 0 1 0 4V2A2 2 0 0 1 2 0ZM1.2 4.2L2.8 1.8",
    "1": "M0 1.4L1.6 0V6",
    "2": "M.1 1.6A1.9 1.7 0 0 1 3.8 1.7C3.8 3.4 0 4.2 0 6H4",
    "3": "M.2 0H3.8L1.8 2.4A1.9 1.8 0 0 1 1.9 6A2 1.7 0 0 1 0 4.8",
    "4": "M3 6V0L0 4.2H4",
    "5": "M3.6 0H.5L.2 2.7A2 1.9 0 1 1 0 4.9",
    "6": "M3.3 0C1.2.6 0 2.2 0 4A2 2 0 1 0 .3 3.1",
    "7": "M0 0H4L1.4 6",
    "8": "M2 2.8A1.4 1.4 0 1 1 2.01 2.8ZM2 2.8A1.6 1.6 0 1 0 2.01 2.8Z",
    "9": "M.7 6C2.8 5.4 4 3.8 4 2A2 2 0 1 0 3.7 2.9",
    ".": "M0 6V5.9",
    ",": "M.4 5.7L0 6.9",
    "!": "M0 0V4M0 6V5.9",
    "?": "M0 1.5A1.9 1.6 0 1 1 2 3.2V4M2 6V5.9",
    ":": "M0 2V2.1M0 5V5.1",
    ";": "M.4 2V2.1M.4 5L0 6.2",
    "'": "M0 0V1.4",
    '"': "M1 0V1.4M2.4 0V1.4",
    "-": "M0 3.2H2.4",
    "_": "M0 6H4",
    "+": "M2 1.4V5M.2 3.2H3.8",
    "=": "M.2 2.2H3.8M.2 4.2H3.8",
    "/": "M0 6.4L3.4 -.4",
    "\\": "M0 -.4L3.4 6.4",
    "(": "M1.2 -.4C-.2 1.6 -.2 4.4 1.2 6.4",
    ")": "M0 -.4C1.4 1.6 1.4 4.4 0 6.4",
    "&": "M4 6L.9 2A1.1 1.1 0 1 1 2.6 2C1.6 2.9 0 3.2 0 4.6C0 6.6 3 6.4 4 3.4",
    "#": "M1.4 .4L.8 5.6M3.2 .4L2.6 5.6M0 2H4M0 4H4",
    "%": "M0 6L4 0M.9 0A.9 .9 0 1 1 .89 0ZM3.1 4.2A.9 .9 0 1 1 3.09 4.2Z",
    "*": "M2 .4V3.6M.6 1.2L3.4 2.8M3.4 1.2L.6 2.8",
    "@": "M2.9 2.2V3.6C2.9 4.6 4 4.4 4 3A2 2.4 0 1 0 3 5.4M2.9 3A.9 1 0 1 1 2.89 2.9",
}
BOX = "M.6 1.4H3.4V4.8H.6Z"
"""Stands for a letter that there is no glyph for."""

_MEDIUM = re.compile(
    r"\b(?:icon|emblem|portrait|bust|illustration|painting|sprite|picture|image|render|drawing"
    r"|photo|photograph|texture|pattern|logo|sketch|close-up|view)s?\s+(?:of|for|showing)\s+",
    re.IGNORECASE,
)
_SMALL_WORDS = "a an the of on at in by to with and or from for over under into her his its"
_ARTICLE = re.compile(r"(?:a|an|the|some)\s+", re.IGNORECASE)


def label_words(prompt: str, limit: int = 34) -> str:
    """The few words that name the picture: up to the first mark, without "an icon of" or "the"."""
    text = _subject(prompt)
    text = " ".join(text.split()).strip(" -'\"")
    if len(text) <= limit:
        return text
    words = text[: limit + 1].rsplit(" ", 1)[0][:limit].split()
    while len(words) > 1 and words[-1].lower() in _SMALL_WORDS.split():
        words.pop()
    return " ".join(words).rstrip(" -'\"(")


def _subject(prompt: str) -> str:
    found = _MEDIUM.search(prompt)
    text = prompt[found.end() :] if found and found.end() < len(prompt) else prompt
    text = _ARTICLE.sub("", text.strip(), count=1) if _ARTICLE.match(text.strip()) else text
    first = re.split(r"[,;.:!?\n(。、，]", text.strip(), maxsplit=1)[0]
    return first if first.strip() else text.strip()


def glyph(character: str) -> str:
    """Path data of one character on the grid; capitals for small letters, BOX for the unknown."""
    plain = unicodedata.normalize("NFD", character)[:1].upper()
    return GLYPHS.get(plain, "" if plain.isspace() else BOX)


def text_width(text: str, height: float) -> float:
    """How wide a line of capitals of this height is."""
    return (sum(_advance(character) for character in text) - _GAP) * height / _GRID


def write(drawing: Drawing, text: str, at: tuple[float, float], height: float, ink: Tone) -> None:
    """Write one line; `at` is the upper left corner of its capitals."""
    unit = height / _GRID
    left, top = at
    for character in text:
        if outline := glyph(character):
            with drawing.moved(f"translate({left:.2f} {top:.2f}) scale({unit:.4f})"):
                drawing.stroke(outline, ink, 0.95)
        left += _advance(character) * unit


def label(drawing: Drawing, prompt: str) -> None:
    """The words of the prompt on a small dark plate, low on the left; nothing without words."""
    text = label_words(prompt)
    if not text:
        return
    height, pad = 24.0, 20.0
    room = drawing.width * 0.9 - 2 * pad - 52
    height *= min(1.0, room / max(text_width(text, height), 1.0))
    width = text_width(text, height) + 2 * pad + 18
    left, top = 34.0, drawing.height - 34 - height - 2 * pad * 0.85
    bottom = top + height + 2 * pad * 0.85
    drawing.path(_plate(left, top, left + width, bottom), "#0b0d18", 0.62)
    write(drawing, text, (left + pad + 8, top + pad * 0.85), height, Tone(0.97, 0.01, 90))


def _plate(left: float, top: float, right: float, bottom: float) -> str:
    curve = min(16.0, (bottom - top) / 2)
    corner = f"a{curve} {curve} 0 0 1"
    return (
        f"M{left + curve} {top}H{right - curve}{corner} {curve} {curve}V{bottom - curve}"
        f"{corner} -{curve} {curve}H{left + curve}{corner} -{curve} -{curve}V{top + curve}"
        f"{corner} {curve} -{curve}Z"
    )


def _advance(character: str) -> float:
    plain = unicodedata.normalize("NFD", character)[:1].upper()
    return _NARROW.get(plain, 1.4 if plain.isspace() else 4.0) + _GAP
