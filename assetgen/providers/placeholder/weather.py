"""What is in the air: sun, moon, stars and clouds behind the land, rain and snow before it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.outlines import disc
from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded
    from assetgen.providers.placeholder.skies import Light


def draw_sky(
    drawing: Drawing, reading: Reading, chance: Seeded, scene: Light, sun: tuple[float, float]
) -> None:
    """Everything above the horizon, over the painted sky."""
    in_space = "space" in reading.places
    if scene.top.lightness < 0.34 and reading.time != "storm":
        _draw_stars(drawing, chance.fork("stars"), 150 if in_space else 90, in_space=in_space)
    if in_space:
        return
    if reading.time == "storm":
        _draw_bolt(drawing, chance.fork("bolt"), scene)
    elif scene.top.lightness < 0.2:
        _draw_moon(drawing, scene, (sun[0], sun[1] * 0.62))
    else:
        _draw_sun(drawing, chance.fork("sun"), scene, sun)
    _draw_clouds(drawing, chance.fork("clouds"), scene, heavy=reading.time == "storm")


def draw_air(drawing: Drawing, reading: Reading, chance: Seeded) -> None:
    """Rain or snow in front of everything."""
    if reading.time == "storm" and "snow" not in reading.places:
        for _ in range(90):
            x, y = drawing.width * chance.between(0, 1.1), drawing.height * chance.between(-0.1, 1)
            long = chance.between(30, 80)
            drawing.stroke(f"M{x:.1f} {y:.1f}l{-long * 0.28:.1f} {long:.1f}",
                           Tone(0.95, 0.01, 230), chance.between(1.2, 2.6), 0.28)  # fmt: skip
    if "snow" in reading.places:
        for _ in range(110):
            x, y = drawing.width * chance.between(0, 1), drawing.height * chance.between(0, 1)
            size = chance.between(1.5, 6.5)
            drawing.circle(x, y, size, "#ffffff", chance.between(0.35, 0.9))


def _draw_stars(drawing: Drawing, chance: Seeded, count: int, *, in_space: bool) -> None:
    small: list[tuple[float, float, float]] = []
    large: list[tuple[float, float, float]] = []
    for _ in range(round(count * drawing.width * drawing.height / 1e6)):
        reach = 1.0 if in_space else 0.55
        x, y = drawing.width * chance.between(0, 1), drawing.height * chance.between(0, reach)
        size = chance.between(0.8, 2.2)
        (large if chance.chance(0.12) else small).append((x, y, size))
    drawing.path("".join(disc(*star) for star in small), "#ffffff", 0.7)
    drawing.path("".join(sparkle(x, y, size * 5) for x, y, size in large), "#ffffff", 0.9)


def sparkle(x: float, y: float, size: float) -> str:
    """A four-pointed star."""
    near = size * 0.13
    corners = []
    for n in range(8):
        reach = size if n % 2 == 0 else near
        angle = math.pi / 4 * n
        corners.append(f"{x + reach * math.sin(angle):.1f} {y - reach * math.cos(angle):.1f}")
    return "M" + "L".join(corners) + "Z"


def _draw_sun(drawing: Drawing, chance: Seeded, scene: Light, sun: tuple[float, float]) -> None:
    x, y = sun
    drawing.glow(x, y, 760, scene.sun, 0.75)
    if chance.chance(0.6):
        _draw_rays(drawing, chance.fork("rays"), scene, sun)
    radius = chance.between(62, 96)
    for size, opacity in ((1.9, 0.16), (1.42, 0.25)):
        drawing.circle(x, y, radius * size, scene.sun, opacity)
    stops = [(0.0, scene.sun.lighter(0.05), 1.0), (1.0, scene.sun, 1.0)]
    drawing.circle(x, y, radius, drawing.linear(stops))


def _draw_rays(drawing: Drawing, chance: Seeded, scene: Light, sun: tuple[float, float]) -> None:
    x, y = sun
    reach = 1150.0
    count = chance.whole(9, 13)
    parts = []
    for n in range(count):
        angle = 2 * math.pi * (n + chance.between(-0.2, 0.2)) / count
        half = chance.between(0.05, 0.11)
        ends = [(x + reach * math.cos(angle + side), y + reach * math.sin(angle + side))
                for side in (-half, half)]  # fmt: skip
        parts.append(f"M{x:.1f} {y:.1f}" + "".join(f"L{px:.1f} {py:.1f}" for px, py in ends) + "Z")
    fade = drawing.radial([(0, scene.sun, 0.30), (1, scene.sun, 0.0)], x, y, reach)
    drawing.path("".join(parts), fade)


def _draw_moon(drawing: Drawing, scene: Light, place: tuple[float, float]) -> None:
    x, y = place
    radius = 78.0
    drawing.glow(x, y, 620, scene.sun, 0.42)
    drawing.circle(x, y, radius * 1.5, scene.sun, 0.10)
    stops = [(0.0, Tone(0.99, 0.02, 95), 1.0), (1.0, Tone(0.86, 0.04, 90), 1.0)]
    drawing.circle(x, y, radius, drawing.radial(stops, x - 24, y - 26, radius * 1.7))
    for dx, dy, size in ((-24, -12, 15), (22, 20, 20), (14, -32, 10), (-20, 30, 11)):
        drawing.circle(x + dx, y + dy, size, Tone(0.78, 0.035, 90), 0.45)


def _draw_clouds(drawing: Drawing, chance: Seeded, scene: Light, *, heavy: bool) -> None:
    count = chance.whole(9, 12) if heavy else chance.whole(3, 6)
    for n in range(count):
        x = drawing.width * chance.between(-0.1, 1.0)
        y = drawing.height * chance.between(0.02, 0.24 if heavy else 0.42)
        wide = chance.between(240, 520) * (1.35 if heavy else 1.0)
        bright = scene.low.mixed(scene.sun, 0.5)
        if heavy:
            bright = scene.middle.lighter(chance.between(-0.1, 0.1))
        elif scene.top.lightness < 0.2:
            bright = scene.middle.lighter(0.1)
        shape = cloud(x, y, wide, chance.fork(f"cloud {n}"))
        stops = [(0, bright, 0.9 if heavy else 0.62), (1, bright.mixed(scene.middle, 0.6), 0.15)]
        drawing.path(shape, drawing.linear(stops))


def cloud(x: float, y: float, wide: float, chance: Seeded) -> str:
    """A long flat cloud whose lower left corner is at (x, y)."""
    tall = wide * chance.between(0.10, 0.16)
    curve = tall * 0.4
    parts = [f"M{x:.1f} {y:.1f}a{curve:.1f} {curve:.1f} 0 0 1 {curve:.1f} {-tall * 0.5:.1f}"]
    left = wide - tall * 0.9
    bumps = chance.whole(3, 5)
    for n in range(bumps):
        step = left / bumps
        rise = tall * (0.5 + 0.9 * math.sin(math.pi * (n + 0.5) / bumps)) * chance.between(0.8, 1.2)
        parts.append(f"q{step * 0.5:.1f} {-rise:.1f} {step:.1f} 0")
    parts.append(f"q{tall * 0.5:.1f} 0 {tall * 0.5:.1f} {tall * 0.5:.1f}Z")
    return "".join(parts)


def _draw_bolt(drawing: Drawing, chance: Seeded, scene: Light) -> None:
    x = drawing.width * chance.between(0.58, 0.75)
    foot = drawing.height * 0.56
    drawing.glow(x, foot * 0.5, 520, scene.sun, 0.55)
    shares = (0.24, 0.3, 0.55, 0.61, 0.86)
    points = [(x, -10.0), *((x + chance.between(-52, 52), foot * share) for share in shares)]
    line = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points)
    line += f"L{x + chance.between(-30, 30):.1f} {foot:.1f}"
    for width, opacity in ((22, 0.18), (10, 0.4), (4.5, 1.0)):
        drawing.stroke(line, "#f4fbff", width, opacity)
