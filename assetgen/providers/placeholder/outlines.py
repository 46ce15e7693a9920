"""Plain outlines as SVG path data: discs, rings, boxes, stars. Pure text, no colours."""

from __future__ import annotations

import math

Point = tuple[float, float]


def closed(points: list[Point]) -> str:
    """A closed outline through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def disc(x: float, y: float, radius: float, *, hole: bool = False) -> str:
    """A circle; as a hole it runs the other way round, and cuts out of a larger one."""
    way = 0 if hole else 1
    arc = f"a{radius:.2f} {radius:.2f} 0 1 {way}"
    return f"M{x - radius:.2f} {y:.2f}{arc} {2 * radius:.2f} 0{arc} {-2 * radius:.2f} 0Z"


def ring(x: float, y: float, outer: float, inner: float) -> str:
    """A circle with a round hole."""
    return disc(x, y, outer) + disc(x, y, inner, hole=True)


def box(x: float, y: float, wide: float, tall: float, curve: float = 0.0) -> str:
    """A rectangle with round corners."""
    curve = min(curve, wide / 2, tall / 2)
    across, down = wide - 2 * curve, tall - 2 * curve
    arc = f"a{curve:.2f} {curve:.2f} 0 0 1"
    return (
        f"M{x + curve:.2f} {y:.2f}h{across:.2f}{arc} {curve:.2f} {curve:.2f}v{down:.2f}"
        f"{arc} {-curve:.2f} {curve:.2f}h{-across:.2f}{arc} {-curve:.2f} {-curve:.2f}v{-down:.2f}"
        f"{arc} {curve:.2f} {-curve:.2f}Z"
    )


def star(x: float, y: float, outer: float, inner: float, points: int, turn: float = 0.0) -> str:
    """A star; with an inner radius near cos(pi/points) of the outer, a polygon."""
    corners = []
    for n in range(points * 2):
        reach = outer if n % 2 == 0 else inner
        angle = math.pi * n / points + turn
        corners.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return closed(corners)


def polygon(x: float, y: float, radius: float, sides: int, turn: float = 0.0) -> str:
    """A regular polygon with a corner at the top, turned clockwise in radians."""
    return closed(
        [
            (
                x + radius * math.sin(2 * math.pi * n / sides + turn),
                y - radius * math.cos(2 * math.pi * n / sides + turn),
            )
            for n in range(sides)
        ]
    )


def spokes(x: float, y: float, radius: float, count: int, wide: float) -> str:
    """Bars through a middle, `count` of them, evenly turned."""
    parts = []
    for n in range(count):
        angle = math.pi * n / count
        ax, ay = radius * math.cos(angle), radius * math.sin(angle)
        nx, ny = -math.sin(angle) * wide / 2, math.cos(angle) * wide / 2
        corners = (
            (ax + nx, ay + ny),
            (ax - nx, ay - ny),
            (-ax - nx, -ay - ny),
            (-ax + nx, -ay + ny),
        )
        parts.append("M" + "L".join(f"{x + px:.1f} {y + py:.1f}" for px, py in corners) + "Z")
    return "".join(parts)
