"""The house's rules, read from the source: imports go one way, heavy libraries have one owner.

A module's room is its folder, or itself when it lies at the top.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "assetgen"

ORDER = (
    {
        "errors",
        "model",
        "digest",
        "recipe",
        "project",
        "paths",
        "colours",
        "references",
        "gitfiles",
    },
    {"emulator"},
    {"planning"},
    {"spec"},
    {"state"},
    {"store"},
    {"transforms"},
    {"providers"},
    {"spending"},
    {"apply"},
    {"buying", "pricing"},
    {"lookup"},
    {"reconcile"},
    {"adopt", "restore"},
    {"ui"},
    {"watch"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
"""Rooms from the ground up: each imports its own modules and those of rooms before it."""

OWNERS = {
    "pydantic": {"spec"},
    "jinja2": {"spec"},
    "yaml": {"spec"},
    "rtoml": {"spec"},
    "pyvips": {"transforms"},
    "rich": {"ui"},
    "click": {"cli", "commands"},
    "sqlite3": {"store", "spending"},
    "fcntl": {"store", "state", "spending"},
    "msvcrt": {"store", "state", "spending"},
    "httpx": {"providers"},
    "httpcore": {"providers"},
    "starlette": {"emulator"},
    "uvicorn": {"emulator"},
    "watchdog": {"watch"},
}
"""Who may import a library that is heavy, or that touches what only one room should."""

MODULE_LINES, FUNCTION_LINES = 300, 45


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    path: str
    room: str
    tree: ast.Module
    lines: int


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        relative = file.relative_to(PACKAGE)
        room = relative.parts[0].removesuffix(".py")
        text = file.read_text(encoding="utf-8")
        found.append(Module(relative.as_posix(), room, ast.parse(text), text.count("\n")))
    return tuple(found)


def imports(tree: ast.AST) -> list[str]:
    """Every module that is imported anywhere, also for types only and inside of functions."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def level(room: str) -> int:
    return next(index for index, rooms in enumerate(ORDER) if room in rooms)


def wrong_ways(module: Module) -> list[str]:
    """The imports of a module that lead up or sideways into another room."""
    rooms = {name.split(".")[1] for name in imports(module.tree) if name.startswith("assetgen.")}
    others = rooms - {module.room, "__version__"}
    ground = ORDER[0]
    return sorted(
        f"{module.path} imports {room}"
        for room in others
        if level(room) >= level(module.room) and not {room, module.room} <= ground
    )


def foreign_owners(module: Module) -> list[str]:
    """The libraries that a module imports though another room owns them."""
    names = {name.split(".")[0] for name in imports(module.tree)}
    return sorted(
        f"{module.path} imports {name}"
        for name in names & OWNERS.keys()
        if module.room not in OWNERS[name]
    )


def long_functions(module: Module) -> list[str]:
    return [
        f"{module.path}:{node.lineno} {node.name}: {length} lines"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]


def prints(module: Module) -> list[str]:
    return [
        f"{module.path}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and module.room not in {"ui", "cli"}
    ]


def test_every_room_has_its_place() -> None:
    known = set().union(*ORDER) | {"__init__"}
    assert {module.room for module in modules()} <= known


def test_imports_go_one_way() -> None:
    rooms = [module for module in modules() if module.room != "__init__"]
    assert {wrong for module in rooms for wrong in wrong_ways(module)} == set()


def test_a_heavy_library_has_one_owner() -> None:
    assert [wrong for module in modules() for wrong in foreign_owners(module)] == []


def test_a_module_is_no_longer_than_a_page_or_three() -> None:
    long = [f"{m.path}: {m.lines} lines" for m in modules() if m.lines > MODULE_LINES]
    assert long == []


def test_a_function_is_read_at_a_glance() -> None:
    assert [long for module in modules() for long in long_functions(module)] == []


def test_only_ui_prints() -> None:
    assert [place for module in modules() for place in prints(module)] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [m.path for m in modules() if not ast.get_docstring(m.tree) and m.tree.body]
    assert silent == []


WRONG = {
    "a room above": ("planning/x.py", "from assetgen.store.cache import Cache", wrong_ways),
    "inside a function": ("spec/x.py", "def f():\n    import assetgen.apply.run", wrong_ways),
    "for types only": ("state/x.py", "if 1:\n    from assetgen.ui import words", wrong_ways),
    "another's library": ("apply/x.py", "import pyvips", foreign_owners),
    "a part of it": ("planning/x.py", "from rich.table import Table", foreign_owners),
    "a long function": ("ui/x.py", "def f():\n" + "    x = 1\n" * 45, long_functions),
    "a print": ("store/x.py", "print(1)", prints),
}


@pytest.mark.parametrize(("path", "text", "rule"), WRONG.values(), ids=WRONG.keys())
def test_a_rule_sees_what_it_forbids(path: str, text: str, rule: object) -> None:
    module = Module(path, path.partition("/")[0], ast.parse(text), 1)
    assert callable(rule)
    assert len(rule(module)) == 1
