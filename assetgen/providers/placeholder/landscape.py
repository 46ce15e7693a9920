"""Scenes: sky and sun, ranges that fade with distance, water, weather, someone who looks at it.

Drawn from back to front in the steps of `draw_landscape`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.providers.placeholder import ridges, weather
from assetgen.providers.placeholder.figures import PEOPLE, birds, castle, stand
from assetgen.providers.placeholder.places import draw_city, draw_space, draw_water
from assetgen.providers.placeholder.ridges import Hills
from assetgen.providers.placeholder.skies import Light, light, paint_sky

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded
    from assetgen.providers.placeholder.tones import Tone

_WHITE_LAND = {"snow"}


def draw_landscape(drawing: Drawing, reading: Reading, chance: Seeded) -> None:
    """The scene that the words ask for, or a quiet range of hills."""
    scene = light(reading, chance.fork("light"))
    horizon = drawing.height * chance.between(0.58, 0.64)
    sun = _sun_place(drawing, chance.fork("sun"), horizon)
    paint_sky(drawing, scene, horizon)
    weather.draw_sky(drawing, reading, chance.fork("sky"), scene, sun)
    if "space" in reading.places:
        draw_space(drawing, chance.fork("space"), scene)
    elif "sea" in reading.places:
        if "mountain" in reading.places:
            _draw_ranges(drawing, reading, chance.fork("land"), (scene, horizon))
        draw_water(drawing, chance.fork("sea"), scene, sun, horizon)
    elif "city" in reading.places:
        draw_city(drawing, chance.fork("city"), scene, horizon)
    else:
        _draw_land(drawing, reading, chance.fork("land"), scene, horizon)
    _draw_front(drawing, reading, chance.fork("front"), scene, horizon)
    weather.draw_air(drawing, reading, chance.fork("air"))
    drawing.vignette(0.34)


def _sun_place(drawing: Drawing, chance: Seeded, horizon: float) -> tuple[float, float]:
    return drawing.width * chance.between(0.56, 0.74), horizon * chance.between(0.52, 0.78)


def _draw_land(
    drawing: Drawing, reading: Reading, chance: Seeded, scene: Light, horizon: float
) -> None:
    if not reading.places & {"desert", "hills"} or "mountain" in reading.places:
        _draw_ranges(drawing, reading, chance, (scene, horizon))
    for depth in (0.34, 0.52, 0.72):
        _draw_hills(drawing, reading, chance.fork(f"hills {depth}"), (scene, horizon, depth))


def _draw_ranges(
    drawing: Drawing, reading: Reading, chance: Seeded, where: tuple[Light, float]
) -> None:
    scene, horizon = where
    far = scene.haze.mixed(scene.low, 0.35)
    for depth, tall in ((0.18, 0.34), (0.42, 0.24)):
        shade = far.mixed(scene.near, depth)
        bright = _lit(shade, scene, snowy=depth < 0.3 or "snow" in reading.places)
        colours = (shade, bright, shade.mixed(scene.haze, 0.6))
        base = horizon + drawing.height * depth * 0.16
        ridges.mountains(drawing, chance.fork(f"range {depth}"), base, 1000 * tall, colours)


def _draw_hills(
    drawing: Drawing, reading: Reading, chance: Seeded, where: tuple[Light, float, float]
) -> None:
    scene, horizon, depth = where
    level = horizon + (drawing.height - horizon) * (depth - 0.2) * 1.05
    hills = Hills(chance, level, 26 + 46 * depth)
    ink = scene.haze.mixed(scene.near, depth)
    if reading.places & _WHITE_LAND:
        ink = scene.haze.mixed(scene.low, 0.4).lighter(0.10 - depth * 0.12).muted(0.6)
    if "castle" in reading.figures and depth < 0.4:
        _draw_castle(drawing, chance.fork("castle"), hills, (scene, ink))
    foot = ink.mixed(scene.haze, 0.55)
    if depth >= 0.5 and "desert" not in reading.places:
        density = 0.9 if "forest" in reading.places else 0.45
        trees = scene.haze.mixed(scene.near, min(depth + 0.14, 1.0))
        tall = 110 * depth * (1.7 if "forest" in reading.places else 1.0)
        drawing.path(ridges.treeline(drawing, chance.fork("trees"), hills, tall, density), trees)
    paint = drawing.band([(0, ink, 1), (1, foot, 1)], level - 60, level + drawing.height * 0.2)
    drawing.path(hills.outline(drawing), paint)


def _draw_castle(
    drawing: Drawing, chance: Seeded, hills: Hills, colours: tuple[Light, Tone]
) -> None:
    scene, ink = colours
    walls, windows = castle(chance)
    x = drawing.width * chance.between(0.3, 0.46)
    with drawing.moved(f"translate({x:.1f} {hills.height(x) + 14:.1f}) scale(2.3)"):
        drawing.path(walls, ink.mixed(scene.near, 0.45))
        drawing.path(windows, scene.sun, 0.95)


def _draw_front(
    drawing: Drawing, reading: Reading, chance: Seeded, scene: Light, horizon: float
) -> None:
    person = next((one for one in reading.figures if one in PEOPLE), None)
    if "birds" in reading.figures or chance.chance(0.35):
        birds(drawing, chance.fork("birds"), chance.whole(4, 9), scene.near)
    inks = (scene.near.lighter(-0.05), scene.sun, scene.sun)
    if "dragon" in reading.figures:
        at = (drawing.width * 0.42, drawing.height * 0.46)
        stand(drawing, "dragon", at, 250, inks)
    if "ship" in reading.figures and "sea" in reading.places:
        at = (drawing.width * chance.between(0.3, 0.45), horizon + drawing.height * 0.09)
        stand(drawing, "ship", at, 290, inks)
    elif "tower" in reading.figures and "sea" in reading.places:
        _draw_lighthouse(drawing, chance.fork("lighthouse"), scene)
    elif person or "cliffs" in reading.words or "cliff" in reading.words:
        _draw_ledge(drawing, chance.fork("ledge"), scene, person)
    elif not reading.places & {"sea", "space", "city"}:
        _draw_ground(drawing, reading, chance.fork("ground"), scene)


def _draw_lighthouse(drawing: Drawing, chance: Seeded, scene: Light) -> None:
    edge, ledge = drawing.width * 0.36, drawing.height * 0.72
    x = edge * 0.66
    lamp = (x, ledge - 430 * 0.855)
    beam = [(0.0, scene.sun, 0.55), (1.0, scene.sun, 0.0)]
    far = drawing.width
    drawing.path(f"M{x:.1f} {lamp[1]:.1f}L{x + far:.1f} {lamp[1] - 190:.1f}v210Z",
                 drawing.radial(beam, *lamp, far * 0.8))  # fmt: skip
    stand(drawing, "tower", (x, ledge + 4), 430, (scene.near, scene.sun, scene.sun))
    drawing.glow(*lamp, 150, scene.sun, 0.9)
    rock = ridges.cliff(drawing, chance, edge, ledge, leftward=True)
    drawing.path(rock, scene.near.lighter(-0.03))


def _draw_ledge(drawing: Drawing, chance: Seeded, scene: Light, person: str | None) -> None:
    edge = drawing.width * chance.between(0.40, 0.47)
    ledge = drawing.height * chance.between(0.70, 0.74)
    rock = ridges.cliff(drawing, chance, edge, ledge, leftward=True)
    dark = scene.near.lighter(-0.05)
    with drawing.moved("translate(5 -4)", 0.55):
        drawing.path(rock, scene.sun.mixed(scene.haze, 0.4))
    stops = [(0.0, scene.near.mixed(scene.haze, 0.12), 1.0), (0.5, dark, 1.0), (1.0, dark, 1.0)]
    drawing.path(rock, drawing.band(stops, ledge - 20, drawing.height))
    if person:
        tall = drawing.height * 0.27
        at = (edge - drawing.height * 0.1, ledge + 2)
        drawing.glow(at[0] + tall * 0.1, at[1] - tall * 0.6, tall * 1.3, scene.sun, 0.28)
        stand(drawing, person, at, tall, (dark, scene.sun, scene.sun))


def _draw_ground(drawing: Drawing, reading: Reading, chance: Seeded, scene: Light) -> None:
    hills = Hills(chance, drawing.height * 0.89, 34)
    ink = scene.near
    name = next((one for one in reading.figures if one in ("house", "tower")), None)
    if name:
        lamp = scene.sun.mixed(scene.low, 0.3)
        count = 4 if "village" in reading.words else 1
        for n in range(count):
            x = drawing.width * (chance.between(0.52, 0.66) + 0.13 * (n - count // 2))
            tall = (200 if name == "house" else 420) * (1.0 if count == 1 else 0.7)
            inks = (ink.lighter(0.05 + 0.02 * n), scene.sun, lamp)
            stand(drawing, name, (x, hills.height(x) + 12), tall, inks)
    if "desert" not in reading.places:
        _draw_edge_trees(drawing, reading, chance, (hills, ink))
    drawing.path(hills.outline(drawing), drawing.linear([(0, ink, 1), (1, ink.lighter(-0.06), 1)]))


def _draw_edge_trees(
    drawing: Drawing, reading: Reading, chance: Seeded, where: tuple[Hills, Tone]
) -> None:
    hills, ink = where
    leafy = "tree" in reading.figures or (
        "hills" in reading.places and "snow" not in reading.places
    )
    for side in (-1, 1):
        for n in range(chance.whole(2, 4)):
            away = 20 + n * chance.between(60, 110)
            x = away if side < 0 else drawing.width - away
            tall = chance.between(300, 470) * (1 - n * 0.17)
            foot = hills.height(x) + (14 if leafy else 44)
            tree = chance.fork(f"tree {side} {n}")
            shape = (
                ridges.broadleaf(x, foot, tall * 0.8, tree)
                if leafy
                else ridges.conifer(x, foot, tall)
            )
            drawing.path(shape, ink)


def _lit(shade: Tone, scene: Light, *, snowy: bool) -> Tone:
    if snowy:
        return shade.mixed(scene.sun, 0.55).lighter(0.04)
    return shade.mixed(scene.low, 0.4)
