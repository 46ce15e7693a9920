"""What emblems are made of: a light and a dark tone for every material, some from the palette.

A metal or a wood that the prompt names ("iron", "oak") changes the material's own tones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.emblem import Emblem
    from assetgen.providers.placeholder.palette import Palette

Pair = tuple[Tone, Tone]
_OUTLINE = 5.5

_OWN: dict[str, Pair] = {
    "steel": (Tone(0.93, 0.015, 240), Tone(0.62, 0.035, 250)),
    "iron": (Tone(0.58, 0.02, 255), Tone(0.34, 0.025, 260)),
    "gold": (Tone(0.89, 0.13, 92), Tone(0.66, 0.135, 68)),
    "wood": (Tone(0.62, 0.085, 62), Tone(0.42, 0.07, 50)),
    "leather": (Tone(0.52, 0.08, 48), Tone(0.33, 0.06, 40)),
    "paper": (Tone(0.96, 0.03, 90), Tone(0.82, 0.06, 82)),
    "bone": (Tone(0.95, 0.02, 92), Tone(0.80, 0.045, 85)),
    "stone": (Tone(0.72, 0.015, 250), Tone(0.50, 0.025, 260)),
    "rope": (Tone(0.84, 0.075, 85), Tone(0.65, 0.08, 72)),
    "leaf": (Tone(0.78, 0.15, 140), Tone(0.50, 0.12, 150)),
    "flame": (Tone(0.80, 0.16, 65), Tone(0.60, 0.21, 32)),
    "fire": (Tone(0.96, 0.09, 98), Tone(0.84, 0.16, 80)),
    "dark": (Tone(0.24, 0.02, 280), Tone(0.16, 0.02, 280)),
}
_METALS: dict[str, Pair] = {
    "iron": _OWN["iron"],
    "bronze": (Tone(0.76, 0.09, 70), Tone(0.52, 0.09, 55)),
    "copper": (Tone(0.76, 0.11, 50), Tone(0.52, 0.11, 42)),
    "golden": _OWN["gold"],
    "obsidian": (Tone(0.45, 0.04, 300), Tone(0.20, 0.03, 300)),
    "bone": _OWN["bone"],
    "leather": _OWN["leather"],
    "hide": _OWN["leather"],
    "studded": _OWN["leather"],
    "padded": _OWN["rope"],
    "wooden": _OWN["wood"],
}


def materials(palette: Palette, words: frozenset[str]) -> Mapping[str, Pair]:
    """The two tones of every material in this picture."""
    metal = next((_METALS[word] for word in _METALS if word in words), _OWN["steel"])
    second, third, spark = palette.second, palette.third, palette.spark
    return _OWN | {
        "steel": metal,
        "cloth": (palette.main.at(0.66), palette.main.at(0.44)),
        "gem": (second.at(0.80), second.at(0.60 if second.is_warm else 0.48)),
        "liquid": (palette.main.at(0.76).turned(8), palette.main.at(0.54)),
        "glass": (third.at(0.94).muted(0.25), third.at(0.78).muted(0.4)),
        "glow": (spark.at(0.95).muted(0.6), spark.at(0.80)),
    }


def draw_emblem(
    drawing: Drawing, emblem: Emblem, place: tuple[float, float, float], made_of: Mapping[str, Pair]
) -> None:
    """Draw an emblem; place: its middle, and its size in sheet units."""
    x, y, size = place
    unit = size / 100
    solid = "".join(line for material, line in emblem.layers if material not in ("shade", "shine"))
    spin = f"scale({unit:.3f}) rotate({emblem.turn}) translate(-50 -50)"
    with drawing.moved(f"translate({x + size * 0.025:.1f} {y + size * 0.045:.1f}) {spin}"):
        drawing.stroke(solid, "#05060d", _OUTLINE, 0.28)
        drawing.path(solid, "#05060d", 0.28)
    with drawing.moved(f"translate({x:.1f} {y:.1f}) {spin}"):
        drawing.stroke(solid, Tone(0.19, 0.03, made_of["cloth"][1].hue), _OUTLINE)
        for material, line in emblem.layers:
            _draw_layer(drawing, material, line, made_of)


def _draw_layer(drawing: Drawing, material: str, line: str, made_of: Mapping[str, Pair]) -> None:
    if material == "shade":
        drawing.path(line, "#0a0a1e", 0.24)
    elif material == "shine":
        drawing.path(line, "#ffffff", 0.5)
    else:
        light, dark = made_of[material]
        stops = [(0.0, light, 1.0), (1.0, dark, 1.0)]
        drawing.path(line, drawing.linear(stops, angle="slant"))
