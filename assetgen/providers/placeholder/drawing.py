"""A sheet to draw on: shapes and gradients in, one SVG document out.

Coordinates are units of which the shorter side of the sheet has 1,000. No text, filters, images or
links: only paths and gradients, which every renderer draws alike and quickly.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Paint = "Tone | str"
Stop = tuple[float, "Tone | str", float]
"""Where (0 to 1), which colour, how opaque (0 to 1)."""

_NUMBER = re.compile(r"-?\d+\.\d{2,}")


class Drawing:
    """One picture being drawn, from back to front."""

    def __init__(self, width: int, height: int) -> None:
        short = min(width, height)
        self.width = 1000 * width / short
        self.height = 1000 * height / short
        self._definitions: list[str] = []
        self._shapes: list[str] = []

    def svg(self) -> bytes:
        """The document so far."""
        box = f"0 0 {self.width:.4f} {self.height:.4f}"
        size = f'width="{self.width:.4f}" height="{self.height:.4f}"'
        start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {size}>'
        body = "".join(self._shapes)
        return f"{start}<defs>{''.join(self._definitions)}</defs>{body}</svg>".encode()

    def linear(self, stops: Iterable[Stop], *, angle: str = "down") -> str:
        """A paint that changes `down` or `across` the shape it fills, or `slant` wise."""
        ends = {"down": "0 0 0 1", "across": "0 0 1 0", "slant": "0 0 1 1"}[angle].split()
        places = " ".join(
            f'{name}="{end}"' for name, end in zip(("x1", "y1", "x2", "y2"), ends, strict=True)
        )
        return self._define("linearGradient", places, stops)

    def band(self, stops: Iterable[Stop], top: float, bottom: float) -> str:
        """A paint that changes from one height of the sheet to another."""
        places = f'gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{top:.1f}" y2="{bottom:.1f}"'
        return self._define("linearGradient", places, stops)

    def radial(self, stops: Iterable[Stop], x: float, y: float, radius: float) -> str:
        """A paint that changes outwards from a place on the sheet."""
        circle = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
        return self._define("radialGradient", f'gradientUnits="userSpaceOnUse" {circle}', stops)

    def path(self, outline: str, fill: Tone | str, opacity: float = 1.0) -> None:
        """Fill an outline, given as SVG path data."""
        self._shapes.append(f'<path d="{_short(outline)}" fill="{_paint(fill)}"{_seen(opacity)}/>')

    def stroke(self, outline: str, colour: Tone | str, width: float, opacity: float = 1.0) -> None:
        """Draw along a line with round ends and corners."""
        self._shapes.append(
            f'<path d="{_short(outline)}" fill="none" stroke="{_paint(colour)}" '
            f'stroke-width="{width:.2f}" stroke-linecap="round" stroke-linejoin="round"'
            f"{_seen(opacity)}/>"
        )

    def circle(
        self, x: float, y: float, radius: float, fill: Tone | str, opacity: float = 1.0
    ) -> None:
        """Fill a circle."""
        self._shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.2f}" '
            f'fill="{_paint(fill)}"{_seen(opacity)}/>'
        )

    def cover(self, fill: Tone | str, opacity: float = 1.0) -> None:
        """Fill the whole sheet."""
        self.path(f"M0 0H{self.width:.1f}V{self.height:.1f}H0Z", fill, opacity)

    def glow(self, x: float, y: float, radius: float, colour: Tone, strength: float) -> None:
        """Light that falls off around a place."""
        stops = [(0.0, colour, strength), (0.35, colour, strength * 0.45), (1.0, colour, 0.0)]
        self.circle(x, y, radius, self.radial(stops, x, y, radius))

    def vignette(self, strength: float = 0.35, colour: Tone | str = "#05060d") -> None:
        """Darken towards the corners."""
        radius = (self.width**2 + self.height**2) ** 0.5 / 2
        stops = [(0.0, colour, 0.0), (0.6, colour, 0.0), (1.0, colour, strength)]
        self.cover(self.radial(stops, self.width / 2, self.height / 2, radius))

    @contextmanager
    def moved(self, transform: str, opacity: float = 1.0) -> Iterator[None]:
        """What is drawn inside is drawn through an SVG transform."""
        self._shapes.append(f'<g transform="{_short(transform)}"{_seen(opacity)}>')
        yield
        self._shapes.append("</g>")

    def _define(self, kind: str, places: str, stops: Iterable[Stop]) -> str:
        name = f"g{len(self._definitions)}"
        inner = "".join(
            f'<stop offset="{at:.3f}" stop-color="{_paint(colour)}"'
            + (f' stop-opacity="{opacity:.3f}"' if opacity < 1 else "")
            + "/>"
            for at, colour, opacity in stops
        )
        self._definitions.append(f'<{kind} id="{name}" {places}>{inner}</{kind}>')
        return f"url(#{name})"


def _paint(paint: Tone | str) -> str:
    return paint.hex if isinstance(paint, Tone) else paint


def _seen(opacity: float) -> str:
    return f' opacity="{opacity:.3f}"' if opacity < 1 else ""


def _short(numbers: str) -> str:
    return _NUMBER.sub(lambda match: f"{float(match[0]):.1f}", numbers)
