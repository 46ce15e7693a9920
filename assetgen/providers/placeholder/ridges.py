"""Outlines of land: mountains with a bright side, rolling hills, rows of trees, cliffs.

Each function returns or draws in sheet units; colours come from the caller.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.outlines import closed, disc

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.seeded import Seeded
    from assetgen.providers.placeholder.tones import Tone


class Hills:
    """A rolling line across the sheet: the height of the ground at every place."""

    def __init__(self, chance: Seeded, level: float, swell: float) -> None:
        self.level = level
        self._waves = [
            (swell / (1 + 1.4 * n), chance.between(0.6, 1.3) * (1 + n), chance.between(0, 6.3))
            for n in range(3)
        ]

    def height(self, x: float) -> float:
        """Where the ground is at `x`, from the top of the sheet."""
        waves = (
            size * math.sin(x / 1000 * rate * 3.2 + start) for size, rate, start in self._waves
        )
        return self.level + sum(waves)

    def outline(self, drawing: Drawing) -> str:
        """Everything below the line."""
        steps = max(24, round(drawing.width / 26))
        xs = [drawing.width * i / steps for i in range(steps + 1)]
        line = [(x, self.height(x)) for x in xs]
        return closed([(-5, drawing.height + 5), *line, (drawing.width + 5, drawing.height + 5)])


def mountains(
    drawing: Drawing, chance: Seeded, base: float, height: float, colours: tuple[Tone, Tone, Tone]
) -> None:
    """A range of peaks standing on `base`; colours: the shaded side, the bright side, the foot."""
    shade, bright, foot = colours
    count = max(3, round(drawing.width / chance.between(300, 420)))
    spread = drawing.width / count
    body = drawing.band([(0, shade, 1), (0.55, shade, 1), (1, foot, 1)], base - height, base)
    lit = drawing.band([(0, bright, 1), (0.3, bright, 0.9), (1, foot, 0.2)], base - height, base)
    order = sorted(range(-1, count + 1), key=lambda _: chance.between(0, 1))
    for place in order:
        x = (place + chance.between(0.2, 0.8)) * spread
        tall = height * chance.between(0.5, 1.0)
        _mountain(drawing, chance, (x, base, tall), (body, lit))
    drawing.path(f"M-5 {base - 1}H{drawing.width + 5}V{drawing.height + 5}H-5Z", foot)


def _mountain(
    drawing: Drawing, chance: Seeded, place: tuple[float, float, float], paints: tuple[str, str]
) -> None:
    x, base, tall = place
    half = tall * chance.between(0.85, 1.15)
    left = _slope(chance, (x, base - tall), (x - half, base))
    right = _slope(chance, (x, base - tall), (x + half * chance.between(0.9, 1.2), base))
    spine = _slope(chance, (x, base - tall), (x + half * chance.between(-0.25, 0.1), base), 0.11)
    drawing.path(closed([*reversed(left), *right[1:]]), paints[0])
    drawing.path(closed([*reversed(spine), *right[1:]]), paints[1], 0.75)


def _slope(
    chance: Seeded, top: tuple[float, float], foot: tuple[float, float], rough: float = 0.035
) -> list[tuple[float, float]]:
    steps = 9
    long = math.dist(top, foot)
    points = [top]
    for i in range(1, steps):
        share = i / steps
        sway = long * rough * chance.between(-1, 1)
        x = top[0] + (foot[0] - top[0]) * share + sway
        points.append((x, top[1] + (foot[1] - top[1]) * share**0.92))
    return [*points, foot]


def conifer(x: float, foot: float, tall: float) -> str:
    """A spruce standing at (x, foot)."""
    parts = []
    for low, high, wide in ((0.08, 0.52, 0.24), (0.32, 0.76, 0.19), (0.56, 1.0, 0.13)):
        bottom, top, half = foot - tall * low, foot - tall * high, tall * wide
        parts.append(
            f"M{x - half:.1f} {bottom:.1f}Q{x - half * 0.3:.1f} {bottom - tall * 0.1:.1f} "
            f"{x:.1f} {top:.1f}Q{x + half * 0.3:.1f} {bottom - tall * 0.1:.1f} "
            f"{x + half:.1f} {bottom:.1f}Q{x:.1f} {bottom + tall * 0.05:.1f} "
            f"{x - half:.1f} {bottom:.1f}Z"
        )
    trunk = tall * 0.022
    parts.append(
        f"M{x - trunk:.1f} {foot - tall * 0.1:.1f}H{x + trunk:.1f}V{foot + 4:.1f}H{x - trunk:.1f}Z"
    )
    return "".join(parts)


def treeline(drawing: Drawing, chance: Seeded, hills: Hills, tall: float, density: float) -> str:
    """Spruces along the line of hills, in groups."""
    parts = []
    x = -tall
    while x < drawing.width + tall:
        if chance.chance(density):
            size = tall * chance.between(0.55, 1.1)
            parts.append(conifer(x, hills.height(x) + tall * 0.06, size))
        x += tall * chance.between(0.16, 0.5)
    return "".join(parts)


def broadleaf(x: float, foot: float, tall: float, chance: Seeded) -> str:
    """A round tree standing at (x, foot)."""
    trunk = tall * 0.035
    stem = (
        f"M{x - trunk * 1.6:.1f} {foot + 4:.1f}Q{x - trunk:.1f} {foot - tall * 0.2:.1f} "
        f"{x - trunk * 0.6:.1f} {foot - tall * 0.5:.1f}H{x + trunk * 0.6:.1f}"
        f"Q{x + trunk:.1f} {foot - tall * 0.2:.1f} {x + trunk * 1.6:.1f} {foot + 4:.1f}Z"
    )
    parts = [stem]
    for _ in range(9):
        radius = tall * chance.between(0.13, 0.22)
        cx = x + tall * chance.between(-0.26, 0.26)
        cy = foot - tall * chance.between(0.5, 0.84)
        parts.append(disc(cx, cy, radius))
    parts.append(disc(x, foot - tall * 0.66, tall * 0.27))
    return "".join(parts)


def cliff(drawing: Drawing, chance: Seeded, edge: float, ledge: float, *, leftward: bool) -> str:
    """A rock that comes in from one side and ends in a ledge at (edge, ledge)."""
    deep = drawing.height - ledge
    top = [(edge * n / 4, ledge - deep * 0.03 + chance.between(-8, 8)) for n in (1, 2, 3)]
    points = [(-10.0, ledge - deep * 0.06), *top, (edge, ledge)]
    x = edge
    for share in (0.10, 0.24, 0.36, 0.52, 0.70, 0.86):
        points.append((x - edge * 0.012, ledge + deep * share))
        x -= edge * chance.between(0.03, 0.11)
        points.append((x, ledge + deep * (share + chance.between(0.02, 0.06))))
    points += [(x, drawing.height + 10), (-10, drawing.height + 10)]
    if not leftward:
        points = [(drawing.width - px, py) for px, py in points]
    return closed(points)
