# ruff: noqa: E501 - an outline is read whole
"""The parts of a portrait, on a square of 1,000 units that stands on the lower edge.

From back to front: hair behind, shoulders, neck, head, face, hair before, what is worn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.providers.placeholder.outlines import disc, ring
from assetgen.providers.placeholder.tones import Tone

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from assetgen.providers.placeholder.drawing import Drawing
    from assetgen.providers.placeholder.seeded import Seeded

_DARK = Tone(0.20, 0.03, 285)
_HEAD = "M362 400Q362 246 500 246Q638 246 638 400Q640 492 602 552Q556 618 500 620Q444 618 398 552Q360 492 362 400Z"
_BACK_HAIR = {
    "long": "M500 190Q684 192 690 400Q704 620 744 760Q640 800 560 740H440Q360 800 256 760Q296 620 310 400"
    "Q316 192 500 190Z",
    "bob": "M500 192Q686 196 690 410Q694 560 664 622H336Q306 560 310 410Q314 196 500 192Z",
    "short": "",
    "bun": disc(500, 186, 92),
    "curls": "".join(disc(x, y, r) for x, y, r in (
        (360, 300, 96), (330, 410, 88), (336, 520, 78), (640, 300, 96), (670, 410, 88),
        (664, 520, 78), (430, 226, 92), (570, 226, 92), (500, 204, 92))),
}  # fmt: skip
_FRONT_HAIR = {
    "long": "M344 410Q330 214 500 206Q670 214 656 410Q640 330 560 300Q470 330 410 318Q362 350 344 410Z",
    "bob": "M340 430Q326 210 500 204Q674 210 660 430Q652 356 636 330Q500 352 364 330Q348 356 340 430Z",
    "short": "M350 408Q328 292 372 250Q420 192 520 200Q640 198 654 300Q660 350 648 408Q640 350 612 318"
    "Q520 336 440 300Q380 320 350 408Z",
    "bun": "M350 400Q340 212 500 210Q660 212 650 400Q630 300 500 292Q370 300 350 400Z",
    "curls": "".join(disc(x, y, r) for x, y, r in (
        (390, 280, 58), (452, 250, 60), (520, 246, 58), (584, 262, 56), (630, 318, 46), (366, 336, 44))),
}  # fmt: skip
_ARMOURED = {
    "knight",
    "warrior",
    "paladin",
    "soldier",
    "guard",
    "hero",
    "viking",
    "barbarian",
    "samurai",
}
_HOODED = {"wizard", "mage", "sorcerer", "warlock", "rogue", "thief", "assassin", "monk", "druid",
           "necromancer", "ranger", "hooded", "witch", "cleric"}  # fmt: skip
_CROWNED = {"king", "queen", "prince", "princess", "emperor", "empress", "royal", "crown"}
_BEARDED = {"beard", "bearded", "dwarf", "viking", "wizard", "blacksmith", "captain", "pirate"}


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of somebody."""

    skin: Tone
    hair: Tone
    cloth: Tone
    trim: Tone
    eyes: Tone


def draw_person(drawing: Drawing, words: AbstractSet[str], chance: Seeded, look: Look) -> None:
    """Head and shoulders, by the words where they say something."""
    style = chance.choose(("long", "bob", "short", "bun", "curls", "short"))
    if words & {"man", "boy", "king", "he", "his"}:
        style = chance.choose(("short", "short", "curls"))
    is_hooded = bool(words & _HOODED)
    if is_hooded or words & _ARMOURED:
        style = "short"
    back = _BACK_HAIR[style]
    if is_hooded:
        _draw_hood_back(drawing, look)
    elif back:
        drawing.path(back, _lit(drawing, look.hair.lighter(-0.07)))
    _draw_shoulders(drawing, words, look)
    _draw_head(drawing, words, look)
    _draw_face(drawing, words, chance, look)
    if words & _BEARDED:
        _draw_beard(drawing, look)
    drawing.path(_FRONT_HAIR[style], _lit(drawing, look.hair))
    _draw_worn(drawing, words, look, is_hooded=is_hooded)


