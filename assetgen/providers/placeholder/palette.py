"""The colours of a picture: those that the prompt names, and others that go with them.

Harmonies are angles between hues in OKLCH; what the words leave open, chance decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from assetgen.providers.placeholder.seeded import Seeded

_HARMONIES = ((30, 180, 210), (150, 210, 25), (120, 240, 180), (35, -35, 180), (180, 20, 200))


@dataclass(frozen=True, slots=True)
class Palette:
    """A leading colour, three that go with it, and a ground, all of middle lightness."""

    main: Tone
    second: Tone
    third: Tone
    spark: Tone
    ground: Tone

    @property
    def all(self) -> tuple[Tone, ...]:
        return (self.main, self.second, self.third, self.spark)


def palette(named: tuple[Tone, ...], chance: Seeded) -> Palette:
    """Named colours take the first places, in their order."""
    lead = named[0] if named else Tone(chance.between(0.6, 0.72), 0.15, chance.between(0, 360))
    angles = chance.choose(_HARMONIES)
    anchor = lead if lead.chroma > 0.03 else Tone(0.65, 0.12, chance.between(0, 360))
    others = [
        Tone(chance.between(0.58, 0.78), chance.between(0.11, 0.17), (anchor.hue + angle) % 360)
        for angle in angles
    ]
    taken = [lead, *named[1:4]]
    main, second, third, spark = (taken + others)[:4]
    coolest = min(taken, key=lambda one: (one.is_warm, one.lightness))
    ground = Tone(0.24, min(coolest.chroma, 0.06), coolest.hue)
    return Palette(main, second, third, spark, ground)
