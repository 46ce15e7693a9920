"""Sprites: one thing or creature on a plain light ground, with a shadow at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.providers.placeholder.emblem import Emblem
from assetgen.providers.placeholder.emblems import EMBLEMS
from assetgen.providers.placeholder.materials import draw_emblem, materials
from assetgen.providers.placeholder.outlines import box, disc
from assetgen.providers.placeholder.palette import palette
from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.reading import Reading
    from assetgen.providers.placeholder.seeded import Seeded

_SLIME = Emblem("", (
    ("liquid", "M50 12Q70 12 82 44Q96 66 92 82Q88 94 50 94Q12 94 8 82Q4 66 18 44Q30 12 50 12Z"),
    ("shade", "M74 28Q80 36 82 44Q96 66 92 82Q88 94 50 94Q40 94 32 93Q80 88 74 28Z"),
    ("shine", "M24 50Q30 26 46 21Q36 32 34 52Q28 60 24 50Z"),
    ("bone", disc(36, 58, 9) + disc(66, 58, 9)),
    ("dark", disc(38, 59, 5) + disc(64, 59, 5) + "M42 74Q51 84 60 74Q58 88 51 88T42 74Z"),
))  # fmt: skip
_HERO = Emblem("", (
    ("cloth", "M28 50Q14 70 20 92L38 88V52ZM72 50Q86 70 80 92L62 88V52Z"),
    ("leather", box(36, 74, 12, 22, 4) + box(52, 74, 12, 22, 4)),
    ("steel", "M32 50H68L72 80H28Z"),
    ("shade", "M54 50H68L72 80H54Z"),
    ("gold", box(29, 70, 42, 6, 2)),
    ("steel", disc(24, 60, 8) + disc(76, 60, 8)),
    ("bone", disc(50, 30, 24)),
    ("cloth", "M24 30Q22 2 50 3Q78 2 76 30Q68 16 50 17Q32 16 24 30Z"),
    ("dark", box(37, 28, 6, 11, 3) + box(57, 28, 6, 11, 3)),
    ("gem", disc(33, 42, 3.2) + disc(67, 42, 3.2)),
    ("shine", "M32 16Q38 7 48 7Q40 12 37 18Z"),
))  # fmt: skip
_ROBOT = Emblem("", (
    ("iron", box(46, 2, 8, 14, 2) + box(20, 78, 18, 18, 4) + box(62, 78, 18, 18, 4)),
    ("glow", disc(50, 5, 6)),
    ("steel", box(18, 14, 64, 42, 12)),
    ("dark", box(26, 22, 48, 24, 9)),
    ("glow", disc(38, 34, 6.5) + disc(62, 34, 6.5)),
    ("cloth", box(24, 58, 52, 26, 8)),
    ("gem", disc(50, 71, 7)),
    ("steel", disc(14, 68, 9) + disc(86, 68, 9)),
    ("shine", box(26, 17, 34, 3.5, 1.7)),
))  # fmt: skip
_BODIES = {"robot": _ROBOT, "android": _ROBOT, "slime": _SLIME, "blob": _SLIME, "goblin": _SLIME}


def draw_sprite(drawing: Drawing, reading: Reading, chance: Seeded) -> None:
    """The emblem that the words name, else a small figure."""
    colours = palette(reading.colours, chance.fork("colours"))
    ground = Tone(0.93, 0.025, colours.main.turned(180).hue)
    drawing.cover(drawing.linear([(0.0, ground.lighter(0.04), 1.0), (1.0, ground, 1.0)]))
    x, y = drawing.width / 2, drawing.height / 2 - 20
    for size, opacity in ((1.0, 0.10), (0.8, 0.12)):
        with drawing.moved(f"translate({x:.1f} {y + 345:.1f}) scale(1 0.16)"):
            drawing.circle(0, 0, 300 * size, Tone(0.2, 0.04, colours.main.hue), opacity)
    body = next((_BODIES[word] for word in _BODIES if word in reading.words), None)
    if body is None:
        is_thing = reading.emblem is not None and not reading.figures
        body = EMBLEMS[reading.emblem] if is_thing and reading.emblem else None
    if body is None:
        body = _HERO if reading.figures else chance.choose((_HERO, _SLIME, _ROBOT))
    draw_emblem(drawing, body, (x, y, 640), materials(colours, reading.words))
