# ruff: noqa: E501, ISC004 - an outline is read whole
"""Emblems: potions, gems, books, and what an alchemist keeps."""

from __future__ import annotations

from assetgen.providers.placeholder.emblem import Emblem
from assetgen.providers.placeholder.outlines import box, disc, polygon, ring, star

MAGIC = {
    "potion": Emblem(
        "potion elixir flask antitoxin acid poison alchemist oil holy fire-flask brew tonic mana health"
        " alchemy supplies",
        (
            ("glass", "M40 20H60V38Q86 50 86 70Q84 96 50 96Q16 96 14 70Q14 50 40 38Z"),
            ("liquid", "M24 58Q50 66 76 58Q82 64 80 72Q76 90 50 90Q24 90 20 72Q18 64 24 58Z"),
            ("shade", "M76 58Q82 64 80 72Q76 90 50 90Q72 82 70 60Z"),
            ("shine", "M26 56Q30 47 40 43L41 48Q34 52 31 58ZM44 22H48V38H44Z"),
            ("shine", disc(44, 76, 4) + disc(58, 70, 3) + disc(52, 83, 2.5)),
            ("wood", box(40, 6, 20, 14, 3)),
            ("gold", box(36, 18, 28, 6, 3)),
        ),
        10,
    ),
    "vial": Emblem(
        "vial perfume ampoule tube serum",
        (
            ("glass", "M40 20H60V30L64 36V84Q62 96 50 96Q38 96 36 84V36L40 30Z"),
            ("liquid", "M40 48H60V83Q59 91 50 91Q41 91 40 83Z"),
            ("shade", "M52 48H60V83Q59 91 50 91Q54 80 52 48Z"),
            ("shine", "M41 36H45V80H41Z"),
            ("wood", box(42, 6, 16, 15, 3)),
            ("gold", box(37, 20, 26, 6, 3)),
        ),
        24,
    ),
    "bottle": Emblem(
        "bottle jug pitcher tankard decanter ink waterskin wine ale pot mug cup goblet vase urn",
        (
            ("cloth", "M40 8H60V26Q80 36 80 60Q80 94 50 94Q20 94 20 60Q20 36 40 26Z"),
            ("shade", "M52 8H60V26Q80 36 80 60Q80 94 50 94Q70 70 56 28Z"),
            ("gold", box(36, 6, 28, 8, 3) + "M22 50Q50 60 78 50L79 60Q50 70 21 60Z"),
            ("cloth", "M76 36Q96 34 92 56Q90 68 78 68V61Q86 60 86 52Q86 42 74 44Z"),
            ("shine", "M28 62Q28 48 36 40L38 44Q32 52 33 66Z"),
        ),
    ),
    "scroll": Emblem(
        "scroll map parchment paper letter sheet document deed contract treasure-map quest",
        (
            ("paper", "M24 12H76V84H24Z"),
            ("shade", "M62 12H76V84H62Q68 50 62 12Z"),
            ("paper", box(14, 6, 72, 13, 6.5) + box(14, 81, 72, 13, 6.5)),
            ("shade", box(14, 12, 72, 7, 3.5) + box(14, 87, 72, 7, 3.5)),
            ("dark", box(34, 30, 32, 3.4, 1.5) + box(34, 39, 26, 3.4, 1.5) + box(34, 48, 32, 3.4, 1.5)),
            ("cloth", disc(50, 66, 9)),
            ("gold", star(50, 66, 6, 2.6, 5)),
        ),
        -8,
    ),
    "book": Emblem(
        "book spellbook tome grimoire journal manual codex library scholar calligrapher diary",
        (
            ("paper", "M24 12H82V90H24Z"),
            ("cloth", "M18 12Q18 5 25 5H78V78H25Q18 78 18 85Z"),
            ("shade", "M18 12Q18 5 25 5H32V78H25Q18 78 18 85Z"),
            ("cloth", "M18 85Q18 78 25 78H82V82H26Q22 83 22 86T26 90H82V95H26Q18 94 18 85Z"),
            ("gold", ring(56, 42, 19, 15.5) + star(56, 42, 15, 6, 6)),
            ("gem", disc(56, 42, 6)),
            ("gold", "M68 5H78V15ZM68 78H78V68Z"),
        ),
        -6,
    ),
    "gem": Emblem(
        "gem crystal diamond ruby sapphire emerald jewel jewels gemstone amethyst topaz quartz shard",
        (
            ("gem", "M28 14H72L94 40L50 94L6 40Z"),
            ("shine", "M28 14H72L64 40H36Z"),
            ("shade", "M64 40H94L50 94Z"),
            ("shine", "M6 40L28 14L36 40Z"),
            ("shade", "M36 40H64L50 94Z"),
            ("shine", "M18 38L28 22L31 32Z"),
        ),
    ),
    "orb": Emblem(
        "orb sphere ball focus globe crystal-ball",
        (
            ("gold", "M28 78H72L82 95H18Z"),
            ("gem", disc(50, 44, 38)),
            ("glow", "M50 16Q76 30 62 52Q50 66 36 54Q28 42 42 36Q52 34 54 44Q46 42 46 48Q54 54 58 42"
             "Q58 28 50 16Z"),
            ("shade", "M50 82A38 38 0 0 0 80 21Q82 62 34 78.5A38 38 0 0 0 50 82Z"),
            ("shine", "M24 38Q28 20 46 16Q34 24 31 40Z"),
            ("gold", "M24 72Q50 88 76 72L80 80Q50 97 20 80Z"),
        ),
    ),
    "ring": Emblem(
        "ring signet band wedding",
        (
            ("gold", ring(50, 63, 33, 22)),
            ("shade", "M50 96A33 33 0 0 0 83 63H72A22 22 0 0 1 50 85Z"),
            ("gold", "M34 30H66L60 42H40Z"),
            ("gem", "M36 6H64L74 18L50 40L26 18Z"),
            ("shine", "M36 6H64L58 18H42Z"),
            ("shade", "M58 18H74L50 40Z"),
        ),
        12,
    ),
    "amulet": Emblem(
        "amulet pendant necklace talisman totem reliquary charm medallion locket",
        (
            ("gold", "M22 4Q22 46 50 52Q78 46 78 4H84Q86 52 50 58Q14 52 16 4Z"),
            ("gold", disc(50, 70, 25)),
            ("shade", "M50 95A25 25 0 0 0 66 51Q70 76 50 95Z"),
            ("gem", polygon(50, 70, 17, 6)),
            ("shine", "M50 53L64.7 61.5L50 70L35.3 61.5Z"),
        ),
    ),
    "coin": Emblem(
        "coin coins money gold-coin treasure currency token alms",
        (
            ("gold", disc(50, 50, 44)),
            ("shade", "M50 94A44 44 0 0 0 82 20A50 50 0 0 1 22 84A44 44 0 0 0 50 94Z"),
            ("shine", ring(50, 50, 37, 33.5)),
            ("leather", "M30 62L26 36L40 48L50 30L60 48L74 36L70 62ZM30 66H70V72H30Z"),
            ("shine", "M22 40Q26 24 40 17L41 20Q29 28 26 42Z"),
        ),
    ),
    "skull": Emblem(
        "skull necromancy undead bone bones skeleton death lich",
        (
            ("bone", "M50 6Q90 8 88 46Q87 62 74 66L72 84Q70 92 62 92H38Q30 92 28 84L26 66Q13 62 12 46"
             "Q10 8 50 6Z"),
            ("shade", "M60 7Q90 12 88 46Q87 62 74 66L72 84Q70 92 62 92H56Q76 60 60 7Z"),
            ("dark", "M22 46Q24 36 34 36T45 48Q43 59 33 58T22 46ZM78 46Q76 36 66 36T55 48Q57 59 67 58T78 46Z"),
            ("dark", "M50 58L56 70H44Z"),
            ("dark", "M38 78H40V92H38ZM46 78H48V92H46ZM53 78H55V92H53ZM60 78H62V92H60Z"),
        ),
    ),
    "flame": Emblem(
        "flame fire fireball inferno burning pyro ember embers campfire",
        (
            ("flame", "M54 3Q62 22 76 36Q92 54 82 74Q72 96 50 96Q26 96 18 74Q12 54 30 38Q32 50 40 52"
             "Q36 24 54 3Z"),
            ("fire", "M52 46Q56 58 64 64Q70 76 62 84Q56 92 48 91Q36 88 35 76Q36 66 44 62Q50 56 52 46Z"),
            ("shine", "M50 72Q58 80 52 87Q46 90 43 84Q43 78 50 72Z"),
        ),
    ),
    "frost": Emblem(
        "frost snowflake ice cold freeze winter",
        (
            *(("glass", piece) for piece in (
                box(46.5, 4, 7, 92, 3),
                "M10.4 24.1L13.9 18.1L89.6 75.9L86.1 81.9ZM86.1 18.1L89.6 24.1L13.9 81.9L10.4 75.9Z",
                "M50 26L34 14L38 9L50 17L62 9L66 14ZM50 74L34 86L38 91L50 83L62 91L66 86Z",
                "M28 38L12 44L10 38L22 34L21 22L27 22ZM72 38L88 44L90 38L78 34L79 22L73 22Z",
                "M28 62L12 56L10 62L22 66L21 78L27 78ZM72 62L88 56L90 62L78 66L79 78L73 78Z",
            )),
            ("gem", polygon(50, 50, 14, 6)),
        ),
    ),
    "lightning": Emblem(
        "lightning thunderbolt shock electric energy power spark",
        (
            ("glow", "M60 2L18 56H44L34 98L84 38H56Z"),
            ("shine", "M60 2L18 56H28L58 14Z"),
            ("shade", "M34 98L84 38H74L40 78Z"),
        ),
    ),
    "drop": Emblem(
        "drop water blood tear droplet rain aqua liquid",
        (
            ("liquid", "M50 4Q84 44 84 64Q84 96 50 96Q16 96 16 64Q16 44 50 4Z"),
            ("shade", "M50 4Q84 44 84 64Q84 96 50 96Q70 84 70 58Q68 36 50 4Z"),
            ("shine", "M28 66Q28 54 36 42L40 45Q34 56 36 68Q32 72 28 66Z"),
        ),
    ),
    "hourglass": Emblem(
        "hourglass time timer turn sand",
        (
            ("glass", "M24 14H76Q78 40 56 50Q78 60 76 86H24Q22 60 44 50Q22 40 24 14Z"),
            ("gold", "M31 30H69Q66 42 51 49H49Q34 42 31 30ZM50 52L51 66Q66 70 70 84H30Q34 70 49 66Z"),
            ("shine", "M29 18H33Q33 32 40 40Q29 34 29 18Z"),
            ("wood", box(16, 4, 68, 11, 4) + box(16, 85, 68, 11, 4)),
            ("shade", box(16, 10, 68, 5, 2) + box(16, 91, 68, 5, 2)),
        ),
    ),
    "candle": Emblem(
        "candle wax candlestick incense sealing censer",
        (
            ("gold", "M18 78Q50 70 82 78L74 94H26Z"),
            ("paper", "M36 44Q42 38 50 42Q60 38 64 44V82H36Z"),
            ("shade", "M54 42Q60 38 64 44V82H54Z"),
            ("paper", "M36 46H44V62Q40 68 36 62Z"),
            ("dark", box(48.8, 32, 2.4, 10)),
            ("flame", "M50 3Q64 18 60 28Q57 36 50 36Q43 36 40 28Q37 18 50 3Z"),
            ("shine", "M50 18Q56 26 53 31Q50 34 47 31Q45 26 50 18Z"),
        ),
    ),
}  # fmt: skip
