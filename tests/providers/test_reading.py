from __future__ import annotations

import pytest

from assetgen.providers.placeholder.emblems import EMBLEMS
from assetgen.providers.placeholder.lettering import BOX, GLYPHS, glyph, label_words, text_width
from assetgen.providers.placeholder.named import colours_in
from assetgen.providers.placeholder.reading import KINDS, read
from assetgen.providers.placeholder.seeded import Seeded
from assetgen.providers.placeholder.skies import light
from assetgen.providers.placeholder.tones import Tone, tone


def kind(prompt: str, aspect: float = 1.0) -> str:
    return read(prompt, aspect, Seeded("x")).kind


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("A lone knight on a cliff at dawn, ember orange and slate blue", "landscape"),
        ("hero banner for a bakery", "landscape"),
        ("a castle on a hill at night", "landscape"),
        ("The same person, happy", "portrait"),
        ("Kara, neutral expression", "portrait"),
        ("portrait of a knight", "portrait"),
        ("Hand-painted game icon of longsword; warm rim light", "icon"),
        ("Chain mail", "icon"),
        ("Alchemist's fire (flask)", "icon"),
        ("pixel sprite of a knight", "sprite"),
        ("mossy stone texture", "texture"),
        ("abstract shapes", "abstract"),
    ],
)
def test_the_words_choose_the_composition(prompt: str, expected: str) -> None:
    assert kind(prompt) == expected


def test_without_any_known_word_a_wide_picture_is_a_landscape() -> None:
    assert kind("xyzzy", 16 / 9) == "landscape"
    assert {read("xyzzy", 1.0, Seeded(str(n))).kind for n in range(40)} < set(KINDS)


@pytest.mark.parametrize(
    ("prompt", "emblem"),
    [
        ("Longsword", "sword"),
        ("Crossbow, light", "crossbow"),
        ("Crossbow bolt", "arrow"),
        ("Studded Leather Armor", "armour"),
        ("Scale mail", "armour"),
        ("Signet ring", "ring"),
        ("Potion of healing", "potion"),
        ("Case, map or scroll", "backpack"),
        ("Hand-painted game icon of warhammer; warm rim light", "hammer"),
        ("Thieves' Tools", "tools"),
        ("Gold coins", "coin"),
        ("an xyzzy", None),
    ],
)
def test_the_thing_itself_is_found_among_its_words(prompt: str, emblem: str | None) -> None:
    assert read(prompt, 1.0, Seeded("x")).emblem == emblem


def test_every_emblem_is_found_by_its_first_word() -> None:
    found = {
        name: read(EMBLEMS[name].words.split()[0], 1.0, Seeded("x")).emblem for name in EMBLEMS
    }
    assert found == {name: name for name in EMBLEMS}


@pytest.mark.parametrize(
    ("prompt", "hues"),
    [
        ("ember orange and slate blue", 2),
        ("crimson", 1),
        ("teal on Teal", 1),
        ("dark green cloak", 1),
        ("a snow field of nothing", 0),
    ],
)
def test_colours_are_found_by_their_names(prompt: str, hues: int) -> None:
    assert len(colours_in(prompt)) == hues


def test_ember_orange_is_warm_and_slate_blue_is_not() -> None:
    ember, slate = colours_in("ember orange and slate blue")
    assert (ember.is_warm, slate.is_warm) == (True, False)


def test_dark_and_pale_change_the_colour_they_stand_before() -> None:
    (deep,), (plain,), (pale,) = map(colours_in, ("deep crimson", "crimson", "pale crimson"))
    assert deep.lightness < plain.lightness < pale.lightness


def test_named_colours_colour_the_scene_and_leave_its_light() -> None:
    plain, teal = (
        light(read(prompt, 1.0, Seeded("x")), Seeded("x"))
        for prompt in ("forest at night", "forest at night, teal")
    )
    assert abs(plain.near.lightness - teal.near.lightness) < 0.02
    assert abs(teal.near.hue - colours_in("teal")[0].hue) < 25


@pytest.mark.parametrize(
    ("prompt", "label"),
    [
        ("A lone knight on a cliff at dawn, ember orange", "lone knight on a cliff at dawn"),
        ("Hand-painted game icon of a longsword; warm", "longsword"),
        ("Alchemist's fire (flask)", "Alchemist's fire"),
        ("one two three four five six seven of nine", "one two three four five six seven"),
        ("the", "the"),
        ("", ""),
        ("...", "..."),
        ("x" * 50, "x" * 34),
    ],
)
def test_the_label_is_the_thing_and_no_more(prompt: str, label: str) -> None:
    assert label_words(prompt) == label


def test_letters_and_digits_have_glyphs_of_their_own() -> None:
    characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    assert len({GLYPHS[c] for c in characters}) == 36


def test_small_letters_are_capitals_and_accents_are_left_off() -> None:
    assert (glyph("é"), glyph("q")) == (GLYPHS["E"], GLYPHS["Q"])


def test_what_has_no_glyph_is_a_box() -> None:
    assert (glyph("剣"), glyph(" ")) == (BOX, "")


def test_text_grows_with_its_letters() -> None:
    assert text_width("II", 6) < text_width("WW", 6) == pytest.approx(2 * 5.6 + 1.7)


@pytest.mark.parametrize("digits", ["#e8622a", "#000000", "#ffffff", "#2fafb3", "#7a3fb0"])
def test_a_tone_is_the_colour_that_it_was_made_from(digits: str) -> None:
    assert tone(digits).hex == digits


def test_a_colour_beyond_the_screen_keeps_its_hue() -> None:
    wanted = Tone(0.7, 0.4, 145)
    assert abs(tone(wanted.hex).hue - wanted.hue) < 3


def test_chance_is_the_same_on_every_machine() -> None:
    chance = Seeded("assetgen").fork("law")
    assert [chance.whole(0, 99) for _ in range(5)] == [12, 32, 48, 99, 86]
