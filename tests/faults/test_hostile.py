"""A spec or a lock from a stranger: a clear sentence within seconds and 2 GiB, nothing outside."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import HERO, Answer, Shell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from assetgen.cli import run
sys.exit(run(sys.argv[1:]))
"""
"""`assetgen` with at most 2 GiB of memory."""

SECONDS = 10
NEWLINE = "\n"


def limited(shell: Shell, *words: str) -> Answer:
    """A run with limits; it must say something and must not fall over."""
    with shell.start(*words, program=("-c", LIMITED)) as process:
        try:
            out, err = process.communicate(timeout=SECONDS)
        finally:
            process.kill()
    assert "Traceback" not in err, err
    return Answer(process.returncode, out, err)


def everything(home: Path) -> dict[str, bytes]:
    """All files of a test but the cache and our own folder, small enough to compare."""
    return {
        str(file.relative_to(home)): file.read_bytes()[:1000]
        for file in sorted(home.rglob("*"))
        if file.is_file() and not {"cache", ".assetgen"} & set(file.relative_to(home).parts)
    }


def asset(output: str = "a.png", prompt: str = "x", rest: str = "", top: str = "") -> str:
    return (
        f"version = 1\n{top and top + NEWLINE}[asset.a]\nprompt = {prompt!r}\noutput = {output!r}\n"
        f"resolution = '64x64'\n{rest}\n"
    )


