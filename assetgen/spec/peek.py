"""One look at `[remote]` without expanding the spec, for `sync --frozen`.

A spec that is missing, broken or unsafe names no remote here; every other verb says what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rtoml

from assetgen.paths import path_problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 16 << 20


def peek_remote(spec: Path) -> str | None:
    """The folder that `[remote]` names, relative to the project; None when there is none."""
    try:
        with spec.open("rb") as file:
            document = rtoml.loads(file.read(MAX_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError):
        return None
    remote = document.get("remote")
    url = remote.get("url") if isinstance(remote, dict) else None
    return url if isinstance(url, str) and path_problem(url) is None else None
