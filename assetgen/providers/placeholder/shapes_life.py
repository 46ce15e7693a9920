# ruff: noqa: E501, ISC004 - an outline is read whole
"""Emblems: living things, food, weather, and the signs of web pages."""

from __future__ import annotations

from assetgen.providers.placeholder.emblem import Emblem
from assetgen.providers.placeholder.outlines import box, disc, ring, star

LIFE = {
    "leaf": Emblem(
        "leaf herb herbalism mistletoe sprig plant leaves nature herbs druid eco organic",
        (
            ("leaf", "M50 3Q92 30 84 62Q76 84 53 84V97H47V84Q24 84 16 62Q8 30 50 3Z"),
            ("shade", "M50 3Q92 30 84 62Q76 84 50 84Z"),
            ("shine", "M48.5 20H51.5V84H48.5ZM50 46L32 34L31 37L50 51ZM50 66L28 54L27 57L50 71Z"),
        ),
        24,
    ),
    "flower": Emblem(
        "flower rose lily blossom daisy tulip petal lotus",
        (
            ("leaf", "M47 50H53V98H47ZM52 84Q66 62 84 70Q74 88 52 88Z"),
            ("cloth", disc(50, 16, 15) + disc(72, 30, 15) + disc(65, 55, 15) + disc(35, 55, 15) + disc(28, 30, 15)),
            ("shade", disc(72, 30, 15) + disc(65, 55, 15)),
            ("gold", disc(50, 37, 13)),
        ),
    ),
    "mushroom": Emblem(
        "mushroom toadstool fungus",
        (
            ("bone", "M38 50H62Q60 76 68 92Q50 99 32 92Q40 76 38 50Z"),
            ("cloth", "M50 6Q92 10 94 50Q94 58 84 58H16Q6 58 6 50Q8 10 50 6Z"),
            ("shade", "M64 9Q92 16 94 50Q94 58 84 58H64Q80 34 64 9Z"),
            ("bone", disc(34, 28, 8) + disc(58, 20, 6) + disc(72, 40, 8) + disc(48, 44, 6) + disc(20, 46, 5)),
        ),
    ),
    "tree": Emblem(
        "tree oak forest pine wood log logs",
        (
            ("wood", "M44 62H56L60 96H40Z"),
            ("leaf", disc(50, 30, 27) + disc(28, 46, 20) + disc(72, 46, 20) + disc(50, 54, 20)),
            ("shade", "M50 74A20 20 0 0 0 72 66A20 20 0 0 0 76 27Q78 60 50 74Z"),
            ("shine", disc(40, 22, 6) + disc(24, 40, 4)),
        ),
    ),
    "apple": Emblem(
        "apple fruit food rations feed mess snack berry cherry orange peach meal",
        (
            ("gem", "M50 28Q70 14 86 32Q96 58 74 88Q62 98 50 91Q38 98 26 88Q4 58 14 32Q30 14 50 28Z"),
            ("shade", "M72 22Q80 24 86 32Q96 58 74 88Q62 98 50 91Q84 66 72 22Z"),
            ("wood", "M47 30Q46 14 54 4L58 7Q52 16 53 30Z"),
            ("leaf", "M54 18Q62 2 82 8Q76 24 54 18Z"),
            ("shine", "M22 48Q22 36 32 32L34 36Q28 40 28 52Z"),
        ),
    ),
    "fish": Emblem(
        "fish salmon trout koi",
        (
            ("cloth", "M4 50Q30 16 66 44L94 24Q88 50 94 76L66 56Q30 84 4 50Z"),
            ("shade", "M4 50H94Q92 62 94 76L66 56Q30 84 4 50Z"),
            ("shine", "M34 36Q42 50 34 64L38 65Q47 50 38 35Z"),
            ("bone", disc(20, 46, 5)),
            ("dark", disc(20, 46, 2.6)),
        ),
        -18,
    ),
    "horse": Emblem(
        "horse pony mule donkey camel warhorse steed mount stallion unicorn stabling riding draft",
        (
            ("cloth", "M44 12Q80 18 84 56L88 96H62Q70 60 40 26Z"),
            ("leather", "M40 20L44 4L52 16Q74 26 76 58L80 96H36Q38 76 50 64Q38 66 30 72Q24 80 15 76"
             "Q6 70 11 60L30 34Z"),
            ("shade", "M52 16Q74 26 76 58L80 96H58Q66 58 46 20Z"),
            ("dark", disc(38, 36, 3.4) + disc(16, 66, 2)),
            ("gold", "M22 46L27 40L44 62L38 66Z"),
        ),
    ),
    "paw": Emblem(
        "paw animal dog hound mastiff wolf bear elephant lion tiger beast pet",
        (
            ("leather", "M50 46Q68 46 80 70Q88 92 66 92Q56 88 50 88Q44 88 34 92Q12 92 20 70Q32 46 50 46Z"),
            ("leather", disc(16, 46, 11) + disc(36, 22, 13) + disc(64, 22, 13) + disc(84, 46, 11)),
            ("shade", "M66 54Q74 58 80 70Q88 92 66 92Q56 88 50 88Q72 80 66 54Z"),
            ("shine", disc(32, 17, 4) + disc(60, 17, 4) + disc(13, 42, 3) + disc(81, 42, 3)),
        ),
    ),
    "cat": Emblem(
        "cat kitten feline fox",
        (
            ("leather", "M14 8L34 26Q50 20 66 26L86 8L88 56Q84 92 50 92Q16 92 12 56Z"),
            ("shade", "M66 26L86 8L88 56Q84 92 50 92Q80 70 66 26Z"),
            ("glow", "M24 52Q32 42 42 52Q32 62 24 52ZM76 52Q68 42 58 52Q68 62 76 52Z"),
            ("dark", "M32 45Q35 52 32 59Q29 52 32 45ZM68 45Q71 52 68 59Q65 52 68 45ZM44 66H56L50 73Z"),
        ),
    ),
    "bird": Emblem(
        "bird raven eagle owl crow hawk phoenix sparrow",
        (
            ("cloth", "M10 30Q26 10 44 26Q60 36 94 22Q92 56 66 70Q48 80 30 92Q32 76 40 68Q18 60 22 38L6 36Z"),
            ("shade", "M94 22Q92 56 66 70Q48 80 30 92Q32 76 40 68Q70 56 94 22Z"),
            ("gold", "M10 30L22 31L22 38L4 37Z"),
            ("dark", disc(27, 28, 3)),
        ),
    ),
    "dragon": Emblem(
        "dragon wyrm drake wyvern monster lizard",
        (
            ("leaf", "M20 60Q4 56 8 46Q24 50 34 42L28 14L44 28L58 4L62 30Q90 36 92 66Q92 84 78 97H44Q56 82 46 72"
             "Q34 74 20 72Q12 70 10 64Z"),
            ("shade", "M58 4L62 30Q90 36 92 66Q92 84 78 97H62Q80 60 58 34Z"),
            ("glow", "M42 44L56 40L54 50Z"),
            ("bone", "M20 60L24 66L28 60L32 66L37 60Z"),
            ("dark", disc(15, 52, 2)),
        ),
    ),
    "heart": Emblem(
        "heart love life favourite favorite like healer healing health",
        (
            ("gem", "M50 94Q4 60 6 32Q10 8 30 8Q44 8 50 24Q56 8 70 8Q90 8 94 32Q96 60 50 94Z"),
            ("shade", "M72 8Q91 10 94 32Q96 60 50 94Q86 52 72 8Z"),
            ("shine", "M16 34Q16 20 28 17L29 22Q22 26 22 38Z"),
        ),
    ),
    "star": Emblem(
        "star favourite rating achievement award xp experience",
        (("gold", star(50, 52, 48, 21, 5)), ("shade", "M50 4L62.3 35L95.6 37.2L50 52ZM79 91L50 73V52Z"),
         ("shine", "M50 18L56 38L50 40L42 40Z")),
    ),
    "moon": Emblem(
        "moon crescent lunar night",
        (
            ("paper", "M62 6A46 46 0 1 0 94 62A38 38 0 0 1 62 6Z"),
            ("shade", "M94 62A46 46 0 0 1 20 80A50 50 0 0 0 94 62Z"),
            ("gold", star(78, 24, 12, 4, 4)),
        ),
    ),
    "sun": Emblem(
        "sun solar sunny day radiant",
        (("gold", star(50, 50, 48, 30, 12)), ("glow", disc(50, 50, 26)), ("shine", disc(43, 43, 8))),
    ),
    "mountain": Emblem(
        "mountain peak summit volcano",
        (
            ("stone", "M38 12L70 60L78 48L98 88H2Z"),
            ("shade", "M38 12L70 60L78 48L98 88H50Z"),
            ("paper", "M38 12L54 36L46 42L38 34L30 44L24 38Z"),
        ),
    ),
    "cloud": Emblem(
        "cloud weather upload sky",
        (
            ("paper", disc(34, 52, 24) + disc(60, 42, 28) + disc(80, 60, 18) + box(12, 56, 84, 22, 11)),
            ("shade", "M12 68Q50 76 96 62Q98 78 84 78H24Q14 78 12 68Z"),
        ),
    ),
    "eye": Emblem(
        "eye vision sight watch view preview perception",
        (
            ("paper", "M2 50Q50 -4 98 50Q50 104 2 50Z"),
            ("gem", disc(50, 50, 25)),
            ("dark", disc(50, 50, 12)),
            ("shine", disc(42, 41, 6)),
        ),
    ),
    "hand": Emblem(
        "hand glove gauntlet gloves fist grip",
        (
            ("leather", "M30 96L26 64Q10 52 10 40Q18 34 30 48V18Q34 10 40 18V42H43V10Q48 3 53 10V42H56V14"
             "Q61 8 66 14V44H69V24Q74 18 79 24V62L70 96Z"),
            ("shade", "M66 14V44H69V24Q74 18 79 24V62L70 96H54Q70 70 56 42V14Q61 8 66 14Z"),
            ("gold", box(28, 82, 44, 8, 3)),
        ),
    ),
    "mask": Emblem(
        "mask disguise theatre theater face",
        (
            ("paper", "M10 14Q50 28 90 14Q96 60 74 82Q50 102 26 82Q4 60 10 14Z"),
            ("shade", "M50 21Q72 22 90 14Q96 60 74 82Q62 94 50 94Z"),
            ("dark", "M22 42Q34 30 44 44Q34 52 22 42ZM78 42Q66 30 56 44Q66 52 78 42ZM30 66Q50 76 70 66Q62 86 50 86T30 66Z"),
            ("cloth", disc(26, 58, 6) + disc(74, 58, 6)),
        ),
    ),
    "house": Emblem(
        "house home cottage cabin building hut stable shop inn",
        (
            ("paper", box(16, 44, 68, 50, 3)),
            ("shade", box(56, 44, 28, 50, 3)),
            ("cloth", "M50 4L98 50L91 56L50 18L9 56L2 50Z M50 14L88 50H12Z"),
            ("wood", box(40, 62, 20, 32, 3)),
            ("fire", box(22, 58, 13, 13, 2) + box(65, 58, 13, 13, 2)),
        ),
    ),
    "castle": Emblem(
        "castle fortress tower keep dungeon",
        (
            ("stone", "M8 20H16V28H24V20H32V40H40V30H46V38H54V30H60V40H68V20H76V28H84V20H92V94H8Z"),
            ("shade", "M68 20H76V28H84V20H92V94H68Z"),
            ("dark", "M38 94V74A12 12 0 0 1 62 74V94ZM17 48A4 4 0 0 1 25 48V58H17ZM75 48A4 4 0 0 1 83 48V58H75Z"),
            ("cloth", "M49 30V6L72 13L51 20V30Z"),
        ),
    ),
    "gear": Emblem(
        "gear cog machine mechanism settings engine automation",
        (("steel", star(50, 50, 48, 36, 10)), ("iron", ring(50, 50, 36, 15)), ("shine", ring(50, 50, 34, 31)),
         ("gold", ring(50, 50, 19, 13))),
    ),
    "rocket": Emblem(
        "rocket spaceship launch startup missile shuttle",
        (
            ("flame", "M40 76Q36 92 50 99Q64 92 60 76Z"),
            ("cloth", "M34 50L14 74V88L36 76ZM66 50L86 74V88L64 76Z"),
            ("paper", "M50 2Q74 24 68 78H32Q26 24 50 2Z"),
            ("shade", "M50 2Q74 24 68 78H54Q64 34 50 2Z"),
            ("cloth", "M50 2Q60 12 64 24H36Q40 12 50 2Z"),
            ("glass", disc(50, 42, 10)),
        ),
        32,
    ),
    "envelope": Emblem(
        "envelope mail-icon email message newsletter contact",
        (
            ("paper", box(6, 20, 88, 62, 6)),
            ("shade", "M6 76L40 48L50 56L60 48L94 76Q94 82 88 82H12Q6 82 6 76Z"),
            ("cloth", "M8 22Q10 20 12 20H88Q90 20 92 22L50 60Z"),
        ),
    ),
    "camera": Emblem(
        "camera photo photography picture gallery",
        (
            ("iron", "M32 26L38 14H62L68 26H88Q94 26 94 32V80Q94 86 88 86H12Q6 86 6 80V32Q6 26 12 26Z"),
            ("shade", "M6 62H94V80Q94 86 88 86H12Q6 86 6 80Z"),
            ("steel", ring(50, 54, 26, 19)),
            ("glass", disc(50, 54, 20)),
            ("shine", disc(43, 47, 6)),
            ("gem", disc(82, 37, 4)),
        ),
    ),
    "person": Emblem(
        "user profile account team customer people",
        (
            ("cloth", "M50 54Q92 54 92 96H8Q8 54 50 54Z"),
            ("shade", "M50 54Q92 54 92 96H50Z"),
            ("bone", disc(50, 30, 24)),
        ),
    ),
    "note": Emblem(
        "note song music audio sound melody",
        (
            ("cloth", "M36 14L88 4V72H80V26L44 33V82H36Z"),
            ("cloth", disc(30, 82, 15) + disc(74, 74, 15)),
            ("shade", "M60 76A15 15 0 0 0 88 78L74 74ZM16 86A15 15 0 0 0 44 86Z"),
        ),
    ),
    "cup": Emblem(
        "coffee tea mug-of-coffee latte espresso chocolate",
        (
            ("paper", "M12 34H76V74Q76 92 56 92H32Q12 92 12 74Z"),
            ("paper", "M74 42H82Q96 44 94 58Q92 72 72 74V66Q84 64 85 57Q85 50 80 50H74Z"),
            ("shade", "M60 34H76V74Q76 92 56 92H46Q64 76 60 34Z"),
            ("leather", "M14 32H74V40H14Z"),
            ("shine", "M30 26Q22 18 32 4Q30 16 38 26ZM50 26Q42 18 52 4Q50 16 58 26Z"),
        ),
    ),
}  # fmt: skip
