"""What is said when a template fails: Jinja's errors, and those of values, as sentences.

The one place where they are translated, each with its line. Only `templates` calls this.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING

import jinja2

from assetgen.spec.sandbox_budget import Refused
from assetgen.spec.sandbox_filters import FILTERS, TESTS
from assetgen.spec.sandbox_missing import MissingName
from assetgen.spec.sandbox_rewrite import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

_FAILURES = (
    jinja2.TemplateError, ArithmeticError, AssertionError, AttributeError, LookupError,
    MemoryError, RecursionError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
_BRACKETS = {
    "'end of print statement'": "}}",
    "'end of statement block'": "%}",
    "'begin of statement block'": "{%",
    "'end of template'": "the end",
}
_ENDS_EARLY = ("the template ends too early", "what opens with {{, {% or {# is closed again")
_SENTENCES = (
    (r"(?i)unexpected (end of template|the end).*|missing end of .*", *_ENDS_EARLY),
    (
        r"Encountered unknown tag '(end\w+|else|elif)'",
        r"the template is wrong: nothing was opened before {% \1 %}",
        None,
    ),
    (r"Encountered unknown tag '(.*)'", r"the template is wrong: no such tag: \1", None),
    (
        r"Expected an expression, got '?(.*?)'?",
        r"the template is wrong: a value is missing before \1",
        None,
    ),
    (
        r"expected token '?(.*?)'?, got '?(.*?)'?",
        r"the template is wrong: expected \1, found \2",
        None,
    ),
    (
        r"unexpected '(.*)', expected '(.*)'",
        r"the template is wrong: expected \2, found \1",
        None,
    ),
    (r"unexpected char (['\"])(.*)\1 at \d+", r"the template is wrong: unexpected \2", None),
    (r"unexpected '(.*)'", r"the template is wrong: unexpected \1", None),
)
"""What Jinja says of a text that it can't read, and what is said instead."""


class TemplateError(Exception):
    """A template can't be read or rendered. `line` counts from 1 within its text."""

    def __init__(self, message: str, hint: str | None = None, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


@contextmanager
def translated(text: str, values: Mapping[str, object]) -> Iterator[None]:
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
        return _syntax(_plain(error.message or str(error)))
    if "integer string conversion" in str(error):
        return "a number in the template is too large", None
    if isinstance(error, RecursionError | MemoryError | SyntaxError):
        return "the template is nested too deeply", None
    return f"the template fails: {_plain(str(error) or type(error).__name__)}", None


def _syntax(message: str) -> tuple[str, str | None]:
    """A sentence for what Jinja's parser says; its own words where no other are known."""
    for theirs, bracket in _BRACKETS.items():
        message = message.replace(theirs, bracket)
    for pattern, sentence, hint in _SENTENCES:
        if found := re.fullmatch(pattern, message):
            return found.expand(sentence), hint
    return f"the template is wrong: {message}", None


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
