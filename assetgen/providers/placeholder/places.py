"""Wide places that are no land: the sea, a city at its lights, space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.providers.placeholder.outlines import disc
from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.seeded import Seeded
    from assetgen.providers.placeholder.skies import Light


def draw_water(
    drawing: Drawing, chance: Seeded, scene: Light, sun: tuple[float, float], horizon: float
) -> None:
    """Far islands, water down to the lower edge, and the sun's path on it."""
    _draw_islands(drawing, chance.fork("islands"), scene, horizon)
    deep = scene.top.mixed(scene.near, 0.55)
    stops = [(0, scene.low.mixed(scene.haze, 0.5), 1), (0.25, scene.haze.mixed(deep, 0.5), 1)]
    drawing.path(
        f"M-5 {horizon:.1f}H{drawing.width + 5:.1f}V{drawing.height + 5:.1f}H-5Z",
        drawing.band([*stops, (1, deep, 1)], horizon, drawing.height),
    )
    _draw_glitter(drawing, chance.fork("glitter"), scene, (sun[0], horizon))
    for n in range(46):
        share = chance.between(0, 1) ** 1.6
        y = horizon + 8 + (drawing.height - horizon) * share
        long = 30 + 240 * share * chance.between(0.4, 1.0)
        x = drawing.width * chance.between(-0.05, 1.0)
        ink = scene.low if n % 2 else scene.near
        drawing.stroke(f"M{x:.1f} {y:.1f}q{long / 4:.1f} {-3 - 5 * share:.1f} {long / 2:.1f} 0"
                       f"t{long / 2:.1f} 0", ink, 1.5 + 4 * share, 0.22)  # fmt: skip


def _draw_islands(drawing: Drawing, chance: Seeded, scene: Light, horizon: float) -> None:
    for depth in (0.15, 0.32):
        ink = scene.haze.mixed(scene.near, depth)
        x = drawing.width * chance.between(-0.1, 0.75)
        wide, tall = chance.between(360, 620), chance.between(60, 150) * (1.25 - depth)
        drawing.path(
            f"M{x:.1f} {horizon + 1:.1f}"
            f"q{wide * 0.12:.1f} {-tall * 0.9:.1f} {wide * 0.3:.1f} {-tall:.1f}"
            f"q{wide * 0.14:.1f} {tall * 0.1:.1f} {wide * 0.24:.1f} {tall * 0.45:.1f}"
            f"q{wide * 0.2:.1f} {-tall * 0.3:.1f} {wide * 0.46:.1f} {tall * 0.55:.1f}Z",
            ink,
        )


def _draw_glitter(
    drawing: Drawing, chance: Seeded, scene: Light, start: tuple[float, float]
) -> None:
    x, horizon = start
    room = drawing.height - horizon
    for n in range(26):
        share = (n + 0.5) / 26
        y = horizon + 6 + room * share**1.35
        half = (26 + 130 * share) * chance.between(0.35, 1.0)
        left = x - half + chance.between(-22, 22) * (0.4 + share)
        drawing.stroke(f"M{left:.1f} {y:.1f}h{2 * half:.1f}", scene.sun, 2.5 + 7 * share,
                       0.62 * (1 - share * 0.75))  # fmt: skip


def draw_city(drawing: Drawing, chance: Seeded, scene: Light, horizon: float) -> None:
    """Three rows of towers with lit windows, the nearest darkest."""
    for row, depth in enumerate((0.2, 0.5, 0.85)):
        ink = scene.haze.mixed(scene.near, depth)
        foot = ink.mixed(scene.haze, 0.4 * (1 - depth))
        walls, lights = _towers(drawing, chance.fork(f"row {row}"), horizon, depth)
        drawing.path(
            walls, drawing.band([(0, ink, 1), (1, foot, 1)], horizon - 300, drawing.height)
        )
        lamp = Tone(0.86, 0.12, 80) if scene.is_dark else scene.low
        drawing.path(lights, lamp.mixed(scene.low, 0.35), 0.30 + 0.5 * depth)


