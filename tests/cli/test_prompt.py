"""`assetgen prompt`: the references that a request goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.digest import digest_bytes
from tests.cli.shell import HERO, Shell

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = b"\x89PNG\r\n\x1a\n"
DIGEST = digest_bytes(PICTURE)
URL = "https://example.com/a.png"


def shell_with_references(home: Path) -> Shell:
    shell = Shell.at(home, f'{HERO}references = ["style.png", "{URL}"]\n')
    (shell.folder / "style.png").write_bytes(PICTURE)
    return shell


def test_prompt_shows_references_by_path_and_url(tmp_path: Path) -> None:
    answer = shell_with_references(tmp_path).run("prompt", "hero")
    assert f"\n    references: style.png ({DIGEST[:19]}…), {URL}\n" in answer.out


def test_prompt_as_json_has_the_path_of_each_digest(tmp_path: Path) -> None:
    document = shell_with_references(tmp_path).run("prompt", "--json").document()
    (entry,) = document["requests"]
    assert entry["request"]["references"] == [DIGEST, URL]
    assert entry["reference_files"] == {DIGEST: "style.png"}


def test_another_style_sheet_is_a_reason_in_the_plan(tmp_path: Path) -> None:
    shell = shell_with_references(tmp_path)
    assert shell.run("sync").code == 0
    (shell.folder / "style.png").write_bytes(PICTURE + b"other")
    other = digest_bytes(PICTURE + b"other")
    reason = f"references {DIGEST[:19]}… → {other[:19]}…"
    assert shell.run("plan").out.splitlines()[0] == f"+ hero  1 file  $0  {reason}"
