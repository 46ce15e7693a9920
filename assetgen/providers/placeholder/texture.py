"""Textures: patterns that meet themselves at every edge, so that they can be laid like tiles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assetgen.providers.placeholder import vocabulary
from assetgen.providers.placeholder.outlines import box, disc, polygon, star
from assetgen.providers.placeholder.palette import Palette, palette
from assetgen.providers.placeholder.tones import Tone
from assetgen.providers.placeholder.weather import sparkle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded

_EARTHY = {
    "bricks": Tone(0.55, 0.11, 38), "stones": Tone(0.62, 0.02, 250), "planks": Tone(0.58, 0.08, 60),
    "scales": Tone(0.58, 0.10, 215),
    "leaves": Tone(0.55, 0.12, 142), "stars": Tone(0.35, 0.10, 275),
}  # fmt: skip


def draw_texture(drawing: Drawing, reading: Reading, chance: Seeded) -> None:
    """The pattern that the words name, or one by chance, in their colours."""
    table = vocabulary.words(vocabulary.TEXTURES)
    asked = sorted(table[word] for word in reading.words if word in table and word != "tile")
    name = asked[0] if asked else chance.choose(tuple(PATTERNS))
    named = reading.colours or ((_EARTHY[name],) if name in _EARTHY else ())
    PATTERNS[name](drawing, chance.fork(name), palette(named, chance.fork("colours")))


def _bricks(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    drawing.cover(colours.main.at(0.30).muted(0.4))
    rows = _even(drawing.height / 125)
    columns = max(2, round(drawing.width / 250))
    tall, wide = drawing.height / rows, drawing.width / columns
    for row in range(rows):
        for column in range(columns):
            tint = _varied(colours.main, chance, 0.07)
            x = column * wide + (wide / 2 if row % 2 else 0)
            for left in (x, x - drawing.width) if x + wide > drawing.width else (x,):
                _draw_block(drawing, (left + 5, row * tall + 5, wide - 10, tall - 10), tint)


def _draw_block(drawing: Drawing, place: tuple[float, float, float, float], tint: Tone) -> None:
    x, y, wide, tall = place
    drawing.path(box(x, y, wide, tall, 10), tint.lighter(-0.08))
    drawing.path(box(x, y, wide, tall - 9, 10), tint)
    drawing.path(box(x + 8, y + 6, wide - 16, 7, 3.5), tint.lighter(0.13), 0.8)


def _stones(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    drawing.cover(colours.main.at(0.26).muted(0.6))
    columns, rows = _even(drawing.width / 150), _even(drawing.height / 130)
    wide, tall = drawing.width / columns, drawing.height / rows
    for row in range(rows):
        for column in range(columns):
            middle = (column + (0.5 if row % 2 else 0.0)) * wide, (row + 0.5) * tall
            shape = [(chance.between(0.84, 1.0), n * math.tau / 9) for n in range(9)]
            tint = _varied(colours.main, chance, 0.09)
            for x, y in _wrapped(drawing, middle, wide * 0.6):
                _draw_stone(drawing, (x, y), (wide * 0.54, tall * 0.62), (shape, tint))


def _draw_stone(
    drawing: Drawing,
    at: tuple[float, float],
    half: tuple[float, float],
    look: tuple[list[tuple[float, float]], Tone],
) -> None:
    shape, tint = look
    for scale, shift, tone in (
        (1.0, 0, tint.lighter(-0.1)),
        (0.93, -5, tint),
        (0.6, -16, tint.lighter(0.07)),
    ):
        across, down = half[0] * scale, half[1] * scale
        points = [
            (at[0] + across * reach * math.cos(a), at[1] + shift + down * reach * math.sin(a))
            for reach, a in shape
        ]
        drawing.path(_rounded(points), tone)


def _planks(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    drawing.cover(colours.main.at(0.24))
    rows = max(4, round(drawing.height / 165))
    tall = drawing.height / rows
    for row in range(rows):
        tint = _varied(colours.main, chance, 0.05)
        top = row * tall + 3
        drawing.path(box(-4, top, drawing.width + 8, tall - 6), tint)
        drawing.path(box(-4, top, drawing.width + 8, 5), tint.lighter(0.1), 0.7)
        for n in range(5):
            y = top + tall * (0.16 + 0.16 * n)
            rise = tall * chance.between(-0.09, 0.09)
            half = drawing.width / 2
            drawing.stroke(f"M-5 {y:.1f}q{half / 2:.1f} {rise:.1f} {half + 5:.1f} 0"
                           f"t{half + 5:.1f} 0", tint.lighter(-0.09), 3.5, 0.6)  # fmt: skip
        x = drawing.width * chance.between(0.15, 0.85)
        drawing.path(box(x, top, 6, tall - 6), colours.main.at(0.24))
        nails = [(x + dx, top + tall * dy) for dx in (-24, 30) for dy in (0.2, 0.72)]
        drawing.path("".join(disc(nx, ny, 6) for nx, ny in nails), tint.lighter(-0.24))


def _scales(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    columns, rows = _even(drawing.width / 125), _even(drawing.height / 62)
    wide, tall = drawing.width / columns, drawing.height / rows
    drawing.cover(colours.main.at(0.35))
    tints = [[_varied(colours.main, chance, 0.08) for _ in range(columns)] for _ in range(rows)]
    for row in range(-2, rows + 1):
        for column in range(-1, columns + 1):
            tint = tints[row % rows][column % columns]
            x, y = (column + (0.5 if row % 2 else 0.0)) * wide, row * tall
            rims = ((0.5, tint.lighter(-0.16)), (0.45, tint), (0.33, tint.lighter(0.06)))
            for reach, tone in (*rims, (0.2, colours.third.at(0.75))):
                drawing.circle(x + wide / 2, y + tall, wide * reach, tone)


def _leaves(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    drawing.cover(colours.main.at(0.26))
    for n in range(round(110 * drawing.width * drawing.height / 1e6)):
        depth = min(n / 110, 1.0)
        tint = colours.main.at(0.34 + 0.34 * depth).turned(chance.between(-24, 18))
        middle = chance.between(0, drawing.width), chance.between(0, drawing.height)
        turn, size = chance.between(0, 360), chance.between(70, 120)
        for x, y in _wrapped(drawing, middle, size):
            with drawing.moved(
                f"translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({size / 100:.3f})"
            ):
                drawing.path("M0 -100Q62 -40 0 100Q-62 -40 0 -100Z", tint)
                drawing.path("M0 -100Q62 -40 0 100Z", tint.lighter(-0.07))
                drawing.stroke("M0 -80V90", tint.lighter(0.12), 3, 0.8)
        if n % 22 == 21:
            for x, y in _wrapped(drawing, middle, 60):
                drawing.path(star(x, y, 46, 26, 6), colours.third.at(0.84))
                drawing.circle(x, y, 14, colours.spark.at(0.78))


def _tiles(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    columns, rows = max(2, round(drawing.width / 250)), max(2, round(drawing.height / 250))
    wide, tall = drawing.width / columns, drawing.height / rows
    size = min(wide, tall)
    petals, sides = chance.choose(((8, 4), (6, 6), (8, 8), (4, 4))), chance.choose((4, 8))
    light = Tone(0.94, 0.025, colours.second.hue)
    drawing.cover(light)
    for row in range(rows + 1):
        for column in range(columns + 1):
            corner = column * wide, row * tall
            drawing.path(star(*corner, size * 0.30, size * 0.13, sides), colours.second.at(0.52))
            drawing.circle(*corner, size * 0.07, light)
            x, y = corner[0] + wide / 2, corner[1] + tall / 2
            drawing.path(star(x, y, size * 0.47, size * 0.25, petals[0]), colours.main.at(0.50))
            drawing.path(star(x, y, size * 0.36, size * 0.19, petals[0]), light)
            drawing.path(
                polygon(x, y, size * 0.2, petals[1], math.pi / petals[1]), colours.third.at(0.66)
            )
            drawing.circle(x, y, size * 0.07, colours.main.at(0.40))


def _stars(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    drawing.cover(colours.main.at(0.22))
    for n in range(round(70 * drawing.width * drawing.height / 1e6)):
        middle = chance.between(0, drawing.width), chance.between(0, drawing.height)
        size = chance.between(5, 16) if n % 5 else chance.between(26, 54)
        tint = chance.choose((colours.second, colours.third, colours.spark)).at(0.86)
        for x, y in _wrapped(drawing, middle, size):
            drawing.path(sparkle(x, y, size) if n % 5 == 0 else disc(x, y, size * 0.4), tint)


def _dots(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    drawing.cover(Tone(0.93, 0.03, colours.main.hue))
    columns, rows = _even(drawing.width / 110), _even(drawing.height / 110)
    wide, tall = drawing.width / columns, drawing.height / rows
    for row in range(rows):
        for column in range(columns):
            tint = chance.choose(colours.all).at(chance.between(0.6, 0.74))
            middle = (column + (0.5 if row % 2 else 0.0)) * wide, (row + 0.5) * tall
            size = wide * chance.between(0.22, 0.42)
            for x, y in _wrapped(drawing, middle, size):
                drawing.circle(x, y, size, tint)
                drawing.circle(x - size * 0.3, y - size * 0.3, size * 0.25, "#ffffff", 0.35)


PATTERNS: dict[str, Callable[[Drawing, Seeded, Palette], None]] = {
    "bricks": _bricks,
    "stones": _stones,
    "planks": _planks,
    "scales": _scales,
    "leaves": _leaves,
    "tiles": _tiles,
    "stars": _stars,
    "dots": _dots,
}


def _even(count: float) -> int:
    return max(4, 2 * round(count / 2))


def _varied(tone: Tone, chance: Seeded, spread: float) -> Tone:
    base = tone.at(min(max(tone.lightness, 0.42), 0.72))
    return base.lighter(chance.between(-spread, spread)).turned(chance.between(-8, 8))


def _wrapped(
    drawing: Drawing, middle: tuple[float, float], reach: float
) -> Iterator[tuple[float, float]]:
    # What hangs over an edge comes in again at the other one.
    for dx in (-drawing.width, 0.0, drawing.width):
        for dy in (-drawing.height, 0.0, drawing.height):
            x, y = middle[0] + dx, middle[1] + dy
            if -reach < x < drawing.width + reach and -reach < y < drawing.height + reach:
                yield x, y


def _rounded(points: list[tuple[float, float]]) -> str:
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    middles = [((x + px) / 2, (y + py) / 2) for (x, y), (px, py) in pairs]
    start = middles[-1]
    corners = zip(points, middles, strict=True)
    curves = "".join(f"Q{x:.1f} {y:.1f} {mx:.1f} {my:.1f}" for (x, y), (mx, my) in corners)
    return f"M{start[0]:.1f} {start[1]:.1f}{curves}Z"