def _towers(drawing: Drawing, chance: Seeded, horizon: float, depth: float) -> tuple[str, str]:
    walls, lights = [], []
    x = -20.0
    foot = drawing.height + 5
    base = horizon + (drawing.height - horizon) * depth * 0.75
    while x < drawing.width:
        wide = chance.between(55, 120) * (0.6 + depth)
        tall = chance.between(90, 420) * (1.15 - 0.35 * depth)
        top = base - tall
        walls.append(f"M{x:.1f} {foot:.1f}V{top:.1f}h{wide:.1f}V{foot:.1f}Z")
        if chance.chance(0.4):
            walls.append(f"M{x + wide * 0.2:.1f} {top + 1:.1f}v-28h{wide * 0.6:.1f}v28Z")
        if chance.chance(0.3):
            walls.append(f"M{x + wide / 2 - 2:.1f} {top:.1f}v-80h4v80Z")
        lights.append(_windows(chance, (x, top), (wide, tall), 15 * (0.7 + depth * 0.6)))
        x += wide + chance.between(-4, 22)
    return "".join(walls), "".join(lights)


def _windows(
    chance: Seeded, corner: tuple[float, float], size: tuple[float, float], cell: float
) -> str:
    lines, places = int(min(size[1] + 160, 600) / (cell * 1.9)), int(size[0] / (cell * 1.5)) - 1
    lit = [(p, n) for n in range(lines) for p in range(places) if chance.chance(0.34)]
    pane = f"h{cell * 0.62:.1f}v{cell * 0.9:.1f}h{-cell * 0.62:.1f}Z"
    left, top = corner[0] + cell * 0.9, corner[1] + cell * 1.2
    return "".join(f"M{left + p * cell * 1.5:.1f} {top + n * cell * 1.9:.1f}{pane}" for p, n in lit)


def draw_space(drawing: Drawing, chance: Seeded, scene: Light) -> None:
    """Nebulae, a planet with a ring and its night side, and a small moon."""
    wide, tall = drawing.width, drawing.height
    for turn in (0, 60, -70, 140):
        at = (wide * chance.between(0.05, 0.95), tall * chance.between(0.1, 0.9))
        colour = Tone(0.55, 0.16, (scene.haze.hue + turn) % 360)
        drawing.glow(*at, chance.between(380, 700), colour, 0.42)
    x, y, radius = wide * chance.between(0.56, 0.68), tall * chance.between(0.42, 0.55), 230.0
    body = Tone(0.68, 0.13, (scene.haze.hue + chance.between(60, 300)) % 360)
    drawing.glow(x, y, radius * 1.9, body.lighter(0.15), 0.5)
    _draw_ring(drawing, (x, y, radius), body.lighter(0.18).turned(40), front=False)
    night = body.turned(-30).at(0.16)
    stops = [(0, body.lighter(0.2), 1), (0.45, body, 1), (1, night, 1)]
    drawing.circle(
        x, y, radius, drawing.radial(stops, x - radius * 0.45, y - radius * 0.5, radius * 1.7)
    )
    for n in range(4):
        band = y + radius * (-0.55 + 0.33 * n)
        half = max(radius**2 - (band - y) ** 2, 0) ** 0.5 * 0.98
        drawing.path(f"M{x - half:.1f} {band:.1f}q{half:.1f} 46 {2 * half:.1f} 0"
                     f"q{-half:.1f} 84 {-2 * half:.1f} 0Z", body.lighter(0.16), 0.16)  # fmt: skip
    _draw_ring(drawing, (x, y, radius), body.lighter(0.18).turned(40), front=True)
    mx, my = x - radius * 2.1, y + radius * 0.95
    moon = [(0, Tone(0.9, 0.02, 90), 1.0), (1, Tone(0.34, 0.03, 280), 1.0)]
    drawing.path(disc(mx, my, 54), drawing.radial(moon, mx - 22, my - 22, 92))


def _draw_ring(
    drawing: Drawing, planet: tuple[float, float, float], ink: Tone, *, front: bool
) -> None:
    x, y, radius = planet
    sweep = 0 if front else 1
    for size, width, opacity in ((1.75, 15, 0.75), (1.55, 30, 0.5), (1.95, 6, 0.5)):
        across = radius * size
        with drawing.moved(f"rotate(-16 {x:.1f} {y:.1f})"):
            half = f"A{across:.1f} {across * 0.26:.1f} 0 0 {sweep}"
            line = f"M{x - across:.1f} {y:.1f}{half} {x + across:.1f} {y:.1f}"
            drawing.stroke(line, ink, width, opacity)
