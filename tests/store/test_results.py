from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.digest import digest_bytes, fingerprint_text
from assetgen.errors import CacheError
from assetgen.model import Digest, Fingerprint, Result, Take
from assetgen.store.result_json import dump_result, parse_result
from assetgen.store.results import Results
from tests.store.samples import FINGERPRINT, REQUEST, a_result, overwrite

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "results", aside=tmp_path / "corrupt")


printable = st.text().filter(str.isprintable)
takes = st.builds(
    Take,
    number=st.integers(1, 999_999_999),
    digest=st.binary(max_size=8).map(digest_bytes),
    media_type=printable,
    width=st.integers(0, 2**40),
    height=st.integers(0, 2**40),
    generation_id=st.none() | printable,
    cost=st.none() | st.decimals(min_value=0, allow_nan=False, allow_infinity=False),
    time=printable,
)


@settings(max_examples=150, deadline=None)
@given(request_text=st.text(), take=takes)
def test_a_result_survives_its_file(request_text: str, take: Take) -> None:
    result = Result(request_text, FINGERPRINT, take)
    assert parse_result(dump_result(result), FINGERPRINT) == result


FILE = """\
{
  "version": 1,
  "request": "{\\"prompt\\":\\"caf\\u00e9\\"}",
  "take": 1,
  "digest": "sha256:92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b",
  "media_type": "image/png",
  "width": 640,
  "height": 480,
  "id": "gen-1",
  "cost": "0.05",
  "time": "2026-11-22T10:00:00Z"
}
"""


def test_the_file_of_a_result_looks_like_this(results: Results) -> None:
    results.add(a_result(request='{"prompt":"café"}'), durable=True)
    (path,) = (path for path in results.folder.rglob("*") if path.is_file())
    assert path.relative_to(results.folder).as_posix() == (
        "be/be8e777419d3511ae5f7e6f378c3ec77-1-"
        "92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b.json"
    )
    assert path.read_text() == FILE


def test_what_is_added_is_found(results: Results) -> None:
    results.add(a_result(), durable=False)
    assert results.find(FINGERPRINT, REQUEST, 1) == a_result()
    assert results.find(FINGERPRINT, REQUEST, 2) is None


def test_nothing_is_found_in_a_folder_that_is_not_there(results: Results) -> None:
    assert results.find(FINGERPRINT, REQUEST, 1) is None
    assert list(results.digests()) == []


def test_a_hit_compares_the_request_and_not_only_its_key(results: Results) -> None:
    results.add(a_result(fingerprint=FINGERPRINT, request="another request"), durable=False)
    assert results.find(FINGERPRINT, REQUEST, 1) is None


def test_takes_come_by_number_then_time(results: Results) -> None:
    second = a_result(b"two", 2)
    late = a_result(b"late", 1, time="2026-11-23T10:00:00Z")
    early = a_result(b"early", 1, time="2026-11-22T10:00:00Z")
    for result in (second, late, early, a_result(request="another request")):
        results.add(result, durable=False)
    assert results.takes(FINGERPRINT, REQUEST) == (early, late, second)
    assert results.find(FINGERPRINT, REQUEST, 1) == early


def test_many_requests_are_asked_for_at_once(results: Results) -> None:
    requests = {fingerprint_text(f"{n}"): f"{n}" for n in range(300)}
    for text in list(requests.values())[::2]:
        results.add(a_result(request=text), durable=False)
    held = results.takes_of(requests)
    assert held == {fingerprint_text(f"{n}"): (a_result(request=f"{n}"),) for n in range(0, 300, 2)}


def test_all_whole_results_can_be_listed(results: Results) -> None:
    several = [a_result(b"%d" % n, request=f"{n}") for n in range(30)]
    for result in several:
        results.add(result, durable=False)
    overwrite(results.path(several[7]), b"damaged")
    whole = [result for result in several if result is not several[7]]
    assert list(results.all()) == sorted(whole, key=lambda result: result.fingerprint)


def test_the_first_record_of_a_picture_stays(results: Results) -> None:
    results.add(a_result(time="first"), durable=False)
    results.add(a_result(time="second"), durable=True)
    assert results.takes(FINGERPRINT, REQUEST) == (a_result(time="first"),)


def test_a_result_cut_at_any_length_is_set_aside_and_can_be_added_again(
    results: Results, tmp_path: Path
) -> None:
    path, whole = results.path(a_result()), dump_result(a_result()).encode()
    results.add(a_result(), durable=False)
    for length in range(len(whole) - 1):  # without the last line feed it is still whole
        overwrite(path, whole[:length])
        assert results.find(FINGERPRINT, REQUEST, 1) is None
        assert (tmp_path / "corrupt" / path.name).read_bytes() == whole[:length]
        assert not path.exists()
        results.add(a_result(), durable=False)
        assert results.find(FINGERPRINT, REQUEST, 1) == a_result()


