"""Projects of many small pictures, and what of them has to be equal from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cli.shell import Shell

if TYPE_CHECKING:
    from pathlib import Path


def spec_of(number: int, *, resolution: str = "64x64", tables: str = "") -> str:
    """A spec with so many icons, one file each."""
    items = ", ".join(f'"item-{each:03}"' for each in range(number))
    return f"""\
version = 1
{tables}
[asset.icon]
for_each = [{items}]
prompt = "Icon of {{{{ item }}}}"
resolution = "{resolution}"
output = "{{{{ key }}}}.png"
"""


def project_of(home: Path, number: int, name: str = "project") -> Shell:
    """A project of so many icons with a cache of its own."""
    folder = home / name
    return Shell.at(folder, spec_of(number))


def timeless_lock(shell: Shell) -> list[dict[str, Any]]:
    """The lines of the lock without the time of each take."""
    lines = shell.lock()
    for line in lines:
        for take in line.get("takes", []):
            del take["time"]
    return lines


def results_of(shell: Shell) -> list[str]:
    """The names of all answers that the cache holds."""
    return sorted(file.stem for file in shell.cache.glob("v1/results/*/*.json"))


def leftovers(shell: Shell) -> list[str]:
    """Files of the project that are neither spec, lock, output nor our own memory."""
    known = {"assets.toml", "assets.lock", ".assetgen/.gitignore", ".assetgen/index"}
    names = {file for file in shell.files("") if not file.startswith("assets/")}
    return sorted(names - known - {".assetgen/lock"})