def _lit(drawing: Drawing, tone: Tone) -> str:
    return drawing.linear(
        [(0.0, tone.lighter(0.07), 1.0), (1.0, tone.lighter(-0.07), 1.0)], angle="slant"
    )


def _draw_shoulders(drawing: Drawing, words: AbstractSet[str], look: Look) -> None:
    body = "M120 1010Q130 790 330 738Q430 716 440 690H560Q570 716 670 738Q870 790 880 1010Z"
    is_armoured = bool(words & _ARMOURED)
    cloth = Tone(0.66, 0.025, 245) if is_armoured else look.cloth
    drawing.path(body, _lit(drawing, cloth))
    drawing.path("M500 1010V800L670 738Q870 790 880 1010Z", _DARK, 0.16)
    neck = "M438 560H562V700Q562 760 500 768Q438 760 438 700Z"
    drawing.path(neck, look.skin.lighter(-0.09))
    if is_armoured:
        for x, way in ((250, 1), (750, -1)):
            drawing.path(f"M{x - 150 * way} 900Q{x - 150 * way} 744 {x + 40 * way} 732Q{x + 130 * way} 790 "
                         f"{x + 100 * way} 900Q{x} 850 {x - 150 * way} 900Z", _lit(drawing, cloth.lighter(0.14)))  # fmt: skip
        drawing.path("M404 700Q500 790 596 700L632 742Q500 860 368 742Z", _lit(drawing, look.trim))
        return
    drawing.path(
        "M424 690L500 790L576 690L640 734L520 900H480L360 734Z",
        _lit(drawing, look.cloth.lighter(0.16)),
    )
    drawing.path("M438 690L500 786L562 690V704L500 800L438 704Z", _DARK, 0.2)
    drawing.path("M474 872H526V1010H474Z", look.trim)
    drawing.path("".join(disc(500, y, 10) for y in (900, 950)), look.trim.lighter(0.16))


def _draw_head(drawing: Drawing, words: AbstractSet[str], look: Look) -> None:
    ear = "M366 408Q334 380 336 430Q342 486 378 486ZM634 408Q666 380 664 430Q658 486 622 486Z"
    if words & {"elf", "goblin", "fey"}:
        ear = "M372 400Q330 370 268 320Q300 430 380 486ZM628 400Q670 370 732 320Q700 430 620 486Z"
    drawing.path(ear, look.skin.lighter(-0.06))
    drawing.path("M430 600Q500 660 570 600V650Q500 700 430 650Z", _DARK, 0.16)
    drawing.path(_HEAD, _lit(drawing, look.skin))
    drawing.path(
        "M560 252Q638 280 638 400Q640 492 602 552Q556 618 500 620Q600 520 560 252Z", _DARK, 0.07
    )
    blush = look.skin.turned(-28).lighter(-0.05)
    drawing.path(
        disc(412, 500, 34) + disc(588, 500, 34), Tone(blush.lightness, 0.12, blush.hue), 0.3
    )


