"""Colours by how they look: lightness, chroma and hue in OKLCH, so that steps are even to the eye.

Formulas: Björn Ottosson, "A perceptual color space for image processing",
https://bottosson.github.io/posts/oklab/. Colours that no screen shows lose chroma, not hue.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def hex(self) -> str:
        """`#rrggbb`, the nearest that a screen can show."""
        chroma = self.chroma
        while True:
            linear = _linear(self.lightness, chroma, self.hue)
            if chroma <= 0.001 or all(-0.001 <= value <= 1.001 for value in linear):
                return "#" + "".join(f"{_encoded(value):02x}" for value in linear)
            chroma *= 0.9

    def lighter(self, amount: float) -> Tone:
        """Lightness moved by `amount` (negative: darker), held between black and white."""
        return Tone(min(max(self.lightness + amount, 0.02), 0.99), self.chroma, self.hue)

    def at(self, lightness: float) -> Tone:
        """The same colour at another lightness."""
        return Tone(lightness, self.chroma, self.hue)

    def muted(self, factor: float) -> Tone:
        """Chroma multiplied by `factor`."""
        return Tone(self.lightness, self.chroma * factor, self.hue)

    def turned(self, degrees: float) -> Tone:
        """The hue moved round the circle."""
        return Tone(self.lightness, self.chroma, (self.hue + degrees) % 360)

    def mixed(self, other: Tone, share: float) -> Tone:
        """Between this (0) and `other` (1), in a straight line through OKLab."""
        a1, b1 = self._axes()
        a2, b2 = other._axes()
        a, b = a1 + (a2 - a1) * share, b1 + (b2 - b1) * share
        lightness = self.lightness + (other.lightness - self.lightness) * share
        return Tone(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)

    @property
    def is_warm(self) -> bool:
        """Whether it is a red, orange or yellow that shows as one."""
        return self.chroma > 0.04 and (self.hue < 115 or self.hue > 340)

    def _axes(self) -> tuple[float, float]:
        angle = math.radians(self.hue)
        return self.chroma * math.cos(angle), self.chroma * math.sin(angle)


def tone(digits: str) -> Tone:
    """The tone of `rrggbb`."""
    red, green, blue = (_decoded(value) for value in bytes.fromhex(digits.lstrip("#")))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Tone(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _encoded(value: float) -> int:
    value = min(max(value, 0.0), 1.0)
    curve = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(curve * 255)


def _decoded(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
