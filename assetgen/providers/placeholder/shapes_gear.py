# ruff: noqa: E501, ISC004 - an outline is read whole
"""Emblems: bags, chests, tools, lights and games."""

from __future__ import annotations

from assetgen.providers.placeholder.emblem import Emblem
from assetgen.providers.placeholder.outlines import box, disc, polygon, ring, spokes, star

GEAR = {
    "pouch": Emblem(
        "pouch sack bag purse bedroll basket bullet bearings caltrops component",
        (
            ("leather", "M36 30Q8 50 12 76Q16 95 50 95Q84 95 88 76Q92 50 64 30Z"),
            ("shade", "M60 30H64Q92 50 88 76Q84 95 50 95Q78 80 60 30Z"),
            ("leather", "M30 10Q36 16 42 10Q50 16 58 10Q64 16 70 10L64 30H36Z"),
            ("rope", box(32, 27, 36, 7, 3.5)),
            ("gold", disc(50, 62, 13)),
            ("shade", star(50, 62, 8, 3.5, 5)),
        ),
    ),
    "backpack": Emblem(
        "backpack pack rucksack knapsack kit saddlebags case quiver",
        (
            ("leather", "M26 40Q26 8 50 8Q74 8 74 40L84 50V84Q84 94 74 94H26Q16 94 16 84V50Z"),
            ("shade", "M62 11Q74 18 74 40L84 50V84Q84 94 74 94H60Z"),
            ("cloth", box(14, 2, 72, 14, 7)),
            ("cloth", "M26 34Q50 28 74 34V54Q50 66 26 54Z"),
            ("leather", box(26, 62, 48, 26, 6)),
            ("gold", box(44, 52, 12, 16, 3)),
            ("dark", box(48, 57, 4, 6, 1)),
        ),
    ),
    "chest": Emblem(
        "chest box crate tinderbox supplies treasure trunk strongbox loot dice-box",
        (
            ("wood", "M8 46Q8 14 34 14H66Q92 14 92 46Z"),
            ("wood", box(8, 44, 84, 46, 4)),
            ("shade", box(8, 70, 84, 20, 4) + "M8 40H92V46H8Z"),
            ("gold", "M20 17Q26 14 32 14V90H20ZM68 14Q74 14 80 17V90H68Z"),
            ("gold", box(6, 43, 88, 8, 3)),
            ("gold", box(40, 40, 20, 24, 5)),
            ("dark", disc(50, 49, 4) + box(48.4, 50, 3.2, 9, 1)),
        ),
    ),
    "barrel": Emblem(
        "barrel keg cask bucket pail drum-of-oil",
        (
            ("wood", "M26 6H74Q90 50 74 94H26Q10 50 26 6Z"),
            ("shade", "M58 6H74Q90 50 74 94H58Q68 50 58 6Z"),
            ("shade", "M40 6H42Q36 50 42 94H40Q34 50 40 6Z"),
            ("steel", "M21 20H79L81.5 30H18.5ZM18.5 70H81.5L79 80H21Z"),
            ("shine", "M30 10H34Q25 50 34 90H30Q21 50 30 10Z"),
        ),
    ),
    "key": Emblem(
        "key keys unlock access",
        (
            ("gold", ring(50, 24, 21, 10.5)),
            ("gold", "M45 42H55V95H45ZM55 74H70V82H62V87H70V95H55Z"),
            ("shade", "M50 42H55V95H50ZM55 74H70V77H55Z"),
            ("gold", box(40, 43, 20, 6, 3)),
            ("gem", disc(50, 24, 6)),
        ),
        35,
    ),
    "lock": Emblem(
        "lock padlock manacles security password safe chain trap shackles",
        (
            ("steel", "M26 46V30Q26 5 50 5Q74 5 74 30V46H62V30Q62 17 50 17Q38 17 38 30V46Z"),
            ("gold", box(14, 42, 72, 52, 9)),
            ("shade", "M60 42H77Q86 42 86 51V85Q86 94 77 94H50Q74 84 60 42Z"),
            ("dark", disc(50, 62, 8) + "M46.5 64H53.5L56 82H44Z"),
            ("shine", box(20, 48, 24, 4, 2)),
        ),
    ),
    "lantern": Emblem(
        "lantern lamp bullseye light",
        (
            ("iron", ring(50, 14, 12, 8)),
            ("iron", "M32 32L42 20H58L68 32ZM24 84H76V94H24Z"),
            ("glass", "M30 34H70L74 84H26Z"),
            ("fire", "M50 44Q64 60 60 70Q57 79 50 79Q43 79 40 70Q36 60 50 44Z"),
            ("iron", "M26 30H74V37H26ZM28 36H33L31 85H26ZM67 36H72L74 85H69ZM48.5 36H51.5V48H48.5Z"),
            ("shine", "M36 40H39L37 78H34Z"),
        ),
    ),
    "torch": Emblem(
        "torch brazier beacon-fire",
        (
            ("wood", "M42 46H58L54 97H46Z"),
            ("shade", "M51 46H58L54 97H50Z"),
            ("rope", "M39 42H61L59 56H41Z"),
            ("flame", "M52 1Q60 14 68 22Q76 36 66 46H34Q24 36 33 23Q36 30 40 31Q40 14 52 1Z"),
            ("fire", "M51 22Q60 32 58 40Q55 46 50 46Q43 46 42 39Q43 32 51 22Z"),
        ),
        16,
    ),
    "rope": Emblem(
        "rope string cord net thread wire tackle fishing weaver blanket lasso yarn block",
        (
            ("rope", ring(50, 50, 44, 34)),
            ("rope", ring(50, 50, 35, 25)),
            ("rope", ring(50, 50, 26, 16)),
            ("shade", spokes(50, 50, 42, 5, 3.5)),
            ("leather", box(60, 38, 36, 24, 6)),
            ("rope", "M84 60Q96 76 82 94L76 89Q86 76 76 62Z"),
        ),
    ),
    "tent": Emblem(
        "tent camp camping shelter",
        (
            ("cloth", "M50 10L96 88H4Z"),
            ("shade", "M50 10L96 88H68Z"),
            ("dark", "M50 34L70 88H30Z"),
            ("cloth", "M50 34L36 88H26L50 26Z"),
            ("wood", "M48 10L44 2H47L50 7L53 2H56L52 10Z"),
            ("gold", "M2 86H98V93H2Z"),
        ),
    ),
    "pick": Emblem(
        "pick pickaxe crowbar grappling hook miner mattock mining anchor",
        (
            ("wood", box(46, 14, 8, 83, 3)),
            ("shade", box(50, 14, 4, 83, 2)),
            ("steel", "M2 40Q24 8 50 8Q76 8 98 40Q74 24 50 24Q26 24 2 40Z"),
            ("shade", "M50 16Q76 17 98 40Q74 24 50 24Z"),
            ("gold", box(42, 6, 16, 21, 3)),
        ),
        32,
    ),
    "shovel": Emblem(
        "shovel spade dig trowel",
        (
            ("wood", "M34 3H66V10H54V58H46V10H34Z"),
            ("shade", "M50 10H54V58H50Z"),
            ("steel", "M28 54H72V72Q70 90 50 98Q30 90 28 72Z"),
            ("shade", "M50 54H72V72Q70 90 50 98Z"),
        ),
        36,
    ),
    "tools": Emblem(
        "tools utensils carpenter smith tinker mason cobbler leatherworker woodcarver jeweler potter"
        " glassblower cook settings wrench repair craft thieves navigator whetstone",
        (
            ("wood", "M24 92L16 84L58 34L68 42Z"),
            ("steel", "M50 26L66 8Q78 10 92 26L84 36L76 32L68 42L58 44Z"),
            ("iron", "M76 92L84 84L44 40Q48 24 38 14Q30 8 20 10L32 22L30 32L20 34L8 22Q6 34 14 42"
             "Q22 50 34 47Z"),
            ("shade", "M76 92L84 84L44 40L39 44Z"),
        ),
    ),
    "bell": Emblem(
        "bell whistle alarm notification signal gong",
        (
            ("gold", "M50 8Q54 8 55 14Q78 20 78 50Q78 66 88 78H12Q22 66 22 50Q22 20 45 14Q46 8 50 8Z"),
            ("shade", "M56 14Q78 20 78 50Q78 66 88 78H58Q70 50 56 14Z"),
            ("gold", "M38 80A12 12 0 0 0 62 80Z"),
            ("shine", "M30 50Q30 32 40 25L42 29Q36 36 36 52Z"),
        ),
    ),
    "magnifier": Emblem(
        "magnifying magnifier search spyglass lens telescope inspect find",
        (
            ("wood", "M60 66L68 58L95 86Q96 96 86 95Z"),
            ("gold", ring(40, 40, 36, 27)),
            ("glass", disc(40, 40, 28)),
            ("shine", "M20 42Q20 24 38 19L40 23Q26 28 25 43Z"),
        ),
    ),
    "mirror": Emblem(
        "mirror glass-mirror reflection looking",
        (
            ("gold", "M44 68H56L58 97H42Z"),
            ("gold", disc(50, 38, 35)),
            ("glass", disc(50, 38, 27)),
            ("shine", "M30 44L52 16L60 18L32 52ZM42 58L70 26L72 32L48 62Z"),
        ),
        18,
    ),
    "quill": Emblem(
        "quill pen feather writing ink-pen plume forgery painter chalk brush",
        (
            ("paper", "M88 4Q40 8 28 44Q22 60 24 76Q36 74 48 66Q84 44 88 4Z"),
            ("shade", "M88 4Q56 36 24 76Q36 74 48 66Q84 44 88 4Z"),
            ("cloth", "M24 76Q36 74 48 66Q56 61 62 54L30 56Q24 66 24 76Z"),
            ("dark", "M80 12Q44 40 12 96L16 97Q46 48 81 15Z"),
        ),
    ),
    "dice": Emblem(
        "dice die d20 gaming game luck random",
        (
            ("cloth", polygon(50, 50, 46, 6)),
            ("shine", "M50 4L89.8 27L50 30L10.2 27Z"),
            ("shade", "M50 96L10.2 73L22 68L50 30L78 68L89.8 73Z"),
            ("gold", "M50 30L78 68H22Z"),
            ("dark", "M46 60V48L42 50V46L49 42H51V60ZM54 60V56L60 49Q58 46 55 49L53 46Q60 40 64 47Q64 51"
             " 59 56H65V60Z"),
        ),
    ),
    "cards": Emblem(
        "card cards playing deck tarot",
        (
            ("cloth", "M10 26L50 8L76 66L36 84Z"),
            ("paper", box(40, 18, 48, 70, 6)),
            ("gem", "M64 36Q76 24 80 40Q80 54 64 68Q48 54 48 40Q52 24 64 36Z"),
            ("dark", disc(47, 26, 2.6) + disc(81, 80, 2.6)),
        ),
    ),
    "abacus": Emblem(
        "abacus counting calculator arithmetic",
        (
            ("wood", box(6, 8, 88, 84, 6) + "M15 17V83H85V17Z"),
            ("rope", "".join(box(14, y, 72, 2.4) for y in (27, 42, 57, 72))),
            ("cloth", "".join(disc(x, 28.2, 6.5) + disc(x, 58.2, 6.5) for x in (24, 38, 52))),
            ("gem", "".join(disc(x, 43.2, 6.5) + disc(x, 73.2, 6.5) for x in (48, 62, 76))),
        ),
    ),
    "scales": Emblem(
        "scale balance justice merchant weigh",
        (
            ("gold", box(47, 10, 6, 78, 2) + box(26, 86, 48, 9, 4)),
            ("gold", "M10 22Q50 12 90 22V28Q50 18 10 28Z"),
            ("rope", "M14 26L28 58L26 59L14 30L4 59L2 58ZM86 26L98 58L96 59L86 30L74 59L72 58Z"),
            ("steel", "M0 58H30Q28 72 15 72T0 58ZM70 58H100Q98 72 85 72T70 58Z"),
            ("gem", disc(50, 12, 7)),
        ),
    ),
}  # fmt: skip
