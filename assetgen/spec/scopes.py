"""The texts of one asset: which names they may use, what is said of another, and rendering.

A bare name that is defined twice is a mistake where it is used; so is one that no row has. Each
is found once for a template, not once for a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.errors import Place
from assetgen.spec.problems import nearest, suggest
from assetgen.spec.template_errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.spec.document import Written
    from assetgen.spec.entries import Prepared
    from assetgen.spec.for_each import Item
    from assetgen.spec.instances import Instance
    from assetgen.spec.library import Library
    from assetgen.spec.problems import Failures
    from assetgen.spec.templates import Templates

OUTPUT_NAMES = frozenset(["width", "height", "size", "scale", "format", "ext", "frame", "page"])


FUNCTIONS = frozenset(["range", "dict", "namespace", "cycler", "joiner"])
"""Names that Jinja itself gives; what the sandbox took away it reports by itself."""


@dataclass(frozen=True, slots=True)
class Text:
    """A template and where it was written: in the spec, or in a prompt file."""

    text: str
    written: Written
    file: str | None = None

    @property
    def is_template(self) -> bool:
        return "{" in self.text

    def place(self, line: int = 1) -> Place:
        return Place(self.file, line) if self.file else self.written.text_place(line)


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that the templates of one asset can use.

    `kinds` says for each bare name what defines it, in words for people, and what to write
    instead when it is defined twice. `is_open`: there are no rows that could say which fields
    there are, so that any name may be one.
    """

    kinds: Mapping[str, Mapping[str, str]]
    first: Item | None = None
    is_open: bool = False

    def problem(self, name: str, more: frozenset[str]) -> tuple[str, str | None] | None:
        """Why a template can't use `name`, with a hint; `more` are names of this place only."""
        kinds = dict(self.kinds.get(name, {}))
        if name in more and name in OUTPUT_NAMES:
            kinds["this output"] = ""
        if len(kinds) == 1 or name in more - OUTPUT_NAMES or name in FUNCTIONS:
            return None
        if kinds:
            instead = " or ".join(filter(None, kinds.values())) or "rename one of them"
            return f'"{name}" is defined twice: in {" and in ".join(kinds)}', instead
        if self.is_open:
            return None
        if name in OUTPUT_NAMES and more & OUTPUT_NAMES:
            return f'the output has no "{name}"', _known_outputs(more)
        known = set(self.kinds) | more
        if self.first:
            return f'no row has "{name}"', nearest(name, known) or suggest(name, known)
        return f'no such name "{name}"', nearest(name, known) or suggest(name, known)


def make_scope(
    library: Library,
    fields: frozenset[str],
    matrix: frozenset[str],
    *,
    items: tuple[Item, ...] | None,
    keyed: bool,
) -> Scope:
    """The scope of an asset; `items` are its rows if it has any, `keyed` whether it has a key."""
    first = items[0] if items else None
    kinds: dict[str, dict[str, str]] = {}
    for name in fields:
        kinds.setdefault(name, {})["the rows"] = f"item.{name}"
    for name in matrix:
        kinds.setdefault(name, {})["the matrix"] = ""
    for name in library.vars:
        kinds.setdefault(name, {})["vars"] = f"vars.{name}"
    builtin = {"vars": True, "item": items is not None, "key": keyed}
    for name in (name for name, is_there in builtin.items() if is_there):
        kinds.setdefault(name, {})["assetgen itself"] = ""
    return Scope(kinds, first, is_open=items == ())


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the names of templates against a scope, before any row is rendered."""

    templates: Templates
    library: Library
    scope: Scope
    failures: Failures

    def check(self, text: Text, more: frozenset[str] = frozenset()) -> bool:
        """Whether `text` can be rendered at all; if not, it has been reported."""
        try:
            names = self.templates.names(text.text)
        except TemplateError as error:
            self.failures.problems.add_at(
                text.place(error.line), f"{text.written}: {error.message}", error.hint
            )
            return False
        return self.check_names(text, names, more)

    def check_names(
        self,
        text: Text,
        names: frozenset[str],
        more: frozenset[str],
        *,
        is_expression: bool = False,
    ) -> bool:
        """Whether `text` may use all of `names`; if not, it has been reported.

        A name that is nowhere may stand where the text provides for that: `| default(…)`.
        """
        self.library.use_names(names, text.text)
        found = {name: self.scope.problem(name, more) for name in sorted(names)}
        lacking = {name for name, problem in found.items() if problem} - self.scope.kinds.keys()
        if lacking:
            guarded = self.templates.guarded_names(text.text, is_expression=is_expression)
            found = {name: found[name] for name in found if name not in lacking & guarded}
        is_fine = True
        for name, problem in found.items():
            if problem:
                is_fine = False
                line = _line_of(name, text.text)
                self.failures.add_all(text, *problem, first=self.scope.first, line=line)
        return is_fine


class Renderer:
    """Renders texts for one instance after another; a failure is noted with its row."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        self.failures = checker.failures

    def render(
        self,
        text: Text,
        prepared: Prepared,
        instance: Instance,
        names: Mapping[str, object] | None = None,
    ) -> str | None:
        """The rendered text; None when it failed, now or when its names were checked."""
        if not text.is_template:
            return text.text
        if text in prepared.poisoned:
            return None
        try:
            return self.checker.templates.render(text.text, names or instance.names)
        except TemplateError as error:
            row, line = instance.item, error.line
            self.failures.add(text, error.message, error.hint, row=row, line=line)
            return None


def _line_of(name: str, text: str) -> int:
    found = text.find(name)
    return text.count("\n", 0, found) + 1 if found >= 0 else 1


def _known_outputs(more: frozenset[str]) -> str:
    return f"known: {', '.join(sorted(more & OUTPUT_NAMES))}"
