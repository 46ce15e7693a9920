"""Pictures of nothing: flowing bands, glowing discs, a grid of plain shapes, a fan of arcs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.outlines import box, closed, ring
from assetgen.providers.placeholder.palette import Palette, palette
from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded


def draw_abstract(drawing: Drawing, reading: Reading, chance: Seeded) -> None:
    """One of four compositions; "geometric", "gradient" and "flowing" choose."""
    colours = palette(reading.colours, chance.fork("colours"))
    if reading.words & {"geometric", "bauhaus", "shapes", "grid", "blocks"}:
        painter = _grid
    elif reading.words & {"gradient", "glow", "soft", "blur", "bokeh", "orbs"}:
        painter = _orbs
    elif reading.words & {
        "flow",
        "flowing",
        "wave",
        "waves",
        "ribbon",
        "ribbons",
        "liquid",
        "fluid",
    }:
        painter = _bands
    else:
        painter = chance.choose((_bands, _orbs, _grid, _arcs, _bands))
    painter(drawing, chance, colours)


def _bands(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    wide, tall = drawing.width, drawing.height
    sky = [(0.0, colours.second.at(0.93).muted(0.5), 1.0), (1.0, colours.third.at(0.82), 1.0)]
    drawing.cover(drawing.linear(sky, angle="slant"))
    drawing.glow(wide * 0.74, tall * 0.26, 560, colours.spark.at(0.95), 0.8)
    drawing.circle(wide * 0.74, tall * 0.26, 118, colours.spark.at(0.90))
    count = 8
    for n in range(count):
        share = n / (count - 1)
        tint = colours.third.mixed(colours.main, min(share * 1.6, 1.0)).at(0.78 - 0.52 * share)
        line = _wave(drawing, chance.fork(f"band {n}"), tall * (0.30 + 0.62 * share))
        top = tall * (0.2 + 0.62 * share)
        stops = [(0.0, tint.lighter(0.09), 1.0), (1.0, tint.lighter(-0.08), 1.0)]
        drawing.path(line, drawing.band(stops, top, top + tall * 0.36))
    drawing.vignette(0.22)


def _wave(drawing: Drawing, chance: Seeded, level: float) -> str:
    swell, rate = chance.between(50, 110), chance.between(1.2, 2.4)
    start, second = chance.between(0, 6.3), chance.between(0, 6.3)
    points = []
    for n in range(49):
        x = drawing.width * n / 48
        t = x / 1000
        y = (
            level
            + swell * math.sin(rate * 2 * t + start)
            + swell * 0.4 * math.sin(rate * 5 * t + second)
        )
        points.append((x, y))
    return closed([(-5, drawing.height + 5), *points, (drawing.width + 5, drawing.height + 5)])


def _orbs(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    wide, tall = drawing.width, drawing.height
    drawing.cover(drawing.linear([(0.0, colours.ground.lighter(0.08), 1.0),
                                  (1.0, colours.main.at(0.22), 1.0)], angle="slant"))  # fmt: skip
    near = [colours.main, *(colours.main.turned(degrees) for degrees in (-45, 40, 75))]
    for tint in (*near, colours.second):
        x, y = wide * chance.between(0.05, 0.95), tall * chance.between(0.05, 0.95)
        drawing.glow(x, y, chance.between(480, 820), tint.at(0.66), 0.75)
    for n in range(round(13 * max(wide, tall) / 1000)):
        x, y = wide * chance.between(0, 1), tall * chance.between(0, 1)
        size = chance.between(24, 190) * (0.6 if n % 3 else 1.0)
        tint = chance.choose(near).at(0.82)
        lit = [(0.0, tint.lighter(0.14), 0.75), (0.75, tint, 0.22), (1.0, tint, 0.42)]
        drawing.circle(x, y, size, drawing.radial(lit, x - size * 0.35, y - size * 0.4, size * 1.4))
    drawing.vignette(0.3)


def _grid(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    columns, rows = max(3, round(drawing.width / 250)), max(3, round(drawing.height / 250))
    wide, tall = drawing.width / columns, drawing.height / rows
    light = Tone(0.94, 0.025, colours.main.hue)
    inks = [colours.main.at(0.55), colours.second.at(0.66), colours.third.at(0.76),
            colours.ground.lighter(0.02), light, colours.spark.at(0.72)]  # fmt: skip
    for row in range(rows):
        for column in range(columns):
            x, y = column * wide, row * tall
            ground = chance.choose(inks)
            ink = chance.choose([one for one in inks if one is not ground])
            drawing.path(box(x - 0.5, y - 0.5, wide + 1, tall + 1), ground)
            for line, tone in _cell(chance, (x, y, wide, tall), (ink, ground)):
                drawing.path(line, tone)


def _cell(
    chance: Seeded, place: tuple[float, float, float, float], inks: tuple[Tone, Tone]
) -> list[tuple[str, Tone]]:
    x, y, wide, tall = place
    right, bottom = x + wide, y + tall
    ink, ground = inks
    half = min(wide, tall) / 2
    middle = x + wide / 2, y + tall / 2
    quarter = chance.choose((
        f"M{x} {y}H{right}A{wide} {tall} 0 0 1 {x} {bottom}Z",
        f"M{right} {bottom}H{x}A{wide} {tall} 0 0 1 {right} {y}Z",
        f"M{right} {y}V{bottom}A{wide} {tall} 0 0 1 {x} {y}Z",
        f"M{x} {bottom}V{y}A{wide} {tall} 0 0 1 {right} {bottom}Z",
    ))  # fmt: skip
    shapes = (
        [(quarter, ink)],
        [(quarter, ink)],
        [(ring(*middle, half * 0.8, half * 0.42), ink)],
        [(box(x, y, wide / 2, tall), ink)],
        [(closed([(x, bottom), (right, bottom), (right, y)]), ink)],
        [(f"M{x} {y + tall / 2}A{wide / 2} {tall / 2} 0 0 1 {right} {y + tall / 2}Z", ink),
         (f"M{x} {bottom}A{wide / 2} {tall / 2} 0 0 1 {right} {bottom}Z", ink)],
        [(ring(*middle, half * 0.92, 1), ink), (ring(*middle, half * 0.5, 1), ground)],
    )  # fmt: skip
    return list(chance.choose(shapes))


def _arcs(drawing: Drawing, chance: Seeded, colours: Palette) -> None:
    wide, tall = drawing.width, drawing.height
    drawing.cover(drawing.linear([(0.0, colours.spark.at(0.94).muted(0.5), 1.0),
                                  (1.0, colours.third.at(0.86).muted(0.7), 1.0)]))  # fmt: skip
    x = wide * chance.between(0.3, 0.7)
    inks: list[Callable[[float], Tone]] = [colours.main.at, colours.second.at, colours.third.at]
    for n in range(9):
        reach = (0.98 - n * 0.105) * max(tall, wide * 0.55)
        tint = inks[n % 3](0.40 + 0.045 * n)
        lit = [(0.0, tint.lighter(0.1), 1.0), (1.0, tint, 1.0)]
        drawing.circle(x, tall * 1.02, reach, drawing.linear(lit, angle="across"))
    drawing.glow(x, tall * 1.02, 520, colours.spark.at(0.94), 0.7)
    drawing.vignette(0.2)
