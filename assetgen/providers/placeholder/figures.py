# ruff: noqa: E501 - an outline is read whole
"""Silhouettes that stand in a scene: people, buildings, ships, a dragon.

Each stands with its foot at the origin and is 100 units tall; the scene moves and scales it. A
light edge towards the sun lifts it from the ground behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.seeded import Seeded
    from assetgen.providers.placeholder.tones import Tone

FIGURES = {
    "knight": (
        "M-11 1L-9 -44H9L12 1H4L1 -33L-3 1Z"
        "M-14 -79Q0 -88 14 -79L10 -40H-10Z"
        "M-7 -97Q0 -105 7 -97L8 -90V-84Q0 -79 -8 -84V-90Z"
        "M1 -101Q-8 -116 -25 -103Q-15 -106 -11 -98Q-5 -97 1 -99Z"
        "M-13 -80Q0 -85 12 -80Q15 -50 8 -34Q-8 -18 -40 -7Q-31 -24 -26 -44Q-20 -62 -13 -80Z"
        "M-19 -76A7 7 0 0 1 -6 -80V-70ZM19 -76A7 7 0 0 0 6 -80V-70Z"
        "M12 -78L24 -62L20 -52L25 -51L24 -48L9 -62Z"
        "M19.5 -58H24L25.2 -54H31V-50.5H25.5L24 2L22 6L20 2L18 -50.5H13V-54H18.4Z"
    ),
    "wizard": (
        "M-20 1Q-15 -40 -10 -76H10Q16 -40 20 1Z"
        "M-9 -76A10 10 0 0 1 9 -76L6 -62Q0 -54 -5 -62Z"
        "M-20 -80Q0 -74 20 -81Q11 -85 8 -88Q6 -104 -6 -121Q-5 -103 -9 -87Q-12 -84 -20 -80Z"
        "M8 -72L27 -62L26 -54L6 -58Z"
        "M25 -102H28L27.5 1H24.5ZM26.5 -114L33 -106L26.5 -97L20 -106Z"
    ),
    "traveller": (
        "M-9 1L-7 -42H9L13 1H6L2 -32L-2 1Z"
        "M-12 -80Q0 -88 11 -80L13 -34Q0 -28 -15 -34Z"
        "M-9 -93A9 10 0 0 1 9 -93Q9 -82 0 -80Q-9 -82 -9 -93Z"
        "M-12 -80Q-26 -78 -25 -60Q-24 -44 -12 -46Z"
        "M8 -76L20 -58L28 -58V-53L17 -52L6 -62Z"
        "M26 -82H28.5L27 1H24.5Z"
    ),
    "tower": (
        "M-15 3L-10 -74H10L15 3Z M-13 -74V-80H13V-74Z M-8 -80V-91H8V-80Z M-11 -91L0 -103L11 -91Z"
    ),
    "house": (
        "M-42 2V-40H42V2Z M-52 -36L-2 -78L52 -36L46 -31L-2 -70L-46 -31Z"
        "M-46 -34L-2 -74L46 -34Z M18 -58V-82H29V-48Z"
    ),
    "ship": (
        "M-62 -14Q-40 -17 58 -16Q70 -20 74 -22Q66 4 44 5H-42Q-58 2 -62 -14Z"
        "M-3 -16V-101H1V-16ZM-32 -16V-78H-29V-16ZM28 -16V-82H31V-16ZM56 -18L94 -36L95 -34L58 -14Z"
        "M3 -96Q26 -74 4 -44Q-14 -42 -26 -45Q-8 -70 -6 -95ZM4 -41Q20 -32 3 -21Q-14 -20 -26 -22Q-12 -32"
        " -10 -41Z M33 -79Q52 -56 34 -24Q20 -22 10 -25Q22 -52 25 -78Z"
        "M-27 -74Q-14 -56 -27 -25Q-42 -24 -54 -27Q-38 -52 -35 -73Z M92 -36L34 -70L40 -32Z"
        "M-1 -101V-110L16 -106L1 -101Z"
    ),
    "dragon": (
        "M-118 -20Q-100 -44 -70 -44Q-44 -44 -22 -52Q-8 -57 4 -60Q-10 -84 -34 -100Q-50 -110 -72 -112"
        "Q-40 -128 -10 -116Q22 -102 36 -68Q50 -72 60 -80Q64 -92 78 -98L72 -106L86 -101L88 -110L94 -99"
        "Q108 -94 114 -84Q104 -82 98 -80L104 -76Q94 -72 86 -74Q80 -60 62 -50Q46 -42 34 -40L40 -30"
        "L30 -33L32 -24L22 -32L14 -38Q2 -36 -8 -34L-6 -24L-15 -30L-18 -20L-26 -32Q-52 -30 -76 -30"
        "Q-92 -30 -104 -14L-96 0Q-112 -2 -126 -6Q-118 -12 -118 -20Z"
        "M20 -62Q34 -90 62 -112Q84 -128 112 -126Q92 -116 86 -106Q78 -104 74 -96Q64 -94 60 -84Q48 -80 42 -60Z"
        "M4 -60Q-10 -84 -34 -100L-30 -86L-44 -90L-34 -76L-48 -76L-32 -64L-22 -52Z"
    ),
}  # fmt: skip
PEOPLE = ("knight", "wizard", "traveller")
_WINDOWS = {
    "tower": "M-5 -89H5V-82H-5Z",
    "house": "M-28 -26H-14V-10H-28ZM10 -28H28V-12H10Z",
    "wizard": "M26.5 -110L30.5 -106L26.5 -100L22.5 -106Z",
}


def stand(
    drawing: Drawing, name: str, at: tuple[float, float], tall: float, inks: tuple[Tone, Tone, Tone]
) -> None:
    """Put a figure at its foot; inks: the dark, the edge of light, and lit windows."""
    dark, rim, lamp = inks
    unit = tall / 100
    with drawing.moved(f"translate({at[0]:.1f} {at[1]:.1f}) scale({unit:.3f})"):
        with drawing.moved("translate(1.3 -0.9)", 0.85):
            drawing.path(FIGURES[name], rim)
        drawing.path(FIGURES[name], dark)
        if name in _WINDOWS:
            drawing.path(_WINDOWS[name], lamp)


def castle(chance: Seeded) -> tuple[str, str]:
    """A castle of its own, 100 units tall at the keep: the walls, and the lit windows."""
    walls, windows = ["M-64 3V-26H64V3Z"], []
    walls += [f"M{x} -26V-32H{x + 8}V-26Z" for x in range(-64, 60, 16)]
    towers = [(-64, 46), (60, 52), (-30, 60), (28, 68), (chance.whole(-8, 6), 84)]
    for x, usual in towers:
        high = usual + chance.whole(-6, 6)
        half = 8 if high < 75 else 12
        walls.append(f"M{x - half} 3V-{high}H{x + half}V3Z")
        walls.append(f"M{x - half - 3} -{high}V-{high + 6}H{x + half + 3}V-{high}Z")
        spire = high + 6 + half * chance.between(1.9, 2.6)
        walls.append(f"M{x - half - 3} -{high + 6}L{x} -{spire:.1f}L{x + half + 3} -{high + 6}Z")
        walls.append(f"M{x - 0.6} -{spire:.1f}V-{spire + 10:.1f}L{x + 9} -{spire + 7:.1f}L{x} "
                     f"-{spire + 4:.1f}Z")  # fmt: skip
        windows.append(
            f"M{x - 2} -{high - 6}V-{high - 2}A2 2 0 0 1 {x + 2} -{high - 2}V-{high - 6}Z"
        )
    windows.append("M-5 3V-9A5 5 0 0 1 5 -9V3Z")
    return "".join(walls), "".join(windows)


def birds(drawing: Drawing, chance: Seeded, count: int, ink: Tone) -> None:
    """A few birds in the upper half."""
    x = drawing.width * chance.between(0.2, 0.7)
    y = drawing.height * chance.between(0.16, 0.32)
    for _ in range(count):
        size = chance.between(9, 20)
        px, py = x + chance.between(-150, 150), y + chance.between(-60, 60)
        drawing.stroke(
            f"M{px - size:.1f} {py - size * 0.3:.1f}Q{px - size * 0.4:.1f} {py - size * 0.6:.1f} "
            f"{px:.1f} {py:.1f}Q{px + size * 0.4:.1f} {py - size * 0.6:.1f} "
            f"{px + size:.1f} {py - size * 0.3:.1f}",
            ink,
            size * 0.16,
            0.8,
        )
