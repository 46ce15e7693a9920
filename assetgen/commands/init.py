"""`assetgen init`: a first spec that works at once; asks nothing, overwrites nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetgen.commands.common import verb
from assetgen.errors import ExitCode, TreeError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.commands.common import Console

_SPEC = """#:schema ./assets.schema.json
# What assetgen keeps in step: edit, then `assetgen plan` shows what would change and why.
version = 1

[project]
name = "{name}"
root = "assets"                 # every output goes below this folder

[defaults]
provider = "placeholder"        # drawn offline: no key, no cost. Later: "getimg"
model = "seedream-5-lite"       # placeholder accepts every model; a real provider needs a real one

[vars]
mood = "warm rim light, ember orange and slate blue"

[asset.hero]
prompt = "A lone knight on a cliff at dawn, {{{{ mood }}}}"
aspect_ratio = "16:9"
alt = "A knight looks out over a valley at dawn"
output = "hero.png"

[asset.logo]
prompt = "Emblem of a burning tower, gold on deep teal"
output = "logo.png"

[asset.tile]
prompt = "Seamless pattern of moss and stone, forest green"
output = {{ path = "tile-{{{{ size }}}}.{{{{ ext }}}}", size = [256, 512], format = "webp" }}
"""


@verb(
    "Write a first assets.toml, ready to sync.",
    examples="""
assetgen init            here
assetgen -C art init     in another folder
""",
)
def command(console: Console) -> int:
    """Writes assets.toml and its schema, adds lines to .gitignore and .gitattributes, and tells git
    how to merge assets.lock. Files that are there are never overwritten.
    """
    from assetgen.gitfiles import add_lines, attribute_lines, register_merge_driver
    from assetgen.project import SPEC_NAME, find_work_tree
    from assetgen.spec import json_schema
    from assetgen.ui import documents

    folder = console.folder.absolute()
    spec = folder / SPEC_NAME
    if not folder.is_dir():
        raise UsageError(f"no such folder: {folder}")
    if spec.exists():
        raise UsageError(f"there is a spec already: {spec}", "assetgen plan")
    name = re.sub(r"[^\w.-]+", "-", folder.name).strip("-") or "project"
    _write(spec, _SPEC.format(name=name))
    _write(folder / "assets.schema.json", json_schema())
    add_lines(folder / ".gitignore", [".assetgen/"])
    add_lines(folder / ".gitattributes", attribute_lines("assets"))
    work_tree = find_work_tree(folder)
    is_registered = (work_tree / ".git").exists() and register_merge_driver(work_tree)
    if console.json:
        documents.emit({"spec": str(spec), "merge_driver": is_registered})
    wrote = f"Wrote {SPEC_NAME} (3 assets, drawn offline: no key, no cost)."
    console.report([f"{wrote}  Next: assetgen sync"])
    return ExitCode.OK


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return
    except OSError as error:
        raise TreeError(f"can't write {path}: {error.strerror}") from error
