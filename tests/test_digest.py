"""Golden fingerprints, RFC 8785 by its own examples, and what a request's key depends on."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.digest import (
    canonical_json,
    digest_bytes,
    digest_file,
    fingerprint_text,
    is_digest,
    normalize_text,
    plain_json,
    recipe_canonical,
    recipe_fingerprint,
    request_canonical,
    request_fingerprint,
    stamp_file,
)
from assetgen.errors import Place
from assetgen.model import (
    Address,
    DesiredAsset,
    DesiredOutput,
    Digest,
    Recipe,
    Request,
    Transform,
)

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.model import Json

EMPTY = Digest("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

MINIMAL = Request("placeholder", "a knight")
FULL = Request(
    provider="getimg",
    prompt="Zwölf Äpfel\nauf “Holz”",
    model="seedream-5-lite",
    aspect_ratio="16:9",
    resolution="2K",
    source_format="webp",
    parameters={"seed": 7, "strength": 0.5, "flags": [True, None], "b": {"z": 1, "a": 2}},
    realm="local",
)
RECIPE = Recipe(
    (
        Transform("resize", 1, {"width": 640, "fit": "cover"}, (EMPTY,)),
        Transform("encode", 1, {"format": "webp", "quality": 78}),
    )
)


def test_the_fingerprint_of_a_minimal_request_never_changes() -> None:
    assert request_canonical(MINIMAL) == (
        '{"prompt":"a knight","provider":"placeholder","schema":1,"source_format":"png"}'
    )
    assert request_fingerprint(MINIMAL) == "f7153fe9231d7ed90a5d3f3a8b30c838"


def test_the_fingerprint_of_a_full_request_never_changes() -> None:
    assert request_canonical(FULL) == (
        '{"aspect_ratio":"16:9","model":"seedream-5-lite",'
        '"parameters":{"b":{"a":2,"z":1},"flags":[true,null],"seed":7,"strength":0.5},'
        '"prompt":"Zwölf Äpfel\\nauf “Holz”","provider":"getimg","realm":"local",'
        '"resolution":"2K","schema":1,"source_format":"webp"}'
    )
    assert request_fingerprint(FULL) == "ba5b67e45d30924c5808349ad2b5b135"


def test_the_fingerprint_of_a_request_with_references_never_changes() -> None:
    request = replace(MINIMAL, references=(EMPTY, "https://example.com/a.png"))
    assert request_canonical(request) == (
        '{"prompt":"a knight","provider":"placeholder",'
        f'"references":["{EMPTY}","https://example.com/a.png"],'
        '"schema":1,"source_format":"png"}'
    )
    assert request_fingerprint(request) == "043609af82f39ddca4222d9e6d7bb9af"


def test_references_are_in_order() -> None:
    one, two = replace(MINIMAL, references=("a", "b")), replace(MINIMAL, references=("b", "a"))
    assert request_fingerprint(one) != request_fingerprint(two)


def test_the_fingerprint_of_a_recipe_never_changes() -> None:
    assert recipe_canonical(RECIPE, (EMPTY,)) == (
        f'{{"schema":1,"sources":["{EMPTY}"],"transforms":['
        f'{{"files":["{EMPTY}"],"name":"resize","parameters":{{"fit":"cover","width":640}},'
        '"version":1},'
        '{"name":"encode","parameters":{"format":"webp","quality":78},"version":1}]}'
    )
    assert recipe_fingerprint(RECIPE, (EMPTY,)) == "07aa427cd06f0280e1adabd11e060d87"


def test_sources_and_transforms_of_a_recipe_are_in_order() -> None:
    other = digest_bytes(b"other")
    backwards = Recipe(RECIPE.transforms[::-1])
    prints = {
        recipe_fingerprint(RECIPE, (EMPTY, other)),
        recipe_fingerprint(RECIPE, (other, EMPTY)),
        recipe_fingerprint(backwards, (EMPTY, other)),
    }
    assert len(prints) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"realm": "local"},
        {"provider": "other"},
        {"model": "m"},
        {"prompt": "a squire"},
        {"aspect_ratio": "1:1"},
        {"resolution": "2K"},
        {"source_format": "webp"},
        {"parameters": {"seed": 1}},
        {"references": (EMPTY,)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_field_of_a_request_changes_its_fingerprint(change: dict[str, object]) -> None:
    changed = replace(MINIMAL, **change)  # type: ignore[arg-type]
    assert request_fingerprint(changed) != request_fingerprint(MINIMAL)


@given(
    address=st.text(),
    line=st.integers(1, 10**6),
    tags=st.lists(st.text()),
    alt=st.dictionaries(st.text(), st.text()),
    paths=st.lists(st.text(), unique=True),
    pinned=st.booleans(),
)
def test_nothing_else_of_an_asset_changes_the_fingerprint_of_its_request(
    address: str, line: int, tags: list[str], alt: dict[str, str], paths: list[str], pinned: bool
) -> None:
    asset = DesiredAsset(
        address=Address(address),
        place=Place("assets.toml", line),
        source=replace(MINIMAL),
        outputs=tuple(DesiredOutput(path, RECIPE) for path in paths),
        pinned=pinned,
        tags=tuple(tags),
        alt=alt,
    )
    assert isinstance(asset.source, Request)
    assert request_fingerprint(asset.source) == "f7153fe9231d7ed90a5d3f3a8b30c838"


texts = st.text(st.characters(exclude_categories=["Cs"]))
fields = st.fixed_dictionaries(
    {
        "provider": texts,
        "prompt": texts,
        "model": st.none() | texts,
        "resolution": st.none() | texts,
        "realm": texts,
    }
)


@given(fields, fields)
def test_requests_that_differ_have_other_canonical_texts(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert (request_canonical(Request(**one)) == request_canonical(Request(**other))) == (
        one == other
    )


# RFC 8785, appendix B, with the doubles written as Python reads them.
NUMBERS: list[tuple[float, str]] = [
    (0.0, "0"),
    (-0.0, "0"),
    (5e-324, "5e-324"),
    (-5e-324, "-5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
    (-1.7976931348623157e308, "-1.7976931348623157e+308"),
    (9007199254740992.0, "9007199254740992"),
    (-9007199254740992.0, "-9007199254740992"),
    (295147905179352830000.0, "295147905179352830000"),
    (9.999999999999997e22, "9.999999999999997e+22"),
    (1e23, "1e+23"),
    (1.0000000000000001e23, "1.0000000000000001e+23"),
    (999999999999999700000.0, "999999999999999700000"),
    (999999999999999900000.0, "999999999999999900000"),
    (1e21, "1e+21"),
    (9.999999999999997e-7, "9.999999999999997e-7"),
    (0.000001, "0.000001"),
    (333333333.3333332, "333333333.3333332"),
    (333333333.33333325, "333333333.33333325"),
    (333333333.3333333, "333333333.3333333"),
    (333333333.3333334, "333333333.3333334"),
    (333333333.33333343, "333333333.33333343"),
    (-0.0000033333333333333333, "-0.0000033333333333333333"),
    (1424953923781206.2, "1424953923781206.2"),
    (4.5, "4.5"),
    (0.002, "0.002"),
    (1e30, "1e+30"),
    (1e-27, "1e-27"),
    (100.0, "100"),
]


@pytest.mark.parametrize(("number", "text"), NUMBERS, ids=[text for _, text in NUMBERS])
def test_a_number_is_written_as_in_ecmascript(number: float, text: str) -> None:
    assert canonical_json(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value(number: float) -> None:
    assert float(canonical_json(number)) == number


def test_names_are_in_the_order_of_utf_16() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    table: dict[str, Json] = dict.fromkeys(names, None)
    assert list(json.loads(canonical_json(table))) == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


def test_strings_escape_what_has_to_be_escaped_and_nothing_else() -> None:
    text = '\u20ac$\u000f\nA\'B"\\\\"/\b\t\f\r\x7f\u2028'
    assert canonical_json(text) == ('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\\b\\t\\f\\r\x7f\u2028"')


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "no JSON number: nan"),
        (float("inf"), "no JSON number: inf"),
        (float("-inf"), "no JSON number: -inf"),
        (2**53 + 1, "integers over 2^53 are not exact in JSON: 9007199254740993"),
        (-(2**53) - 1, "integers over 2^53 are not exact in JSON: -9007199254740993"),
        ("\ud800", "text with a lone surrogate has no canonical form"),
        ({"\udead": 1}, "text with a lone surrogate has no canonical form"),
    ],
    ids=["nan", "inf", "-inf", "over 2^53", "under -2^53", "surrogate", "surrogate in a name"],
)
def test_what_json_cannot_say_exactly_is_an_error(value: Json, message: str) -> None:
    with pytest.raises(ValueError, match="^" + message.replace("^", r"\^") + "$"):
        canonical_json([value])


def test_the_greatest_exact_integers_are_written() -> None:
    assert canonical_json([2**53, -(2**53)]) == "[9007199254740992,-9007199254740992]"


def test_a_float_and_an_integer_of_one_value_are_one_number() -> None:
    assert canonical_json([1, 1.0]) == "[1,1]"


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=8,
)


@given(values)
def test_canonical_json_is_json_of_the_same_value(value: Json) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(texts, values))
def test_canonical_json_does_not_depend_on_the_order_of_names(table: dict[str, Json]) -> None:
    assert canonical_json(dict(reversed(table.items()))) == canonical_json(table)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("  a knight \n", "a knight"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("\ufb01", "\ufb01"),  # NFC keeps what only NFKC would change
        ("", ""),
    ],
)
def test_a_text_has_one_form(raw: str, normal: str) -> None:
    assert normalize_text(raw) == normal


@given(st.text())
def test_normalizing_again_changes_nothing(text: str) -> None:
    once = normalize_text(text)
    assert normalize_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once


def test_digests_and_stamps_of_bytes(tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.write_bytes(b"")
    assert digest_bytes(b"") == digest_file(file) == EMPTY
    assert stamp_file(file) == "99aa06d3014798d86001c324468d497f"
    assert fingerprint_text("") == "99aa06d3014798d86001c324468d497f"


def test_a_file_of_several_pieces_has_the_stamp_of_all_its_bytes(tmp_path: Path) -> None:
    data = b"0123456789abcdef" * (1 << 17)
    file = tmp_path / "two-mebibytes"
    file.write_bytes(data)
    assert str(stamp_file(file)) == fingerprint_text(data.decode())
    assert digest_file(file) == digest_bytes(data)


@pytest.mark.parametrize(
    "text",
    ["", "sha256:", EMPTY[:-1], EMPTY + "0", EMPTY.upper(), EMPTY.replace("sha256", "sha512")],
)
def test_what_is_no_digest(text: str) -> None:
    assert is_digest(EMPTY)
    assert not is_digest(text)


def test_values_of_a_parser_become_plain_json() -> None:
    assert plain_json({"a": (1, 2.5), 3: None}) == {"a": [1, 2.5], "3": None}


def test_a_value_without_json_form_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^bytes has no JSON form: b'x'$"):
        plain_json([b"x"])