class HealedMeanwhile(Results):
    """Another process writes the result anew between our look and our move."""

    def _set_aside(self, path: Path, damaged: bytes) -> None:
        Results(self.folder).add(a_result(), durable=False)
        super()._set_aside(path, damaged)


def test_a_result_that_someone_healed_meanwhile_goes_back(tmp_path: Path) -> None:
    results = HealedMeanwhile(tmp_path / "results", tmp_path / "corrupt")
    results.add(a_result(), durable=False)
    overwrite(results.path(a_result()), b"damaged")
    assert results.find(FINGERPRINT, REQUEST, 1) is None
    assert results.find(FINGERPRINT, REQUEST, 1) == a_result()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", None),
        ("version", 0),
        ("version", True),
        ("request", 7),
        ("take", 2),
        ("take", 10**12),
        ("take", 1.0),
        ("digest", "sha256:../../../etc/passwd"),
        ("digest", digest_bytes(b"other")),
        ("width", -1),
        ("width", "640"),
        ("cost", 0.05),
        ("cost", "NaN"),
        ("cost", "-1"),
        ("cost", "cheap"),
        ("media_type", "image/png\x1b[2J"),
        ("time", "\ud800"),
    ],
)
def test_a_wrong_value_is_damage(results: Results, name: str, value: object) -> None:
    results.add(a_result(), durable=False)
    path = results.path(a_result())
    overwrite(path, json.dumps(json.loads(path.read_text()) | {name: value}).encode())
    assert results.find(FINGERPRINT, REQUEST, 1) is None
    assert not path.exists()


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"version":' + b"1" * 5000 + b"}"]
)
def test_what_is_no_result_is_set_aside(results: Results, text: bytes) -> None:
    results.add(a_result(), durable=False)
    overwrite(results.path(a_result()), text)
    assert results.takes(FINGERPRINT, REQUEST) == ()


def test_a_strange_id_does_not_lose_the_picture(results: Results) -> None:
    strange = replace(a_result(), take=replace(a_result().take, generation_id="a\ud800\n"))
    results.add(strange, durable=False)
    held = results.find(FINGERPRINT, REQUEST, 1)
    assert held == replace(strange, take=replace(strange.take, generation_id=None))


def test_a_result_of_a_later_version_is_left_alone(results: Results) -> None:
    results.add(a_result(), durable=False)
    path = results.path(a_result())
    overwrite(path, b'{"version": 2}')
    assert results.find(FINGERPRINT, REQUEST, 1) is None
    assert path.read_bytes() == b'{"version": 2}'


def test_foreign_files_are_passed_over(results: Results) -> None:
    results.add(a_result(), durable=False)
    folder = results.path(a_result()).parent
    (folder / ".tmp-1-0").write_bytes(b"unfinished")
    (folder / "notes.txt").write_bytes(b"hello")
    assert results.takes(FINGERPRINT, REQUEST) == (a_result(),)


def test_pictures_of_damaged_results_are_still_named(results: Results) -> None:
    for result in (a_result(b"one"), a_result(b"two", 2)):
        results.add(result, durable=False)
    overwrite(results.path(a_result(b"one")), b"damaged")
    results.takes(FINGERPRINT, REQUEST)
    assert set(results.digests()) == {digest_bytes(b"one"), digest_bytes(b"two")}


@pytest.mark.parametrize("key", ["", "../../../../etc", "A" * 32, "0" * 33, "0" * 32 + "\n"])
def test_what_is_no_fingerprint_never_becomes_a_path(results: Results, key: str) -> None:
    with pytest.raises(CacheError, match="not a fingerprint"):
        results.find(Fingerprint(key), REQUEST, 1)
    with pytest.raises(CacheError, match="not a name for a result"):
        results.add(a_result(fingerprint=Fingerprint(key or "x")), durable=False)


def test_what_is_no_digest_never_becomes_a_path(results: Results) -> None:
    bad = replace(a_result(), take=replace(a_result().take, digest=Digest("sha256:../../x")))
    with pytest.raises(CacheError, match="not a name for a result"):
        results.add(bad, durable=False)


def test_money_keeps_its_digits(results: Results) -> None:
    dear = replace(a_result(), take=replace(a_result().take, cost=Decimal("0.0500")))
    results.add(dear, durable=False)
    held = results.find(FINGERPRINT, REQUEST, 1)
    assert held is not None
    assert str(held.take.cost) == "0.0500"