def _draw_face(drawing: Drawing, words: AbstractSet[str], chance: Seeded, look: Look) -> None:
    brow = look.hair.lighter(-0.1) if look.hair.lightness < 0.75 else look.hair.lighter(-0.3)
    angry, sad = (
        bool(words & {"angry", "fierce", "grim", "stern"}),
        bool(words & {"sad", "worried"}),
    )
    inner = 12 if angry else -14 if sad else chance.between(-5, 4)
    outer = -10 if angry else 8 if sad else 0
    for x, way in ((434, 1), (566, -1)):
        drawing.path(f"M{x - 36} 424Q{x} 396 {x + 36} 424Q{x} 452 {x - 36} 424Z", "#fbf8f4")
        drawing.circle(x, 424, 17, look.eyes)
        drawing.circle(x, 424, 8.5, _DARK)
        drawing.circle(x - 6, 418, 5, "#ffffff")
        drawing.stroke(f"M{x - 38} 423Q{x} 393 {x + 38} 423", _DARK, 7)
        drawing.stroke(
            f"M{x - 40 * way} {382 + outer:.1f}Q{x} 362 {x + 38 * way} {380 + inner:.1f}", brow, 12
        )
    drawing.stroke("M502 438Q514 484 520 496Q508 510 490 504", look.skin.lighter(-0.2), 7, 0.75)
    lip = Tone(max(look.skin.lightness - 0.24, 0.3), 0.12, 22)
    if words & {"happy", "smiling", "laughing", "cheerful", "smile", "joyful"}:
        drawing.path("M444 540Q500 556 556 540Q544 598 500 598Q456 598 444 540Z", lip.lighter(-0.1))
        drawing.path("M456 546Q500 558 544 546Q540 562 500 564Q460 562 456 546Z", "#ffffff")
    elif sad or angry:
        drawing.stroke("M452 566Q500 538 548 566", lip, 11)
    else:
        rise = chance.between(4, 18)
        drawing.stroke(f"M454 552Q500 {560 + rise:.1f} 546 552", lip, 11)


def _draw_beard(drawing: Drawing, look: Look) -> None:
    drawing.path("M364 452Q392 540 440 524Q500 496 560 524Q608 540 636 452Q646 600 596 680Q550 760 500 776"
                 "Q450 760 404 680Q354 600 364 452Z", _lit(drawing, look.hair.lighter(-0.02)))  # fmt: skip
    drawing.path("M452 552Q500 538 548 552Q500 582 452 552Z", Tone(0.45, 0.12, 22))


def _draw_hood_back(drawing: Drawing, look: Look) -> None:
    drawing.path("M500 130Q730 150 734 440Q740 640 800 800H200Q260 640 266 440Q270 150 500 130Z",
                 _lit(drawing, look.cloth.lighter(-0.12)))  # fmt: skip


def _draw_worn(drawing: Drawing, words: AbstractSet[str], look: Look, *, is_hooded: bool) -> None:
    gold = (Tone(0.89, 0.13, 92), Tone(0.68, 0.13, 70))
    if is_hooded:
        drawing.path("M500 130Q730 150 734 440Q740 640 790 790L640 760Q690 560 656 420Q640 262 500 256"
                     "Q360 262 344 420Q310 560 360 760L210 790Q260 640 266 440Q270 150 500 130Z",
                     _lit(drawing, look.cloth))  # fmt: skip
        drawing.stroke(
            "M362 758Q312 560 345 420Q360 262 500 256Q640 262 655 420Q688 560 638 758", look.trim, 9
        )
    elif words & _CROWNED:
        stops = [(0.0, gold[0], 1.0), (1.0, gold[1], 1.0)]
        drawing.path("M352 282L336 150L420 216L500 120L580 216L664 150L648 282Q500 246 352 282Z",
                     drawing.linear(stops))  # fmt: skip
        drawing.path(
            disc(500, 232, 16) + disc(418, 244, 11) + disc(582, 244, 11), look.cloth.at(0.55)
        )
    elif words & {"knight", "paladin", "samurai", "viking"}:
        steel = Tone(0.72, 0.025, 245)
        drawing.path("M330 420Q322 186 500 176Q678 186 670 420L628 500L622 360Q500 320 378 360L372 500Z",
                     _lit(drawing, steel))  # fmt: skip
        drawing.path("M484 176H516V346L500 362L484 346Z", look.trim)
    if words & {"glasses", "spectacles", "scholar", "scientist"}:
        drawing.path(ring(434, 426, 56, 48) + ring(566, 426, 56, 48), _DARK)
        drawing.stroke("M490 420Q500 412 510 420M378 420L344 408M622 420L656 408", _DARK, 8)