TWO_CASES = asset("a.png").strip() + "\n[asset.b]\nprompt = 'y'\noutput = 'A.PNG'\n"
LOOPS = "{% for a in range(9999) %}" * 4 + "x" + "{% endfor %}" * 4
SPECS: Mapping[str, tuple[str, str]] = {
    "path up": (asset("../x.png"), "assets.toml:4:10: asset.a.output"),
    "path up inside": (asset("a/../../../x.png"), "assets.toml:4:10: asset.a.output"),
    "absolute path": (asset("/tmp/x.png"), "assets.toml:4:10: asset.a.output"),  # noqa: S108
    "backslashes": (asset("..\\x.png"), "assets.toml:4:10: asset.a.output"),
    "drive": (asset("C:x.png"), "assets.toml:4:10: asset.a.output"),
    "git folder": (
        asset(".git/x.png", top="[project]\nroot = '.'"),
        "assets.toml:6:10: asset.a.output",
    ),
    "own folder": (
        asset(".assetgen/x.png", top="[project]\nroot = '.'"),
        "assets.toml:6:10: asset.a.output",
    ),
    "device": (asset("CON.png"), "assets.toml:4:10: asset.a.output"),
    "rendered path": (asset("{{ '..' }}/x.png"), "assets.toml:4:10: asset.a.output"),
    "root up": (asset(top="[project]\nroot = '../..'"), "assets.toml:3:8: project.root"),
    "root absolute": (asset(top="[project]\nroot = '/tmp'"), "assets.toml:3:8: project.root"),
    "root in git": (asset(top="[project]\nroot = '.git'"), "assets.toml:3:8: project.root"),
    "two cases": (TWO_CASES, "assets.toml:8:10: asset.b.output"),
    "python": (asset(prompt="{{ ''.__class__.__mro__ }}"), "assets.toml:3:10: asset.a.prompt"),
    "long text": (asset(prompt="{{ 'x' * 10**10 }}"), "assets.toml:3:10: asset.a.prompt"),
    "power": (asset(prompt="{{ 9**9**9**9 }}"), "assets.toml:3:10: asset.a.prompt"),
    "endless": (asset(prompt=LOOPS), "assets.toml:3:10: asset.a.prompt"),
    "endpoint": (
        asset(rest="[provider.getimg]\nbase_url = 'http://169.254.169.254'"),
        "assets.toml:7:1: provider.getimg.base_url",
    ),
    "cache folder": (
        asset(top="[project]\ncache_dir = '/etc'"),
        "assets.toml:3:1: project.cache_dir",
    ),
    "remote outside": (asset(top="[remote]\nurl = '../../blobs'"), "assets.toml:3:7: remote.url"),
    "remote host": (asset(top="[remote]\nurl = 'http://x'"), "assets.toml:3:7: remote.url"),
    "data outside": (
        asset(rest="for_each = '../../rows.csv'", prompt="{{ id }}"),
        "assets.toml:6:12: asset.a.for_each",
    ),
    "data absolute": (
        asset(rest="for_each = '/etc/passwd'", prompt="{{ id }}"),
        "assets.toml:6:12: asset.a.for_each",
    ),
    "prompt outside": (
        "version = 1\n[asset.a]\nprompt_file = '/etc/passwd'\noutput = 'a.png'\n",
        "assets.toml:3:15: asset.a.prompt_file",
    ),
    "source outside": (
        "version = 1\n[asset.a]\nsource = '../../secret.png'\noutput = 'a.png'\n",
        "assets.toml:3:10: asset.a.source",
    ),
    "include outside": ("version = 1\ninclude = ['../../x.toml']\n", "assets.toml:2:12: include"),
    "template outside": (
        asset(prompt="{% include '../../secret.txt' %}"),
        "assets.toml:3:10: asset.a.prompt",
    ),
    "references": (
        asset(rest="references = ['/etc/passwd']"),
        "assets.toml:6:15: asset.a.references",
    ),
    "NUL": (asset().replace("a.png", "a\x00.png"), "assets.toml:4:"),
    "deep": ("version = 1\nvars = " + "[" * 10_000 + "]" * 10_000 + "\n", "assets.toml:"),
    "deep tables": ("version = 1\n[" + ".".join("a" * 10_000) + "]\n", "assets.toml:"),
    "too many": (
        asset(
            "{{ a }}.png", rest=f"matrix = {{ a = {list(range(2000))}, b = {list(range(2000))} }}"
        ),
        "assets.toml:",
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_a_hostile_spec_is_refused_at_its_place_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    spec, place = SPECS[name]
    shell = Shell.at(tmp_path / "a" / "b", spec)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    before = everything(tmp_path)
    answer = limited(shell, "sync")
    assert (answer.code, answer.out) == (2, ""), answer
    assert answer.err.startswith(f"error: {place}"), answer.err[:500]
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "start", "text"),
    [("200 MB of text", b"version = 1\nx = '''", b"x"), ("200 MB of keys", b"", b"a = 1\n")],
)
def test_a_huge_spec_is_refused_soon(tmp_path: Path, name: str, start: bytes, text: bytes) -> None:
    shell = Shell.at(tmp_path)
    shell.write("assets.toml", start + text * (200_000_000 // len(text)))
    answer = limited(shell, "sync")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: assets.toml:")
    assert len(answer.err) < 300


def test_data_of_200_mb_is_refused_soon(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, asset(rest="for_each = 'rows.csv'", prompt="{{ id }}"))
    shell.write("rows.csv", b"id\n" + b"row\n" * 50_000_000)
    answer = limited(shell, "sync")
    assert answer.code == 2
    assert "rows.csv" in answer.err


@pytest.mark.parametrize("link", ["assets", "assets/deep"])
def test_a_link_that_leads_out_of_the_project_is_never_followed(tmp_path: Path, link: str) -> None:
    shell = Shell.at(tmp_path, asset("deep/a.png"))
    outside = tmp_path / "outside"
    outside.mkdir()
    file = shell.folder / link
    file.parent.mkdir(exist_ok=True)
    file.symlink_to(outside, target_is_directory=True)
    answer = limited(shell, "sync", "--overwrite")
    assert (answer.code, answer.out) == (2, "")
    said = "asset.a.output: a symlink leads out of the project: assets/deep/a.png\n"
    assert answer.err.endswith(f"error: assets.toml:4:10: {said}")
    assert list(outside.iterdir()) == []


def test_data_behind_a_link_that_leads_out_is_not_read(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, asset(rest="for_each = 'rows.csv'", prompt="{{ id }}"))
    (tmp_path / "secret.csv").write_text("id\nsecret\n")
    (shell.folder / "rows.csv").symlink_to(tmp_path / "secret.csv")
    answer = limited(shell, "prompt")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: assets.toml:6:12: asset.a.for_each")


LOCKS: Mapping[str, tuple[str, str]] = {
    "path up": ('"path":"assets/hero.png"', '"path":"../../hero.png"'),
    "absolute path": ('"path":"assets/hero.png"', '"path":"/etc/hero.png"'),
    "git folder": ('"path":"assets/hero.png"', '"path":".git/config"'),
    "device": ('"path":"assets/hero.png"', '"path":"assets/CON.png"'),
    "NUL": ('"path":"assets/hero.png"', '"path":"assets/\\u0000.png"'),
    "digest": ('"digest":"sha256:', '"digest":"sha256:../../../../etc/'),
    "address": ('"address":"hero"', '"address":"hero\\u001b[31m"'),
    "deep": ('"outputs":', '"more":' + "[" * 10_000 + "]" * 10_000 + ',"outputs":'),
    "huge number": ('"width":64', '"width":' + "9" * 5_000),
    "a text for a number": ('"size":', '"size":"many","was":'),
    "newer": ('{"assetgen_lock":1}', '{"assetgen_lock":99}'),
    "conflict": ('{"assetgen_lock":1}', '{"assetgen_lock":1}\n<<<<<<< ours'),
    "no JSON": ('{"address"', "{address"),
}


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell.at(tmp_path_factory.mktemp("locked"), HERO)
    assert shell.run("sync").code == 0
    return shell


@pytest.mark.parametrize("words", [("sync",), ("sync", "--frozen")], ids=["sync", "frozen"])
@pytest.mark.parametrize("name", LOCKS)
def test_a_hostile_lock_is_refused_at_its_line_and_nothing_is_written(
    tmp_path: Path, locked: Shell, name: str, words: tuple[str, ...]
) -> None:
    shell = Shell.at(tmp_path, HERO)
    text = locked.read("assets.lock").decode()
    assert LOCKS[name][0] in text
    shell.write("assets.lock", text.replace(*LOCKS[name], 1))
    before = everything(tmp_path)
    answer = shell.run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(("error: assets.lock:1:1: ", "error: assets.lock:2:")), answer.err
    assert everything(tmp_path) == before
