"""One look at `[remote]` and the root without expanding the spec, for `sync --frozen`.

A spec that is missing, broken or unsafe names no remote here; every other verb says what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import rtoml

from assetgen.model import ProjectSettings
from assetgen.paths import path_problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Peeked:
    """What `--frozen` has to know: the remote's folder, and the folder that outputs lie below."""

    remote: str | None = None
    root: str | None = None


def peek(spec: Path) -> Peeked:
    """`[remote] url` and `[project] root`, relative to the project; None where they are not said.

    A spec that can be read and names no root has the default one.
    """
    try:
        with spec.open("rb") as file:
            document = rtoml.loads(file.read(MAX_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError):
        return Peeked()
    root = _safe_path(document, "project", "root") or ProjectSettings("").root
    return Peeked(_safe_path(document, "remote", "url"), root)


def _safe_path(document: Mapping[str, object], table: str, key: str) -> str | None:
    found = document.get(table)
    path = found.get(key) if isinstance(found, dict) else None
    if not isinstance(path, str):
        return None
    return path if path == "." or path_problem(path) is None else None
