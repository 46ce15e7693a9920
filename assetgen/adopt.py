"""Taking in a file of the user's own as an output, byte for byte, and giving it back.

Shares the way of `apply`: the bytes are kept first, then the lock changes under the project's
lock. The file itself is never touched. Called by `commands.adopt`.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.digest import recipe_fingerprint
from assetgen.errors import ConflictError, TreeError, UsageError
from assetgen.model import Kind, Lock
from assetgen.planning.lines import Made, adopted_line, released_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetgen.model import Address, LockedAsset
    from assetgen.planning.values import AssetPlan, OutputPlan, Plan
    from assetgen.reconcile import View, Workspace


def adopt_file(
    workspace: Workspace, view: View, path: str, measure: Callable[[bytes], tuple[str, int, int]]
) -> Made:
    """Accept what stands at an output's path. `measure` gives a picture's type, width, height.

    Raises UsageError for a path that no output has, TreeError for what is no file, and whatever
    `measure` raises for what is no picture.
    """
    asset, output = find_output(view.plan, path)
    if output.seen.kind is not Kind.FILE or output.seen.is_pointer:
        raise TreeError(f"no picture stands at {path}: {_found(output)}")
    file = workspace.project.folder / path
    try:
        data = file.read_bytes()
    except OSError as error:
        raise TreeError(f"can't read {path}: {error.strerror}") from error
    _, width, height = measure(data)
    digest = workspace.cache.put_file(file)
    workspace.cache.share([digest])
    source = asset.source.digest
    recipe = recipe_fingerprint(output.recipe, () if source is None else (source,))
    made = Made(output.fingerprint or recipe, digest, len(data), width, height)
    _replace_line(workspace, view, asset, adopted_line(asset, output, made))
    return made


def release_file(workspace: Workspace, view: View, path: str) -> None:
    """Let the recipe make `path` again at the next sync; the adopted bytes stay in the cache.

    Raises UsageError when the file is not adopted.
    """
    asset, output = find_output(view.plan, path)
    if asset.line is None or output.locked is None or not output.locked.adopted:
        raise UsageError(f"not adopted: {path}")
    workspace.cache.database.add_written([output.locked.digest])
    _replace_line(workspace, view, asset, released_line(asset.line, path))


def find_output(plan: Plan, path: str) -> tuple[AssetPlan, OutputPlan]:
    """The asset and output that want `path`. Raises UsageError with near paths."""
    for asset in plan.assets:
        for output in asset.outputs:
            if output.path == path:
                return asset, output
    import difflib

    paths = [output.path for asset in plan.assets for output in asset.outputs]
    near = difflib.get_close_matches(path, paths, 3)
    raise UsageError(f"no output has this path: {path}", ", ".join(near) or "assetgen show")


def output_path(project: Path, typed: str, folder: Path) -> str:
    """A typed file name as a path relative to the project: from where the user is, or from there.

    Raises UsageError for a file outside the project.
    """
    for base in (folder, project):
        absolute = Path(os.path.normpath(base / typed))
        if absolute.is_relative_to(project) and os.path.lexists(absolute):
            return absolute.relative_to(project).as_posix()
    raise UsageError(f"no such file in the project: {typed}")


def _replace_line(workspace: Workspace, view: View, asset: AssetPlan, line: LockedAsset) -> None:
    with workspace.lock as keeper:
        lines: dict[Address, LockedAsset] = dict(keeper.read().assets)
        seen = asset.old_address or asset.address
        if lines.get(seen) != view.lock.assets.get(seen):
            raise ConflictError(f"{asset.address} changed in the lock meanwhile", "run it again")
        lines.pop(seen, None)
        paths = {output.path for output in line.outputs}
        for address, other in lines.items():
            kept = tuple(output for output in other.outputs if output.path not in paths)
            if len(kept) != len(other.outputs):
                lines[address] = replace(other, outputs=kept)
        lines[asset.address] = line
        keeper.write(Lock(lines))


def _found(output: OutputPlan) -> str:
    if output.seen.is_pointer:
        return "a Git LFS pointer; git lfs pull brings the file"
    return {
        Kind.ABSENT: "nothing",
        Kind.FOLDER: "a folder",
        Kind.SYMLINK: "a symbolic link",
    }.get(output.seen.kind, "no regular file")
