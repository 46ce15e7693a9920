# ruff: noqa: E501, ISC004 - an outline is read whole
"""Emblems: instruments, ships, carts and what goes on a journey."""

from __future__ import annotations

from assetgen.providers.placeholder.emblem import Emblem
from assetgen.providers.placeholder.outlines import box, disc, ring, spokes

TRAVEL = {
    "lute": Emblem(
        "lute viol lyre dulcimer guitar violin bard instrument bagpipes harp",
        (
            ("wood", "M50 40Q80 50 76 76Q72 97 50 97Q28 97 24 76Q20 50 50 40Z"),
            ("shade", "M56 42Q80 50 76 76Q72 97 50 97Q70 76 56 42Z"),
            ("leather", "M46 10H54V60H46Z"),
            ("dark", disc(50, 66, 10) + box(38, 84, 24, 4, 1)),
            ("wood", "M42 2H58L56 16H44Z"),
            ("rope", box(47.4, 6, 1, 80) + box(49.5, 6, 1, 80) + box(51.6, 6, 1, 80)),
            ("gold", disc(40, 6, 3) + disc(60, 6, 3) + disc(41, 12, 3) + disc(59, 12, 3)),
        ),
        28,
    ),
    "drum": Emblem(
        "drum tambour percussion",
        (
            ("cloth", "M10 34V74Q12 92 50 92Q88 92 90 74V34Z"),
            ("shade", "M64 48Q88 44 90 34V74Q88 90 64 92Z"),
            ("rope", "M10 44L30 88L50 54L70 88L90 44V52L70 94L50 62L30 94L10 52Z"),
            ("paper", "M10 32A40 16 0 0 1 90 32A40 16 0 0 1 10 32Z"),
            ("wood", "M58 26L92 2L95 6L62 31ZM44 30L16 6L12 10L40 33Z"),
        ),
    ),
    "horn": Emblem(
        "horn trumpet bugle music",
        (
            ("bone", "M6 22Q30 84 76 84L94 60V96L76 90Q18 96 2 30Z"),
            ("bone", "M70 74Q84 66 96 50L97 97Q84 96 70 94Q40 92 22 74Q38 78 70 74Z"),
            ("shade", "M70 94Q40 92 22 74Q38 86 96 84L97 97Q84 96 70 94Z"),
            ("gold", "M0 24L8 16L16 32L6 38ZM44 75Q48 76 52 76L50 92Q46 91 42 90Z"),
            ("dark", "M92 54Q98 58 97 92Q90 86 92 54Z"),
        ),
    ),
    "flute": Emblem(
        "flute shawm pipe recorder pan",
        (
            ("wood", box(44, 2, 12, 94, 5)),
            ("shade", box(50, 2, 6, 94, 3)),
            ("gold", box(42, 14, 16, 6, 2) + box(42, 84, 16, 6, 2) + box(42, 2, 16, 5, 2)),
            ("dark", "".join(disc(50, y, 3.2) for y in (30, 42, 54, 66, 76))),
        ),
        45,
    ),
    "ship": Emblem(
        "ship boat galley keelboat longship rowboat sailing warship galleon",
        (
            ("wood", "M4 62H96Q90 92 70 94H28Q10 92 4 62Z"),
            ("shade", "M4 78Q50 84 93 76Q86 93 70 94H28Q12 92 4 78Z"),
            ("wood", box(48, 2, 5, 62)),
            ("paper", "M54 8Q90 24 84 56Q70 50 54 52Z"),
            ("cloth", "M46 14Q16 30 16 56Q30 50 46 52Z"),
            ("shade", "M70 17Q86 30 84 56Q78 52 72 51Z"),
            ("cloth", "M53 2L70 7L53 11Z"),
            ("gold", box(2, 60, 96, 6, 3)),
        ),
    ),
    "wheel": Emblem(
        "wagon cart carriage chariot wheel sled vehicle",
        (
            ("wood", spokes(50, 50, 38, 4, 7)),
            ("wood", ring(50, 50, 46, 34)),
            ("steel", ring(50, 50, 47, 43)),
            ("shade", "M50 96A46 46 0 0 0 84 19L76 27A35 35 0 0 1 50 85Z"),
            ("gold", disc(50, 50, 12)),
            ("dark", disc(50, 50, 5)),
        ),
    ),
    "saddle": Emblem(
        "saddle bit bridle stirrup tack",
        (
            ("leather", "M10 26Q26 44 54 38Q70 34 76 10Q90 12 90 28Q88 44 74 50L78 78Q58 84 44 76L42 56"
             "Q16 54 10 26Z"),
            ("shade", "M54 38Q70 34 76 10Q90 12 90 28Q88 44 74 50L78 78Q66 82 56 80Z"),
            ("gold", "M14 30Q28 46 52 42L54 47Q28 54 14 36Z"),
            ("steel", "M50 76H55V82L66 96H40L51 82ZM47 91H59L53 84Z"),
        ),
    ),
    "ladder": Emblem(
        "ladder climb stairs climber",
        (
            ("wood", "".join(box(26, y, 48, 6) for y in (16, 34, 52, 70, 86))),
            ("wood", box(22, 3, 9, 94, 3) + box(69, 3, 9, 94, 3)),
            ("shade", box(26.5, 3, 4.5, 94, 2) + box(73.5, 3, 4.5, 94, 2)),
        ),
        14,
    ),
}  # fmt: skip
