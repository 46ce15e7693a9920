# ruff: noqa: E501, ISC004 - an outline is read whole
"""Emblems: weapons and armour."""

from __future__ import annotations

from assetgen.providers.placeholder.emblem import Emblem
from assetgen.providers.placeholder.outlines import box, disc, star

_SHAFT = box(47, 26, 6, 70, 2)
_SHAFT_SHADE = box(50, 26, 3, 70, 1)

ARMS = {
    "sword": Emblem(
        "sword longsword shortsword greatsword broadsword blade excalibur claymore katana rapier weapon",
        (
            ("steel", "M50 2L57.5 13V65H42.5V13Z"),
            ("shade", "M50 2L57.5 13V65H50Z"),
            ("shine", "M46 15H48V63H46Z"),
            ("gold", box(27, 63, 46, 8, 4)),
            ("leather", box(45.5, 71, 9, 18)),
            ("shade", "M45.5 74L54.5 77V79.5L45.5 76.5ZM45.5 80L54.5 83V85.5L45.5 82.5Z"),
            ("gold", disc(50, 93, 6)),
            ("gem", disc(50, 67, 4.5)),
        ),
        45,
    ),
    "dagger": Emblem(
        "dagger knife dirk stiletto kris",
        (
            ("steel", "M50 6L59 26Q60 46 57 60H43Q40 46 41 26Z"),
            ("shade", "M50 6L59 26Q60 46 57 60H50Z"),
            ("gold", "M30 58Q40 64 50 62Q60 64 70 58Q74 66 66 69Q58 68 50 68Q42 68 34 69Q26 66 30 58Z"),
            ("leather", "M45 68H55L56.5 87H43.5Z"),
            ("shade", "M44.6 73H55.4V75.5H44.6ZM44 80H56V82.5H44Z"),
            ("gem", disc(50, 91, 6)),
        ),
        45,
    ),
    "scimitar": Emblem(
        "scimitar sickle sabre saber cutlass falchion",
        (
            ("steel", "M42 68Q30 26 78 0Q80 34 58 68Z"),
            ("shade", "M78 0Q80 34 58 68H52Q70 36 78 0Z"),
            ("shine", "M45 62Q36 34 62 14Q45 36 49 62Z"),
            ("gold", box(34, 65, 34, 7, 3.5)),
            ("leather", "M46 72H56L54 90H46Z"),
            ("gold", disc(50, 92, 6)),
        ),
        20,
    ),
    "axe": Emblem(
        "axe handaxe battleaxe greataxe hatchet tomahawk",
        (
            ("wood", box(46.5, 8, 7, 88, 3)),
            ("shade", box(50, 8, 3.5, 88, 1.7)),
            ("steel", "M53 18Q70 18 84 6Q94 30 84 56Q70 44 53 44Z"),
            ("shade", "M84 6Q94 30 84 56Q80 52 77 50Q86 30 78 10Z"),
            ("steel", "M47 20Q38 20 30 14Q26 31 30 48Q38 42 47 42Z"),
            ("gold", box(44, 15, 12, 6, 2) + box(44, 41, 12, 6, 2)),
            ("leather", box(45.5, 78, 9, 14, 2)),
        ),
        28,
    ),
    "hammer": Emblem(
        "hammer warhammer maul sledge sledgehammer mallet",
        (
            ("wood", box(46, 34, 8, 62, 3)),
            ("shade", box(50, 34, 4, 62, 2)),
            ("steel", "M20 10H80L84 16V36L80 42H20L16 36V16Z"),
            ("shade", "M16 28H84V36L80 42H20L16 36Z"),
            ("shine", box(22, 13, 56, 4, 2)),
            ("gold", box(42, 8, 16, 36, 3)),
            ("leather", box(45, 80, 10, 13, 2)),
        ),
        28,
    ),
    "mace": Emblem(
        "mace morningstar flail club greatclub cudgel",
        (
            ("wood", box(46.5, 44, 7, 52, 3)),
            ("steel", star(50, 28, 28, 17, 10)),
            ("steel", disc(50, 28, 18)),
            ("shade", "M50 46A18 18 0 0 0 63 16A24 24 0 0 1 42 44Z"),
            ("shine", disc(44, 21, 5)),
            ("gold", box(43, 46, 14, 6, 3)),
            ("leather", box(45, 82, 10, 12, 2)),
        ),
        32,
    ),
    "spear": Emblem(
        "spear javelin pike lance pole harpoon spike piton",
        (
            ("wood", box(47.5, 24, 5, 74, 2)),
            ("steel", "M50 1L60 20L54 34H46L40 20Z"),
            ("shade", "M50 1L60 20L54 34H50Z"),
            ("gold", box(44.5, 33, 11, 5, 2)),
            ("cloth", "M45 38Q34 46 38 60Q42 52 46 54Q48 46 47 38Z"),
        ),
        40,
    ),
    "halberd": Emblem(
        "halberd glaive poleaxe polearm",
        (
            ("wood", _SHAFT),
            ("shade", _SHAFT_SHADE),
            ("steel", "M50 0L56 16L54 34H46L44 16Z"),
            ("steel", "M53 18Q66 18 76 10Q84 27 76 44Q66 36 53 36Z"),
            ("steel", "M47 20L28 27L47 34Z"),
            ("gold", box(44, 36, 12, 5, 2)),
            ("cloth", "M46 41Q36 50 40 62Q44 54 50 58Q48 48 50 41Z"),
        ),
        30,
    ),
    "trident": Emblem(
        "trident pitchfork fork",
        (
            ("gold", _SHAFT),
            ("steel", "M47 34V4L50 -1L53 4V34Z"),
            ("steel", "M28 4L33 14V22Q33 30 50 30Q67 30 67 22V14L72 4L75 16V24Q74 40 50 40Q26 40 25 24V16Z"),
            ("gem", disc(50, 35, 5)),
        ),
        35,
    ),
    "bow": Emblem(
        "bow longbow shortbow archer archery",
        (
            ("wood", "M34 4Q82 18 82 50Q82 82 34 96L33 91Q70 78 70 50Q70 22 33 9Z"),
            ("rope", "M33 7H35.4V93H33Z"),
            ("leather", box(68.5, 40, 14, 20, 3)),
            ("wood", "M12 48.6H76V51.4H12Z"),
            ("steel", "M74 43L92 50L74 57L78 50Z"),
            ("cloth", "M8 43L22 48V52L8 57L13 50Z"),
        ),
        -40,
    ),
    "crossbow": Emblem(
        "crossbow arbalest",
        (
            ("wood", "M45 12H55V74L60 96H44L45 74Z"),
            ("shade", "M50 12H55V74L60 96H52Z"),
            ("steel", "M6 44Q14 20 50 18Q86 20 94 44L88 45Q78 29 50 28Q22 29 12 45Z"),
            ("rope", "M8 43L50 60L92 43L92 45L50 63L8 45Z"),
            ("steel", "M50 1L56 14L53 14V60H47V14L44 14Z"),
            ("gold", box(42, 18, 16, 9, 3)),
        ),
        35,
    ),
    "arrow": Emblem(
        "arrow bolt dart needle quarrel",
        (
            ("wood", box(48, 16, 4, 76, 2)),
            ("steel", "M50 0L61 22L50 17L39 22Z"),
            ("shade", "M50 0L61 22L50 17Z"),
            ("cloth", "M48 66L36 76V97L48 88ZM52 66L64 76V97L52 88Z"),
        ),
        45,
    ),
    "staff": Emblem(
        "staff quarterstaff rod sceptre scepter",
        (
            ("wood", "M47 34Q44 60 48 98H53Q50 60 53 34Z"),
            ("wood", "M47 40Q26 32 32 12Q38 2 48 4Q38 10 38 18Q40 30 53 34Z"),
            ("wood", "M53 40Q74 32 68 12Q64 6 60 5Q64 12 62 20Q60 30 47 34Z"),
            ("glow", disc(50, 17, 11)),
            ("shine", disc(46, 13, 3.5)),
            ("gold", box(44, 40, 12, 5, 2) + box(45, 62, 9, 4, 2)),
        ),
        30,
    ),
    "wand": Emblem(
        "wand",
        (
            ("wood", "M47 30H53L55 94Q50 98 45 94Z"),
            ("shade", "M50 30H53L55 94Q52 96 50 96Z"),
            ("gold", box(44, 62, 12, 5, 2) + box(44, 28, 12, 6, 2)),
            ("glow", star(50, 17, 18, 7.5, 5)),
            ("shine", disc(80, 24, 2.5) + disc(22, 34, 2.5) + disc(74, 44, 2)),
        ),
        35,
    ),
    "sling": Emblem(
        "sling slingshot catapult blowgun",
        (
            ("wood", "M44 56L20 22L27 12L50 44L73 12L80 22L56 56V96H44Z"),
            ("shade", "M50 44L73 12L80 22L56 56V96H50Z"),
            ("rope", "M20 13Q50 46 80 13L80 19Q50 52 20 19Z"),
            ("leather", "M42 30Q50 36 58 30L60 38Q50 46 40 38Z"),
        ),
        14,
    ),
    "whip": Emblem(
        "whip lash",
        (
            ("leather", "M72 92L84 80L66 62L56 74Z"),
            ("leather", "M60 72Q16 66 18 36Q22 8 52 12Q78 16 74 38Q70 54 54 52Q40 48 44 36L49 36Q46 45"
             " 55 47Q66 47 68 37Q70 21 51 18Q28 16 25 37Q24 58 62 65Z"),
            ("gold", "M56 74L66 62L70 66L60 78Z"),
        ),
    ),
    "shield": Emblem(
        "shield buckler aegis defence defense protection",
        (
            ("steel", "M50 3Q70 14 90 14Q92 66 50 97Q8 66 10 14Q30 14 50 3Z"),
            ("cloth", "M50 13Q66 22 81 23Q81 62 50 86Q19 62 19 23Q34 22 50 13Z"),
            ("shade", "M50 13Q66 22 81 23Q81 62 50 86Z"),
            ("gold", "M46 24H54V42H70V50H54V76H46V50H30V42H46Z"),
            ("gem", disc(50, 46, 6)),
        ),
    ),
    "armour": Emblem(
        "armor armour mail breastplate plate chainmail barding hauberk cuirass vest shirt tunic",
        (
            ("steel", "M30 10Q40 20 50 20Q60 20 70 10L92 22Q94 36 86 46L78 42Q78 70 72 90Q50 98 28 90"
             "Q22 70 22 42L14 46Q6 36 8 22Z"),
            ("shade", "M50 20Q60 20 70 10L92 22Q94 36 86 46L78 42Q78 70 72 90Q60 95 50 95Z"),
            ("gold", "M30 10Q40 20 50 20Q60 20 70 10L76 13Q64 29 50 29Q36 29 24 13Z"),
            ("cloth", "M25 62Q50 72 75 62L74 71Q50 81 26 71Z"),
            ("shine", "M31 34Q40 42 48 42V46Q36 47 29 40Z"),
            ("gem", disc(50, 70, 5.5)),
        ),
    ),
    "helm": Emblem(
        "helm helmet visor",
        (
            ("cloth", "M50 14Q46 -6 70 2Q92 10 88 40Q80 22 56 20Z"),
            ("steel", "M18 56Q16 12 50 10Q84 12 82 56L80 88L58 94V62H42V94L20 88Z"),
            ("shade", "M50 10Q84 12 82 56L80 88L58 94V62H50Z"),
            ("gold", "M46 9H54V66L50 74L46 66Z"),
            ("dark", "M26 48L44 52V60H26ZM74 48L56 52V60H74Z"),
            ("shine", "M28 40Q28 22 42 18Q34 26 33 41Z"),
        ),
    ),
    "boots": Emblem(
        "boot boots shoe shoes sandals greaves",
        (
            ("leather", "M24 8H56V50Q58 60 72 64Q88 68 88 82V86H24Z"),
            ("shade", "M44 8H56V50Q58 60 72 64Q88 68 88 82V86H60Q60 70 48 62Z"),
            ("dark", box(22, 85, 68, 8, 3)),
            ("gold", box(22, 20, 36, 6, 2) + box(22, 44, 36, 6, 2)),
        ),
    ),
    "robe": Emblem(
        "robe robes clothes clothing vestments cloak cape dress costume outfit cape",
        (
            ("cloth", "M36 8H64L90 34L80 54L70 46L80 94H20L30 46L20 54L10 34Z"),
            ("shade", "M50 8H64L90 34L80 54L70 46L80 94H50Z"),
            ("gold", "M36 8H64L54 36V94H46V36Z"),
            ("leather", box(29, 46, 42, 7, 2)),
            ("gem", disc(50, 49.5, 5)),
        ),
    ),
    "crown": Emblem(
        "crown tiara diadem king queen royal",
        (
            ("gold", "M10 30L30 52L50 16L70 52L90 30L82 80H18Z"),
            ("shade", "M50 16L70 52L90 30L82 80H50Z"),
            ("gold", box(16, 76, 68, 12, 4)),
            ("gem", disc(50, 62, 8) + disc(28, 66, 5) + disc(72, 66, 5)),
            ("glow", disc(10, 27, 6) + disc(50, 13, 7) + disc(90, 27, 6)),
        ),
    ),
}  # fmt: skip
