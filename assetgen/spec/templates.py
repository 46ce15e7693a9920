"""Renders what the spec's texts say: Jinja templates, each distinct text compiled once.

Text without `{` is no template. The spec room calls this; what templates may do is decided in
`sandbox`, what is said when one fails in `template_errors`.
"""

from __future__ import annotations

import re
import threading
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import jinja2
from jinja2 import meta, nodes

from assetgen.spec.sandbox import RESULT, Sandbox
from assetgen.spec.sandbox_budget import Refused, spending
from assetgen.spec.sandbox_loader import MAX_TEXT, PromptsLoader
from assetgen.spec.template_errors import TemplateError, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    _Finder = Callable[[nodes.Template], Iterable[str]]

MAX_OUTPUT = 65_536
"""Characters of one rendered text."""

MAX_CACHED = 4_096
_GUARDS = frozenset({"default", "d", "defined", "undefined"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_Made = TypeVar("_Made")


class Templates:
    """The templates of one load of a spec. Usable from any thread.

    `prompts_folder` is where includes and imports come from; None if there is none.
    """

    def __init__(self, prompts_folder: Path | None) -> None:
        self._loader = PromptsLoader(prompts_folder)
        self._sandbox = Sandbox(self._loader)
        self._lock = threading.RLock()
        self._compiled: dict[tuple[str, str], object] = {}

    @property
    def files(self) -> tuple[Path, ...]:
        """The files below `prompts/` that were read."""
        return tuple(self._loader.files)

    @property
    def absent(self) -> tuple[Path, ...]:
        """The files below `prompts/` that were looked for and not found."""
        return tuple(self._loader.absent)

    def names(self, text: str) -> frozenset[str]:
        """The names that a template needs, with those of files that it is known to include.

        Raises TemplateError.
        """
        if "{" not in text:
            return frozenset()
        return self._cached(
            "names", text, lambda: self._names(_free, self._sandbox.tree(text), set())
        )

    def expression_names(self, expression: str) -> frozenset[str]:
        """The names that an expression needs. Raises TemplateError."""
        return self._cached(
            "expression names",
            expression,
            lambda: self._names(_free, self._sandbox.expression_tree(expression), set()),
        )

    def guarded_names(self, text: str, *, is_expression: bool = False) -> frozenset[str]:
        """Those of the names that the text itself provides for: `| default(…)`, `is defined`.

        Raises TemplateError.
        """
        parse = self._sandbox.expression_tree if is_expression else self._sandbox.tree
        with translated(text, {}):
            return self._names(_guarded, parse(text), set())

    def render(self, text: str, values: Mapping[str, object]) -> str:
        """The text that a template makes of `values`. Raises TemplateError."""
        if "{" not in text:
            return text
        template = self._cached("template", text, lambda: self._sandbox.from_string(text))
        with spending(), translated(text, values):
            return _bounded(template.root_render_func(template.new_context(dict(values))))

    def matches(self, expression: str, values: Mapping[str, object]) -> bool:
        """Whether a Jinja expression is true of `values`. Raises TemplateError."""
        template = self._cached(
            "expression",
            expression,
            lambda: self._sandbox.from_string(self._sandbox.expression_tree(expression)),
        )
        with spending(), translated(expression, values):
            context = template.new_context(dict(values))
            _bounded(template.root_render_func(context))
            return bool(context.vars[RESULT])

    def _cached(self, kind: str, text: str, make: Callable[[], _Made]) -> _Made:
        key = (kind, text)
        with self._lock:
            if key not in self._compiled:
                if len(text) > MAX_TEXT:
                    raise TemplateError(f"a template has at most {MAX_TEXT:,} characters")
                if len(self._compiled) >= MAX_CACHED:
                    del self._compiled[next(iter(self._compiled))]
                with translated(text, {}):
                    self._compiled[key] = make()
            made: _Made = self._compiled[key]  # type: ignore[assignment]
            return made

    def _names(self, kind: _Finder, tree: nodes.Template, seen: set[str]) -> frozenset[str]:
        """The names of that kind in a template, and in files that it includes."""
        names = set(kind(tree))
        for name in _known_files(tree):
            names |= self._included_names(kind, name, seen)
        return frozenset(names)

    def _included_names(self, kind: _Finder, name: str, seen: set[str]) -> frozenset[str]:
        if name in seen:
            return frozenset()
        seen.add(name)
        try:
            source, _, _ = self._loader.get_source(self._sandbox, name)
            return self._names(kind, self._sandbox.tree(source), seen)
        except jinja2.TemplateNotFound:
            return frozenset()
        except jinja2.TemplateSyntaxError as error:
            error.name = name
            raise


def _free(tree: nodes.Template) -> Iterable[str]:
    return meta.find_undeclared_variables(tree)


def _guarded(tree: nodes.Template) -> Iterator[str]:
    found: Iterator[nodes.Filter | nodes.Test] = chain(
        tree.find_all(nodes.Filter), tree.find_all(nodes.Test)
    )
    for node in found:
        if node.name in _GUARDS and isinstance(node.node, nodes.Name):
            yield node.node.name


def _known_files(tree: nodes.Template) -> Iterator[str]:
    """The files that are included, or imported `with context`, under a fixed name."""
    found: Iterator[nodes.Include | nodes.Import | nodes.FromImport] = chain(
        tree.find_all(nodes.Include), tree.find_all(nodes.Import), tree.find_all(nodes.FromImport)
    )
    for node in found:
        if node.with_context:
            yield from _fixed_names(node.template)


def _fixed_names(node: nodes.Expr) -> Iterator[str]:
    listed = node.items if isinstance(node, nodes.List | nodes.Tuple) else [node]
    for constant in listed:
        if isinstance(constant, nodes.Const) and isinstance(constant.value, str):
            yield constant.value


def _bounded(pieces: Iterable[str]) -> str:
    parts: list[str] = []
    size = 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > MAX_OUTPUT:
            raise Refused(f"the text becomes longer than {MAX_OUTPUT:,} characters")
    text = "".join(parts)
    if _SURROGATE.search(text):
        raise Refused("the text has half a character: a surrogate without its pair")
    return text
