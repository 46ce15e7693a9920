"""The text of the lock: what is written, what is kept, what survives being read again."""

from __future__ import annotations

import dataclasses
import json
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.digest import MAX_EXACT_INTEGER, digest_bytes, fingerprint_text
from assetgen.errors import LockError
from assetgen.model import Address, Lock, LockedAsset, LockedOutput, Request, SourceFile, Take
from assetgen.state.lockfile import dump_lock, parse_lock
from tests.state import samples
from tests.state.samples import FROM_FILE, FULL, HEADER

_texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_words = st.text(st.characters(categories=("Ll", "Lo", "Nd")), min_size=1, max_size=8)
_integers = st.integers(-MAX_EXACT_INTEGER, MAX_EXACT_INTEGER)
_plain = st.none() | st.booleans() | _integers | st.floats(allow_nan=False, allow_infinity=False)
_json = st.recursive(
    _plain | _texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner)
)
_digests = st.binary(max_size=4).map(digest_bytes)
_fingerprints = _texts.map(fingerprint_text)
_sizes = st.integers(1, 10_000)
_costs = st.none() | st.decimals(0, 10**6, places=4).map(abs)
_requests = st.builds(
    Request, _words, _texts, st.none() | _texts, st.none() | _words, st.none() | _words,
    _words, st.dictionaries(_texts, _json, max_size=3), _texts,
    st.lists(_digests | st.just("https://example.com/a.png"), max_size=3).map(tuple),
)  # fmt: skip
_sources = st.builds(SourceFile, _words.map("../{}.svg".format), _digests)


@st.composite
def _locks(draw: st.DrawFn) -> Lock:
    assets = {}
    for number, name in enumerate(draw(st.lists(_words, unique=True, max_size=4))):
        paths = [f"{number}/p{part}.png" for part in range(draw(st.integers(0, 2)))]
        assets[Address(name)] = LockedAsset(
            Address(name),
            draw(_requests | _sources),
            tuple(
                LockedOutput(path, draw(_fingerprints), draw(_digests), draw(_sizes), 1, 2)
                for path in paths
            ),
            tuple(
                Take(part + 1, draw(_digests), "image/png", 3, 4, draw(st.none() | _words),
                     draw(_costs), draw(_texts))
                for part in range(draw(st.integers(0, 2)))
            ),
            draw(st.none() | _digests),
            draw(_words),
            draw(st.booleans()),
            draw(st.dictionaries(_words.map("x-{}".format), _json, max_size=2)),
        )  # fmt: skip
    return Lock(assets)


@settings(max_examples=100, deadline=None)
@given(_locks())
def test_what_is_written_is_read_again(lock: Lock) -> None:
    assert parse_lock(dump_lock(lock)) == lock


@settings(max_examples=40, deadline=None)
@given(_locks())
def test_the_text_does_not_depend_on_the_order(lock: Lock) -> None:
    turned = Lock(dict(reversed(list(lock.assets.items()))))
    assert dump_lock(turned) == dump_lock(lock)


@settings(max_examples=40, deadline=None)
@given(_locks(), _locks())
def test_the_previous_text_never_changes_what_is_read(lock: Lock, before: Lock) -> None:
    text = dump_lock(lock, dump_lock(before))
    assert parse_lock(text) == lock
    assert dump_lock(lock, text) == text


def test_an_empty_lock_is_a_header() -> None:
    assert dump_lock(Lock()) == HEADER
    assert parse_lock(HEADER) == Lock()


def test_a_line_has_a_stable_layout() -> None:
    text = dump_lock(samples.lock(FROM_FILE, FULL))
    digests = [digest_bytes(b) for b in (b"1", b"picture 2", b"output", b"x", b"logo")]
    paths = [fingerprint_text(t) for t in ("assets/hero.png", "r", "l.avif")]
    assert text == (
        HEADER + '{"address":"hero","request":{"fingerprint":"e562b61672bd1f3f5feb98c8188b9868",'
        '"schema":1,"provider":"getimg","realm":"local","model":"seedream",'
        '"prompt":"a knight — “dawn”\\nsecond line","aspect_ratio":"16:9","resolution":"2K",'
        '"source_format":"png","parameters":{"a":"é","b":[1,2.5,{"a":true,"z":null}]}},'
        f'"takes":[{{"take":1,"digest":"{digests[0]}","media_type":"image/png","width":1,'
        '"height":2,"id":"gen-1","cost":"0.05","time":"2026-01-02"},'
        f'{{"take":2,"digest":"{digests[1]}","media_type":"image/png","width":64,"height":48}}],'
        f'"chosen":{{"digest":"{digests[0]}","by":"pick","picked":true}},'
        f'"outputs":[{{"path":"assets/hero.png","recipe":"{paths[0]}","digest":"{digests[2]}",'
        '"size":99,"width":32,"height":24},'
        f'{{"path":"a/ü.webp","recipe":"{paths[1]}","digest":"{digests[3]}",'
        '"size":0,"width":1,"height":1,"adopted":true}],"later":{"b":1,"a":[1.5]}}\n'
        f'{{"address":"logo","source":{{"path":"../brand/logo.svg","digest":"{digests[4]}"}},'
        f'"outputs":[{{"path":"l.avif","recipe":"{paths[2]}","digest":"{digests[2]}",'
        '"size":99,"width":32,"height":24}]}\n'
    )


