"""Renders what the spec's texts say: Jinja templates, each distinct text compiled once.

The one place where Jinja's errors become sentences with a line. Text without `{` is no
template. The spec room calls this; what templates may do is decided in `sandbox`.
"""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import jinja2
from jinja2 import meta, nodes

from assetgen.spec.sandbox import RESULT, Sandbox
from assetgen.spec.sandbox_budget import Refused, spending
from assetgen.spec.sandbox_filters import FILTERS, TESTS
from assetgen.spec.sandbox_loader import MAX_TEXT, PromptsLoader
from assetgen.spec.sandbox_missing import MissingName
from assetgen.spec.sandbox_rewrite import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

MAX_OUTPUT = 65_536
"""Characters of one rendered text."""

MAX_CACHED = 4_096
_SURROGATE = re.compile("[\ud800-\udfff]")
_FAILURES = (
    jinja2.TemplateError, ArithmeticError, AssertionError, AttributeError, LookupError,
    MemoryError, RecursionError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
_Made = TypeVar("_Made")


class TemplateError(Exception):
    """A template can't be read or rendered. `line` counts from 1 within its text."""

    def __init__(self, message: str, hint: str | None = None, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


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
        return self._cached("names", text, lambda: self._names(self._sandbox.tree(text), set()))

    def expression_names(self, expression: str) -> frozenset[str]:
        """The names that an expression needs. Raises TemplateError."""
        return self._cached(
            "expression names",
            expression,
            lambda: self._names(self._sandbox.expression_tree(expression), set()),
        )

    def render(self, text: str, values: Mapping[str, object]) -> str:
        """The text that a template makes of `values`. Raises TemplateError."""
        if "{" not in text:
            return text
        template = self._cached("template", text, lambda: self._sandbox.from_string(text))
        with spending(), _translated(text, values):
            return _bounded(template.root_render_func(template.new_context(dict(values))))

    def matches(self, expression: str, values: Mapping[str, object]) -> bool:
        """Whether a Jinja expression is true of `values`. Raises TemplateError."""
        template = self._cached(
            "expression",
            expression,
            lambda: self._sandbox.from_string(self._sandbox.expression_tree(expression)),
        )
        with spending(), _translated(expression, values):
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
                with _translated(text, {}):
                    self._compiled[key] = make()
            made: _Made = self._compiled[key]  # type: ignore[assignment]
            return made

    def _names(self, tree: nodes.Template, seen: set[str]) -> frozenset[str]:
        names = set(meta.find_undeclared_variables(tree))
        for name in _known_files(tree):
            names |= self._included_names(name, seen)
        return frozenset(names)

    def _included_names(self, name: str, seen: set[str]) -> frozenset[str]:
        if name in seen:
            return frozenset()
        seen.add(name)
        try:
            source, _, _ = self._loader.get_source(self._sandbox, name)
            return self._names(self._sandbox.tree(source), seen)
        except jinja2.TemplateNotFound:
            return frozenset()
        except jinja2.TemplateSyntaxError as error:
            error.name = name
            raise


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


@contextmanager
def _translated(text: str, values: Mapping[str, object]) -> Iterator[None]:
    """Every failure of Jinja, or of a value inside it, as a TemplateError with its line."""
    try:
        yield
    except _FAILURES as error:
        raise _as_template_error(error, text, values) from error


def _as_template_error(
    error: BaseException, text: str, values: Mapping[str, object]
) -> TemplateError:
    line, elsewhere = _place(error)
    message, hint = _sentence(error, tuple(values))
    if isinstance(error, MissingName) and not elsewhere:
        message = message.replace(" in this table", _path_to(error.name, text, line), 1)
    where = f" (prompts/{elsewhere[0]}:{elsewhere[1]})" if elsewhere else ""
    return TemplateError(f"{message}{where}", hint, line)


def _sentence(error: BaseException, names: tuple[str, ...]) -> tuple[str, str | None]:
    if isinstance(error, MissingName):
        return str(error), _nearest(error.name, names if error.known is None else error.known)
    if isinstance(error, Refused):
        return str(error.message), error.hint
    if isinstance(error, Unavailable):
        known = {"filter": FILTERS, "test": TESTS}.get(error.kind, ())
        return str(error.message), _nearest(error.unknown, known)
    if isinstance(error, jinja2.TemplateError):
        return f"the template is wrong: {_plain(error.message or str(error))}", None
    if "integer string conversion" in str(error):
        return "a number in the template is too large", None
    if isinstance(error, RecursionError | MemoryError | SyntaxError):
        return "the template is nested too deeply", None
    return f"the template fails: {_plain(str(error) or type(error).__name__)}", None


def _plain(message: str) -> str:
    """The first sentence of a foreign message, without its full stop."""
    return message.splitlines()[0].split(". ")[0].rstrip(".")[:300]


def _place(error: BaseException) -> tuple[int, tuple[str, int] | None]:
    """The line in the text itself, and (file, line) where an included file is at fault."""
    lines = list(_template_lines(error.__traceback__))
    own = next((line for name, line in lines if name is None), 1)
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (own, (error.name, error.lineno)) if error.name else (error.lineno, None)
    last = next(((name, line) for name, line in reversed(lines) if name is not None), None)
    return own, last if lines and lines[-1][0] is not None else None


def _template_lines(traceback: TracebackType | None) -> Iterator[tuple[str | None, int]]:
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, jinja2.Template):
            yield template.name, template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next


def _path_to(name: str, text: str, line: int) -> str:
    """` in item` for a field that was written `item.name`, if that can be told."""
    written = text.splitlines()[line - 1 : line]
    found = re.search(rf"([\w.]+)\s*\.\s*{re.escape(name)}\b", written[0] if written else "")
    return f" in {found[1]}" if found else " in this table"


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name, list(known), 1)), None)
