"""A project on disk for tests of the spec: its files as texts, its problems as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assetgen.errors import SpecError
from assetgen.model import Request
from assetgen.project import Project
from assetgen.spec import load_spec

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.model import DesiredAsset, Spec


def write(folder: Path, spec: str, files: dict[str, str] | None = None) -> Project:
    """Write `assets.toml` and further files; the project is its own work tree."""
    for name, text in {"assets.toml": spec, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Project(folder, folder)


def load(folder: Path, spec: str, files: dict[str, str] | None = None) -> Spec:
    """The spec, with `version = 1` on the first line."""
    return load_spec(write(folder, f"version = 1\n{spec}", files))


def problems(folder: Path, spec: str, files: dict[str, str] | None = None) -> list[str]:
    """What is wrong with a spec whose first line is `version = 1`; hints after an arrow."""
    return problems_of(write(folder, f"version = 1\n{spec}", files))


def problems_of(project: Project) -> list[str]:
    with pytest.raises(SpecError) as caught:
        load_spec(project)
    return [
        f"{problem.place}: {problem.message}" + (f" -> {problem.hint}" if problem.hint else "")
        for problem in caught.value.problems
    ]


def request(asset: DesiredAsset) -> Request:
    """The asset's source, which is a request."""
    assert isinstance(asset.source, Request)
    return asset.source