def test_an_unchanged_line_keeps_its_bytes() -> None:
    spaced = json.dumps(json.loads(dump_lock(samples.lock(FULL)).splitlines()[1]), indent=None)
    previous = HEADER + spaced + "\n"
    assert dump_lock(parse_lock(previous), previous) == previous


def test_unknown_keys_stay_on_changed_lines_where_their_part_is_the_same() -> None:
    entry = json.loads(dump_lock(samples.lock(samples.asset(takes=2))).splitlines()[1])
    entry["new"] = 1
    entry["takes"][0]["seed"] = 7
    entry["outputs"][0]["blur"] = "stale as soon as the picture changes"
    previous = HEADER + json.dumps(entry) + "\n"
    old = parse_lock(previous).assets[Address("hero")]
    changed = dataclasses.replace(old, outputs=(samples.output(content="other"),))
    written = json.loads(dump_lock(samples.lock(changed), previous).splitlines()[1])
    assert (written["new"], written["takes"][0]["seed"]) == (1, 7)
    assert "blur" not in written["outputs"][0]


def test_a_parameter_that_is_true_is_not_the_number_one() -> None:
    one, true = (
        samples.lock(dataclasses.replace(FULL, source=Request("p", "x", parameters={"n": value})))
        for value in (1, True)
    )
    assert '"n":true' in dump_lock(true, dump_lock(one))


def test_a_dropped_output_flag_does_not_come_back_from_the_previous_text() -> None:
    adopted = dataclasses.replace(FULL.outputs[1], adopted=False)
    changed = samples.lock(dataclasses.replace(FULL, outputs=(adopted,)))
    assert parse_lock(dump_lock(changed, dump_lock(samples.lock(FULL)))) == changed


def test_lines_of_packs_and_manifests_pass_through_untouched() -> None:
    pack, manifest = '{"address": "pack:icons", "a":[ ]}\n', '{"address":"manifest:web"}\n'
    previous = HEADER + pack + manifest
    text = dump_lock(samples.lock(FROM_FILE), previous)
    assert text == dump_lock(samples.lock(FROM_FILE)) + manifest + pack


def test_a_header_with_unknown_keys_is_kept() -> None:
    previous = '{"assetgen_lock":1,"note":"x"}\n'
    assert dump_lock(Lock(), previous) == previous


def test_windows_line_ends_are_read_and_not_written() -> None:
    text = dump_lock(samples.lock(FULL, FROM_FILE))
    windows = text.replace("\n", "\r\n")
    assert parse_lock(windows) == samples.lock(FULL, FROM_FILE)
    assert dump_lock(parse_lock(windows), windows) == text


def test_a_text_cut_anywhere_is_whole_lines_or_an_error() -> None:
    assets = [samples.asset("a"), samples.asset("b"), FROM_FILE]
    text = dump_lock(samples.lock(*assets))
    for length in range(len(text)):
        try:
            found = parse_lock(text[:length])
        except LockError:
            continue
        assert text[:length].endswith("\n")
        assert list(found.assets.values()) == assets[: len(found.assets)]


def test_reading_and_writing_is_linear() -> None:
    many = samples.lock(*(samples.asset(f"icon@{n}", prompt="x" * 200) for n in range(10_000)))
    text = dump_lock(many)
    start = time.process_time()
    lock = parse_lock(text)
    assert dump_lock(lock, text) == text
    assert time.process_time() - start < 6, "generous: only a quadratic mistake is this slow"


@pytest.mark.parametrize("cost", ["0.05", "0", "12.3400", "0.00000001"])
def test_money_keeps_its_digits(cost: str) -> None:
    asset = dataclasses.replace(
        FULL, takes=(dataclasses.replace(FULL.takes[0], cost=Decimal(cost)),)
    )
    assert f'"cost":"{cost}"' in dump_lock(samples.lock(asset))


def test_references_stand_in_the_request_of_a_line() -> None:
    references = (digest_bytes(b"style sheet"), "https://example.com/a.png")
    source = Request("placeholder", "a knight", references=references)
    text = dump_lock(samples.lock(dataclasses.replace(samples.asset(), source=source)))
    assert f'"source_format":"png","references":["{references[0]}","{references[1]}"]}}' in text
    assert parse_lock(text).assets[Address("hero")].source == source
