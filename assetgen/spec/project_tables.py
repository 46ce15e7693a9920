"""The tables of the root spec that hold for the whole project, as the values other rooms use."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetgen.model import Address, Move, ProjectSettings, ProviderSettings
from assetgen.paths import path_problem
from assetgen.spec.document import Written
from assetgen.spec.instances import key_problem
from assetgen.spec.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetgen.model import DesiredAsset
    from assetgen.project import Project
    from assetgen.spec.document import Document
    from assetgen.spec.problems import Problems

DEFAULT_ROOT = "assets"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_NAME = re.compile(r"[\w-]+")


def project_settings(document: Document, project: Project, problems: Problems) -> ProjectSettings:
    """`[project]`, `[remote]` and `[budget]`, checked as far as the disk shows."""
    table: dict[str, Any] = document.data.get("project", {})
    budget: dict[str, Any] = document.data.get("budget", {})
    return ProjectSettings(
        name=table.get("name") or project.folder.name,
        root=_root(document, project, problems),
        ignore_outputs=table.get("outputs") == "ignore",
        release=table.get("release", False),
        remote=_remote(document, project, problems),
        per_run=_decimal(budget.get("per_run")),
        per_month=_decimal(budget.get("per_month")),
    )


def provider_settings(document: Document) -> dict[str, ProviderSettings]:
    """The `[provider.NAME]` tables."""
    tables: dict[str, Any] = document.data.get("provider", {})
    return {
        name: ProviderSettings(
            concurrency=table.get("concurrency"),
            requests_per_minute=table.get("requests_per_minute"),
            timeout=None if table.get("timeout") is None else float(table["timeout"]),
            prices={model: Decimal(str(price)) for model, price in table.get("price", {}).items()},
        )
        for name, table in tables.items()
    }


def moves(
    documents: Iterable[Document], assets: Iterable[DesiredAsset], problems: Problems
) -> tuple[Move, ...]:
    """The `[[moved]]` entries; `assets` are those that the spec has now."""
    addresses = {str(asset.address) for asset in assets}
    present = addresses | {address.partition("@")[0] for address in addresses}
    found: dict[str, Move] = {}
    for document in documents:
        for index, table in enumerate(document.data.get("moved", ())):
            written = Written(document, ("moved", index))
            if "from" in table and "to" in table and _is_move(written, table, problems):
                old, new = table["from"], table["to"]
                if old in present:
                    problems.add(written.at("from"), f"the spec still has this address: {old}")
                if old in found:
                    first = found[old].place
                    problems.add(written.at("from"), f"moved twice, first at {first}: {old}")
                found[old] = Move(Address(old), Address(new), written.key_place)
    return tuple(found.values())


def move_warnings(found: Iterable[Move], assets: Iterable[DesiredAsset]) -> tuple[str, ...]:
    """One sentence for each move that leads to nothing."""
    addresses = {str(asset.address) for asset in assets}
    known = addresses | {address.partition("@")[0] for address in addresses}
    moves_ = tuple(found)
    known |= {str(move.from_) for move in moves_}
    lost = [move for move in moves_ if move.to not in known]
    hints = {move: nearest(move.to, known) for move in lost}
    return tuple(
        f"{move.place}: moved.to: no such address: {move.to}"
        + (f" (nearest: {hints[move]})" if hints[move] else "")
        for move in lost
    )


def _is_move(written: Written, table: Mapping[str, str], problems: Problems) -> bool:
    for name in ("from", "to"):
        asset, at, key = table[name].partition("@")
        if not _NAME.fullmatch(asset) or (at and key_problem(key)):
            problems.add(written.at(name), f"not an address: {table[name]}", "name, or name@key")
            return False
    if table["from"] == table["to"]:
        problems.add(written.at("to"), f"moves to itself: {table['to']}")
        return False
    return True


def _root(document: Document, project: Project, problems: Problems) -> str:
    given: str = document.data.get("project", {}).get("root", DEFAULT_ROOT)
    root = given.removesuffix("/") if given != "/" else given
    written = Written(document, ("project", "root"))
    problem = None if root == "." else path_problem(root)
    if problem:
        problems.add(written, f"the folder {problem}: {given}", "a folder below the project")
        return DEFAULT_ROOT
    real = project.folder.resolve()
    if not (real / root).resolve().is_relative_to(real):
        problems.add(written, f"a symlink leads out of the project: {given}")
    return root


def _remote(document: Document, project: Project, problems: Problems) -> str | None:
    url: str | None = document.data.get("remote", {}).get("url")
    if url is None:
        return None
    written = Written(document, ("remote", "url"))
    if _SCHEME.match(url) and "://" in url:
        problems.add(written, f"not supported yet: {url}", "a folder in the work tree")
        return None
    path = Path(os.path.normpath(project.folder / url))
    problem = "leads out of the work tree"
    if not url.startswith("/") and path.is_relative_to(project.work_tree):
        below = path.relative_to(project.work_tree).as_posix()
        problem = path_problem(below) or _leaving(path, project)
    if problem:
        problems.add(written, f"the folder {problem}: {url}", "ASSETGEN_REMOTE names any folder")
    return Path(os.path.relpath(path, project.folder)).as_posix()


def _leaving(path: Path, project: Project) -> str:
    inside = path.resolve().is_relative_to(project.work_tree.resolve())
    return "" if inside else "leads out of the work tree by a symlink"


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
