"""What a template sees in place of a name or field that is not there.

It fails wherever it is used, with a sentence; only `defined` and `default` may look at it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import jinja2
from jinja2.utils import missing

from assetgen.spec.sandbox_budget import kind_of


class MissingName(jinja2.UndefinedError):
    """A name or field that is not there: which, and which are (None: the names given)."""

    def __init__(self, message: str, name: str, known: tuple[str, ...] | None) -> None:
        super().__init__(message)
        self.name = name
        self.known = known


class Missing(jinja2.StrictUndefined):
    """Fails wherever it is used, naming what is missing."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        if hint is None:
            failure = functools.partial(MissingName, name=str(name), known=_known(obj))
            self._undefined_exception = failure  # type: ignore[assignment]

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return f'"{self._undefined_name}" is not defined'
        return f'no "{self._undefined_name}" in {_described(self._undefined_obj)}'


def _known(obj: object) -> tuple[str, ...] | None:
    """The fields that there are; None where any name of the template could be meant."""
    if obj is missing:
        return None
    return tuple(map(str, obj)) if isinstance(obj, Mapping) else ()


def _described(obj: object) -> str:
    if isinstance(obj, str):
        return f'the text "{obj[:40]}"'
    if isinstance(obj, Mapping):
        return "this table"
    return "this list" if isinstance(obj, list | tuple) else f"this {kind_of(obj)}"
