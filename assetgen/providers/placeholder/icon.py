# ruff: noqa: E501 - tables
"""Icons: one thing, large, in the middle of a dark glowing ground; letters where none is known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.emblem import Emblem
from assetgen.providers.placeholder.emblems import EMBLEMS
from assetgen.providers.placeholder.lettering import glyph
from assetgen.providers.placeholder.materials import draw_emblem, materials
from assetgen.providers.placeholder.outlines import closed, disc, polygon, ring, star
from assetgen.providers.placeholder.palette import Palette, palette
from assetgen.providers.placeholder.tones import Tone
from assetgen.providers.placeholder.weather import sparkle

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded

_ELEMENTS = {
    "fire": Tone(0.68, 0.19, 42), "flame": Tone(0.68, 0.19, 42), "burning": Tone(0.68, 0.19, 42),
    "frost": Tone(0.78, 0.11, 215), "ice": Tone(0.78, 0.11, 215), "cold": Tone(0.78, 0.11, 215),
    "poison": Tone(0.70, 0.18, 142), "acid": Tone(0.78, 0.19, 125), "antitoxin": Tone(0.72, 0.15, 160),
    "healing": Tone(0.62, 0.21, 22), "health": Tone(0.62, 0.21, 22), "mana": Tone(0.60, 0.18, 262),
    "lightning": Tone(0.85, 0.16, 95), "holy": Tone(0.90, 0.10, 95), "radiant": Tone(0.90, 0.12, 92),
    "shadow": Tone(0.45, 0.12, 300), "necrotic": Tone(0.50, 0.15, 310), "arcane": Tone(0.60, 0.20, 300),
    "nature": Tone(0.68, 0.16, 140), "water": Tone(0.65, 0.13, 235),
}  # fmt: skip
_PLAIN = {"plain", "simple", "clean", "minimal", "minimalist", "flat", "transparent"}


def draw_icon(drawing: Drawing, reading: Reading, chance: Seeded) -> None:
    """The emblem that the words name, or the first letter on a badge."""
    elements = tuple(_ELEMENTS[word] for word in _ELEMENTS if word in reading.words)[:1]
    named = reading.colours + elements if reading.colours else elements
    colours = palette(named, chance.fork("colours"))
    x, y = drawing.width / 2, drawing.height / 2 - 18
    _draw_ground(drawing, colours, (x, y))
    if not reading.words & _PLAIN:
        _draw_ornament(drawing, chance.fork("ornament"), colours, (x, y))
    emblem = EMBLEMS[reading.emblem] if reading.emblem else None
    if emblem is None:
        _draw_monogram(drawing, chance.fork("badge"), reading, (x, y))
    else:
        size = 700 if emblem.turn else 660
        draw_emblem(drawing, emblem, (x, y, size), materials(colours, reading.words))
    _draw_sparks(drawing, chance.fork("sparks"), colours, (x, y))
    drawing.vignette(0.45)


def _draw_ground(drawing: Drawing, colours: Palette, at: tuple[float, float]) -> None:
    x, y = at
    ground = colours.ground
    far = math.hypot(drawing.width, drawing.height) / 2
    stops = [(0.0, ground.lighter(0.20).mixed(colours.main.at(0.46), 0.35), 1.0),
             (0.5, ground.lighter(0.04), 1.0), (1.0, ground.lighter(-0.09), 1.0)]  # fmt: skip
    drawing.cover(drawing.radial(stops, x, y, far))
    drawing.glow(x, y, 520, colours.spark.at(0.75), 0.30)


def _draw_ornament(
    drawing: Drawing, chance: Seeded, colours: Palette, at: tuple[float, float]
) -> None:
    x, y = at
    ink = colours.spark.at(0.82)
    style = chance.choose(("rays", "rings", "runes", "facets"))
    if style == "rays":
        drawing.path(_rays(at, chance), drawing.radial([(0, ink, 0.34), (1, ink, 0.0)], x, y, 640))
    elif style == "rings":
        drawing.path(ring(x, y, 420, 412) + ring(x, y, 396, 393), ink, 0.45)
        drawing.path("".join(disc(x + 420 * math.sin(a), y - 420 * math.cos(a), 13)
                             for a in (math.pi / 4 * n for n in range(8))), ink, 0.65)  # fmt: skip
    elif style == "runes":
        drawing.path(ring(x, y, 430, 425) + ring(x, y, 372, 368), ink, 0.4)
        for n in range(24):
            rune = glyph(chance.choose("IVXLTKYNEFHZ"))
            with drawing.moved(f"rotate({n * 15} {x:.1f} {y:.1f}) "
                               f"translate({x - 9:.1f} {y - 415:.1f}) scale(4.6)"):  # fmt: skip
                drawing.stroke(rune, ink, 0.7, 0.5)
    else:
        for size, opacity in ((455, 0.10), (400, 0.12), (340, 0.12)):
            drawing.path(polygon(x, y, size, 6, chance.between(0, 0.5)), ink, opacity)


def _rays(at: tuple[float, float], chance: Seeded) -> str:
    x, y = at
    count = chance.whole(12, 18)
    parts = []
    for n in range(count):
        middle, half = 2 * math.pi * n / count, math.pi / count * 0.5
        ends = [(x + 900 * math.sin(middle + side), y - 900 * math.cos(middle + side))
                for side in (-half, half)]  # fmt: skip
        parts.append(closed([at, *ends]))
    return "".join(parts)


def _draw_monogram(
    drawing: Drawing, chance: Seeded, reading: Reading, at: tuple[float, float]
) -> None:
    colours = palette(reading.colours, chance.fork("badge colours"))
    outline = chance.choose((
        "M50 3Q70 14 90 14Q92 66 50 97Q8 66 10 14Q30 14 50 3Z",
        polygon(50, 50, 46, 6),
        disc(50, 50, 45),
        star(50, 50, 48, 41, 16),
    ))  # fmt: skip
    badge = Emblem("", (("gold", outline), ("cloth", outline)))
    made_of = materials(colours, reading.words)
    draw_emblem(drawing, Emblem("", badge.layers[:1]), (*at, 640), made_of)
    cloth = [(0.0, made_of["cloth"][0], 1.0), (1.0, made_of["cloth"][1], 1.0)]
    with drawing.moved(f"translate({at[0]:.1f} {at[1]:.1f}) scale(5.5) translate(-50 -50)"):
        drawing.path(outline, drawing.linear(cloth, angle="slant"))
    letter = reading.initial
    left, top = at[0] - 100, at[1] - 150
    for shift, ink, width in ((6, Tone(0.18, 0.03, 280), 1.15), (0, Tone(0.97, 0.02, 95), 1.0)):
        with drawing.moved(f"translate({left + shift:.1f} {top + shift:.1f}) scale(50)"):
            drawing.stroke(glyph(letter), ink, width)


def _draw_sparks(
    drawing: Drawing, chance: Seeded, colours: Palette, at: tuple[float, float]
) -> None:
    for n in range(7):
        angle, reach = chance.between(0, 6.3), chance.between(330, 470)
        x, y = at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle) * 0.9
        size = chance.between(10, 34) if n < 4 else 6
        drawing.path(sparkle(x, y, size), colours.spark.at(0.94).muted(0.5), 0.85)
