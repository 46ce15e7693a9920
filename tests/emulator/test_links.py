"""Download links: signed, without a key, and gone when their time is over."""

from __future__ import annotations

import pytest
import pyvips

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.options import Options
from tests.emulator.support import HandClock, ask, order

NO_KEY = {"Authorization": ""}


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_a_link_leads_to_the_picture_without_a_key(name: str) -> None:
    emulator = Emulator(Options(), HandClock())
    link = order(emulator, aspect_ratio="16:9", output_format=name).json()["data"][0]
    answer = ask(emulator, "GET", link["url"], headers=NO_KEY)
    image = pyvips.Image.new_from_buffer(answer.content, "", fail_on="warning")
    assert answer.headers["content-type"] == link["mime_type"] == f"image/{name}"
    assert (image.width, image.height) == (link["width"], link["height"]) == (1360, 768)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_link_dies_when_its_time_is_over(status: int) -> None:
    clock = HandClock()
    emulator = Emulator(Options(link_lifetime=10, dead_link_status=status), clock)
    url = order(emulator).json()["data"][0]["url"]
    clock.moment += 9.9
    assert ask(emulator, "GET", url).status_code == 200
    clock.moment += 0.1
    assert ask(emulator, "GET", url).status_code == status


def test_a_link_that_was_tampered_with_is_dead() -> None:
    emulator = Emulator(Options(), HandClock())
    url = order(emulator).json()["data"][0]["url"]
    later = url.replace("exp=1790003600", "exp=1790009999")
    forged = url[:-1] + ("0" if url[-1] != "0" else "1")
    bare = url.partition("?")[0]
    assert [ask(emulator, "GET", one).status_code for one in (later, forged, bare)] == [403] * 3


def test_a_file_that_never_was_is_not_found() -> None:
    emulator = Emulator(Options(), HandClock())
    url = order(emulator).json()["data"][0]["url"]
    assert ask(emulator, "GET", url.replace("/0?", "/1?")).status_code == 404
    assert ask(emulator, "GET", "/v2/downloads/req-X/0?exp=1&sig=a").status_code == 404


def test_pictures_are_filled_up_to_the_wanted_size() -> None:
    emulator = Emulator(Options(picture_bytes=500_000), HandClock())
    url = order(emulator, output_format="png").json()["data"][0]["url"]
    assert len(ask(emulator, "GET", url).content) == 500_000
