"""The key is sent to the provider's host and is found nowhere else, whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assetgen.emulator.faults import Fault
from assetgen.emulator.kinds import GENERATION_STAGES, KINDS
from assetgen.emulator.options import Options
from tests.buying.market import KEY, Buyer, opened, spec_of
from tests.support.local_server import Said, local_server
from tests.transforms.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.local_server import LocalServer

TOO_SLOW = {
    "slow",
    "huge-answer",
    "download-slow",
    "link-other-host",
    "server-error",
    "unavailable",
}
"""Left out: they wait for a real timeout, or look up a name of the internet."""

FAULTS = [
    name for name, kind in KINDS.items() if kind.stage in GENERATION_STAGES and name not in TOO_SLOW
]
LIMITED = {"rate-limit", "rate-limit-bare"}


def everything_in(home: Path) -> bytes:
    """Every file of a folder: project, lock, cache, journal, logs."""
    files = [file for file in home.rglob("*") if file.is_file()]
    assert any(file.name == "journal.db" for file in files)
    return b"\0".join(file.read_bytes() for file in files)


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in LIMITED])
def test_no_fault_brings_the_key_into_a_file_or_onto_the_screen(name: str, tmp_path: Path) -> None:
    faults = (Fault(name=name),)
    with opened(Options(faults=faults, log=tmp_path / "log", bill=tmp_path / "bill")) as (_, url):
        buyer = Buyer.at(tmp_path, url, spec_of(1))
        answers = [buyer.sync("--verbose"), buyer.sync("--json"), buyer.shell.run("costs")]
        answers += [buyer.shell.run("why", "icon@item-000"), buyer.shell.run("plan", "--json")]
    said = "".join(answer.out + answer.err for answer in answers)
    assert "item-000" in said
    assert KEY not in said
    assert KEY.encode() not in everything_in(tmp_path)


@pytest.mark.parametrize("name", ["redirect", "link-other-host", "download-redirect"])
def test_another_server_is_not_even_asked(name: str, tmp_path: Path) -> None:
    with local_server() as elsewhere:
        fault = Fault(name=name, url=f"{elsewhere.base_url}/elsewhere")
        with opened(Options(faults=(fault,))) as (_, url):
            assert Buyer.at(tmp_path, url, spec_of(1)).sync("--quiet").code == 1
    assert elsewhere.connections == 0


def answering(server: LocalServer) -> LocalServer:
    """It sells one picture: its link is redirected once, on the same server."""
    link = f"{server.base_url}/first"
    server.answers["/v2/images/generations"] = Said.of(
        {"id": "one", "data": [{"url": link}], "usage": {"total_cost": "0.06"}}
    )
    server.answers["/first"] = Said(302, headers={"Location": f"{server.base_url}/second"})
    server.answers["/second"] = Said(200, png(16, 16), {"Content-Type": "image/png"})
    return server


def test_the_key_goes_with_the_request_and_with_no_download_or_redirect(tmp_path: Path) -> None:
    with local_server() as plain:
        server = answering(plain)
        assert Buyer.at(tmp_path, server.base_url, spec_of(1)).sync("--quiet").code == 0
    carried = {seen.path: KEY in str(seen.headers) for seen in server.seen}
    assert carried.pop("/v2/models?type=image", True)
    assert carried == {"/v2/images/generations": True, "/first": False, "/second": False}
