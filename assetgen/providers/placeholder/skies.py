"""The light of a scene: sky, sun, haze and the colour of the ground, by time and place.

A theme is a row of OKLCH values; colours that the prompt names replace its hues, not its light.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded


@dataclass(frozen=True, slots=True)
class Light:
    """The colours of a scene. `haze` is what far things fade to, `near` what stands in front."""

    top: Tone
    middle: Tone
    low: Tone
    sun: Tone
    haze: Tone
    near: Tone
    is_dark: bool


_THEMES = {
    "dawn": ((0.46, 0.10, 275), (0.70, 0.11, 345), (0.88, 0.11, 72), (0.96, 0.10, 92),
             (0.72, 0.09, 350), (0.20, 0.05, 285)),
    "day": ((0.62, 0.13, 250), (0.80, 0.08, 230), (0.95, 0.04, 190), (0.98, 0.06, 100),
            (0.84, 0.06, 215), (0.36, 0.09, 155)),
    "dusk": ((0.27, 0.10, 290), (0.53, 0.17, 350), (0.80, 0.16, 58), (0.91, 0.13, 78),
             (0.58, 0.14, 15), (0.15, 0.05, 300)),
    "night": ((0.14, 0.05, 275), (0.26, 0.08, 268), (0.45, 0.09, 250), (0.95, 0.03, 95),
              (0.40, 0.07, 258), (0.10, 0.03, 270)),
    "storm": ((0.24, 0.03, 262), (0.42, 0.04, 250), (0.68, 0.05, 215), (0.88, 0.04, 200),
              (0.56, 0.04, 230), (0.17, 0.03, 240)),
    "fog": ((0.74, 0.03, 240), (0.83, 0.03, 220), (0.92, 0.02, 190), (0.98, 0.03, 95),
            (0.86, 0.02, 210), (0.34, 0.04, 220)),
    "desert": ((0.64, 0.10, 240), (0.86, 0.07, 85), (0.94, 0.07, 88), (0.99, 0.05, 95),
               (0.85, 0.09, 70), (0.42, 0.11, 42)),
    "snow": ((0.58, 0.09, 255), (0.77, 0.06, 245), (0.93, 0.04, 40), (0.99, 0.03, 80),
             (0.84, 0.04, 250), (0.34, 0.06, 255)),
    "forest": ((0.55, 0.08, 210), (0.78, 0.08, 170), (0.94, 0.08, 115), (0.98, 0.08, 105),
               (0.78, 0.08, 150), (0.20, 0.05, 160)),
    "sea": ((0.58, 0.12, 245), (0.80, 0.08, 215), (0.95, 0.05, 95), (0.98, 0.07, 95),
            (0.76, 0.07, 220), (0.28, 0.07, 245)),
    "space": ((0.10, 0.04, 285), (0.17, 0.07, 295), (0.26, 0.10, 310), (0.95, 0.04, 95),
              (0.38, 0.12, 320), (0.10, 0.03, 280)),
    "city": ((0.22, 0.09, 285), (0.42, 0.15, 315), (0.72, 0.16, 20), (0.90, 0.12, 60),
             (0.50, 0.13, 320), (0.13, 0.05, 285)),
}  # fmt: skip
_DARK = {"night", "space", "storm", "city", "dusk"}
_BY_PLACE = ("space", "desert", "snow", "forest", "sea", "city")


def light(reading: Reading, chance: Seeded) -> Light:
    """The light that the words ask for; without such words one of the beautiful hours."""
    place = next((one for one in _BY_PLACE if one in reading.places), None)
    free = chance.choose(("dawn", "dusk", "day", "dawn", "night"))
    name = "space" if place == "space" else reading.time or place or free
    drift = chance.between(-9, 9)
    tones = (Tone(lightness, c, (hue + drift) % 360) for lightness, c, hue in _THEMES[name])
    top, middle, low, sun, haze, near = tones
    base = Light(top, middle, low, sun, haze, near, is_dark=name in _DARK)
    return _named(base, reading.colours)


def paint_sky(drawing: Drawing, scene: Light, horizon: float) -> None:
    """Fill the sheet with sky down to the horizon."""
    stops = [(0.0, scene.top, 1.0), (0.55, scene.middle, 1.0), (1.0, scene.low, 1.0)]
    drawing.cover(drawing.band(stops, 0, horizon))


def _named(base: Light, colours: tuple[Tone, ...]) -> Light:
    shown = [one for one in colours if one.chroma > 0.03]
    warm = [one for one in shown if one.is_warm]
    cool = [one for one in shown if not one.is_warm]
    if warm and cool:
        return _contrasting(base, warm[0], cool[0])
    if warm:
        return _all_in(base, warm[0], warm[-1])
    return _all_in(base, cool[0], cool[-1]) if cool else base


def _contrasting(base: Light, warm: Tone, cool: Tone) -> Light:
    # The sky burns in the warm colour, the land lies in the cool one; mixed they would be brown.
    return Light(
        top=_dyed(base.top, cool),
        middle=_dyed(base.middle, warm.turned(-14), 0.95),
        low=_dyed(base.low.lighter(-0.06), warm.turned(12)),
        sun=_dyed(base.sun, warm.turned(34), 0.8),
        haze=_dyed(base.haze, cool).lighter(-0.04).mixed(_dyed(base.haze, warm.turned(-30)), 0.22),
        near=_dyed(base.near, cool),
        is_dark=base.is_dark,
    )


def _all_in(base: Light, first: Tone, last: Tone) -> Light:
    way = 1 if first.is_warm else -1
    return Light(
        top=_dyed(base.top, first.turned(-32 * way), 0.8 if first.is_warm else 1.0),
        middle=_dyed(base.middle, first.turned(-8 * way), 0.95),
        low=_dyed(base.low, last.turned(18 * way), 0.8),
        sun=_dyed(base.sun, last.turned(24), 0.6) if first.is_warm else base.sun,
        haze=_dyed(base.haze, first, 0.9),
        near=_dyed(base.near, first.turned(-16 * way)),
        is_dark=base.is_dark,
    )


def _dyed(base: Tone, colour: Tone, share: float = 1.0) -> Tone:
    # The light stays the theme's; strong colours lose some strength towards white and black.
    room = 1.0 - abs(base.lightness - 0.6) * 1.1
    dyed = Tone(base.lightness, min(colour.chroma * 1.05, 0.19) * max(room, 0.3), colour.hue)
    return base.mixed(dyed, share)
