"""A project in a folder of its own with a cache of its own, and assetgen run in it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetgen.cli import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HERO = """\
version = 1

[project]
name = "emberfall"

[asset.hero]
prompt = "A lone knight on a cliff at dawn"
resolution = "64x64"
output = "hero.png"
"""
"""One asset, one file: assets/hero.png."""

TWELVE = """\
version = 1
[asset.icon]
for_each = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]
prompt = "Icon of {{ item }}"
resolution = "64x64"
output = "{{ key }}.png"
"""
"""Twelve assets, one file each: more of a kind than one line each is worth."""

DEAD_PROXY = "http://127.0.0.1:9"
PROXIES = {
    name: DEAD_PROXY
    for proxy in ("http_proxy", "https_proxy", "all_proxy")
    for name in (proxy, proxy.upper())
}
"""Proxy variables that lead nowhere: whoever asks the network fails."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of assetgen came to."""

    code: int
    out: str
    err: str

    def document(self) -> dict[str, Any]:
        """Standard output as the one JSON document that it has to be."""
        document = json.loads(self.out)
        assert isinstance(document, dict)
        return document


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs assetgen in `folder`; `environment` is added to the one of the tests."""

    folder: Path
    cache: Path
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, home: Path, spec: str | None = None, name: str = "project") -> Shell:
        """A shell in `home/name` with `spec` as its assets.toml."""
        shell = cls(home / name, home / "cache")
        shell.folder.mkdir(parents=True, exist_ok=True)
        if spec is not None:
            shell.spec(spec)
        return shell

    def with_environment(self, **more: str) -> Shell:
        """The same shell with more environment variables."""
        return Shell(self.folder, self.cache, {**self.environment, **more})

    def run(self, *words: str) -> Answer:
        """`assetgen WORDS` inside this process: fast; folders and times become words."""
        out, err = io.StringIO(), io.StringIO()
        before = dict(os.environ)
        os.environ.clear()
        os.environ.update(self._environment())
        try:
            with (
                contextlib.chdir(self.folder),
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
            ):
                code = run(words)
        finally:
            os.environ.clear()
            os.environ.update(before)
        return Answer(code, self._plain(out.getvalue()), self._plain(err.getvalue()))

    def process(self, *words: str, timeout: float = 60) -> Answer:
        """`python -m assetgen WORDS` as a process of its own."""
        with self.start(*words) as process:
            try:
                out, err = process.communicate(timeout=timeout)
            except BaseException:
                process.kill()
                raise
        return Answer(process.returncode, self._plain(out), self._plain(err))

    def start(
        self, *words: str, program: Sequence[str] = ("-m", "assetgen"), **options: Any
    ) -> subprocess.Popen[str]:
        """The same, running; whoever asks for it ends it."""
        return subprocess.Popen(
            [sys.executable, *program, *words],
            cwd=self.folder,
            env=self._environment(),
            **{
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "encoding": "utf-8",
                **options,
            },
        )

    def spec(self, text: str) -> None:
        """Write assets.toml."""
        self.write("assets.toml", text)

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the project."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the one occurrence of `old` in a file of the project."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{text.count(old)} times in {path}: {old}"
        self.write(path, text.replace(old, new))

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def files(self, under: str = "assets") -> dict[str, bytes]:
        """Every file below a folder of the project, by path."""
        root = self.folder / under
        return {
            file.relative_to(self.folder).as_posix(): file.read_bytes()
            for file in sorted(root.rglob("*"))
            if file.is_file()
        }

    def lock(self) -> list[dict[str, Any]]:
        """The lines of assets.lock after its header."""
        lines = (self.folder / "assets.lock").read_text(encoding="utf-8").splitlines()[1:]
        return [json.loads(line) for line in lines]

    def locked_digests(self) -> dict[str, str]:
        """Path to digest of every output in the lock."""
        return {o["path"]: o["digest"] for line in self.lock() for o in line.get("outputs", [])}

    def git(self, *words: str) -> str:
        """A git command in the project, with nobody's settings."""
        environment = {
            **self._environment(),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_NAME": "somebody" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "somebody@example.org" for who in ("AUTHOR", "COMMITTER")},
        }
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout if done.returncode == 0 else f"exit 1\n{done.stdout}"

    def _environment(self) -> dict[str, str]:
        """Everything but what would make assetgen behave otherwise on this machine."""
        return {
            **{name: value for name, value in os.environ.items() if "ASSETGEN_" not in name},
            "XDG_CONFIG_HOME": str(self.cache.with_name("settings")),
            "ASSETGEN_CACHE_DIR": str(self.cache),
            **self.environment,
        }

    def _plain(self, text: str) -> str:
        text = text.replace(str(self.folder), "PROJECT").replace(str(self.cache), "CACHE")
        text = text.replace(str(self.folder.parent), "HOME")
        return re.sub(r"\b\d+\.\d s\b", "TIME", text)
