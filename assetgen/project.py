"""Where a project is, and which names it keeps there. Looks at folders, writes nothing.

The project is the folder of the nearest `assets.toml`, upwards from where the command runs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

SPEC_NAME = "assets.toml"
LOCK_NAME = "assets.lock"
STATE_NAME = ".assetgen"


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one project, absolute.

    `work_tree` is the git work tree that holds it, or the project itself: inputs lie inside it.
    """

    folder: Path
    work_tree: Path

    @property
    def spec(self) -> Path:
        return self.folder / SPEC_NAME

    @property
    def lock(self) -> Path:
        return self.folder / LOCK_NAME

    @property
    def state(self) -> Path:
        return self.folder / STATE_NAME


def find_project(start: Path, *, needs_spec: bool = True) -> Project:
    """The project that holds `start`. Without `needs_spec` a lock alone makes a project.

    Raises UsageError when there is none.
    """
    start = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would follow symlinks
    if not start.is_dir():
        raise UsageError(f"no such folder: {start}")
    names = (SPEC_NAME,) if needs_spec else (SPEC_NAME, LOCK_NAME)
    for folder in (start, *start.parents):
        if any((folder / name).is_file() for name in names):
            return Project(folder, find_work_tree(folder))
    raise UsageError(f"no {SPEC_NAME} here or in a folder above: {start}", "assetgen init")


def find_work_tree(folder: Path) -> Path:
    """The root of the git work tree that holds `folder`, or `folder` itself."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return folder


def cache_folder(environment: Mapping[str, str], settings: Mapping[str, object]) -> Path:
    """Where blobs and results are kept: environment, then user settings, then the data folder."""
    named = environment.get("ASSETGEN_CACHE_DIR") or settings.get("cache_dir")
    if named:
        return Path(str(named)).expanduser().absolute()
    if os.name == "nt":
        base = environment.get("LOCALAPPDATA") or "~/AppData/Local"
    elif environment.get("XDG_DATA_HOME"):
        base = environment["XDG_DATA_HOME"]
    else:
        base = (
            "~/Library/Application Support" if os.uname().sysname == "Darwin" else "~/.local/share"
        )
    return (Path(base).expanduser() / "assetgen").absolute()


def settings_file(environment: Mapping[str, str]) -> Path:
    """The user's settings: `assetgen/config.toml` in the user's configuration folder."""
    if os.name == "nt":
        base = environment.get("APPDATA") or "~/AppData/Roaming"
    else:
        base = environment.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base).expanduser() / "assetgen" / "config.toml"
