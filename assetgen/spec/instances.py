"""One `[asset.NAME]` becomes its instances: one for each row and combination of the matrix.

Decides which rows count, what each is called, and which names its templates see. What an
instance looks like is decided in `assets`.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetgen.spec.scopes import Checker, Scope, Text, make_scope
from assetgen.spec.template_errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assetgen.spec.entries import Entry
    from assetgen.spec.for_each import Item
    from assetgen.spec.layers import Layer, Value
    from assetgen.spec.library import Library
    from assetgen.spec.problems import Failures
    from assetgen.spec.templates import Templates

MAX_KEY = 200
MAX_INSTANCES = 1_000_000
_KEY = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Instance:
    """One asset to be: its key (None without rows), the names it sees, where its row stands."""

    key: str | None
    names: Mapping[str, object]
    item: Item | None = None


class Expander:
    """Makes the instances of one entry."""

    def __init__(
        self,
        entry: Entry,
        items: tuple[Item, ...] | None,
        library: Library,
        templates: Templates,
        failures: Failures,
    ) -> None:
        self._entry = entry
        self._items = items
        self._failures = failures
        self._templates = templates
        self._vars = library.values
        self._matrix: dict[str, list[Any]] = dict(_value(entry.own, "matrix", {}))
        fields = dict.fromkeys(name for item in items or () for name in item.fields)
        self._blank: dict[str, object] = dict.fromkeys(fields, "")
        self._key_text = _text(entry.own, "key")
        has_names = any(item.key is not None and item.text is None for item in items or ())
        keys = Checker(templates, library, self._scope(library, keyed=has_names), failures)
        self.scope = self._scope(library, keyed=entry.is_expanded)
        self.checker = Checker(templates, library, self.scope, failures)
        self._is_fine = self._check(keys)

    def instances(self) -> Iterator[Instance]:
        """The instances in order of rows, then of the matrix; what fails is reported."""
        if not self._entry.is_expanded:
            yield Instance(None, {**self._vars, "vars": self._vars})
        elif self._is_fine:
            yield from self._expanded()

    def _scope(self, library: Library, *, keyed: bool) -> Scope:
        fields, matrix = frozenset(self._blank), frozenset(self._matrix)
        return make_scope(library, fields, matrix, items=self._items, keyed=keyed)

    def _check(self, keys: Checker) -> bool:
        own = self._entry.own
        problems = self._failures.problems
        if not self._entry.is_expanded:
            for name in ("key", "where", "override"):
                if name in own and not self._entry.is_broken:
                    problems.add_key(own[name].written, "needs for_each or matrix")
            return True
        has_records = any(item.key is None for item in self._items or ())
        if has_records and self._key_text is None:
            hint = 'key = "{{ id | slug }}"'
            problems.add(own["for_each"].written, "rows with fields need a key", hint)
            return False
        count = math.prod(map(len, (self._items or "1", *self._matrix.values())))
        if count > MAX_INSTANCES:
            where_ = own.get("matrix") or own["for_each"]
            problems.add(where_.written, f"more than {MAX_INSTANCES:,} assets: {count:,}")
            return False
        checks = [keys.check(self._key_text)] if self._key_text else []
        where = _text(own, "where")
        if where:
            checks.append(self._check_where(keys, where))
        return all(checks)

    def _check_where(self, keys: Checker, where: Text) -> bool:
        try:
            names = self._templates.expression_names(where.text)
        except TemplateError as error:
            place = where.place(error.line)
            self._failures.problems.add_at(place, f"{where.written}: {error.message}", error.hint)
            return False
        return keys.check_names(where, names, frozenset(), is_expression=True)

    def _expanded(self) -> Iterator[Instance]:
        where = _text(self._entry.own, "where")
        mentioned = self._templates.names(self._key_text.text) if self._key_text else frozenset()
        appended = [name for name in self._matrix if name not in mentioned]
        combinations = [
            dict(zip(self._matrix, values, strict=True))
            for values in itertools.product(*self._matrix.values())
        ]
        for item in self._items if self._items is not None else (None,):
            row = self._row(item)
            for combination in combinations:
                names = {**row, **combination} if combination else row
                if where is None or self._is_wanted(where, names, item):
                    parts = [plain_text(combination[name]) for name in appended]
                    key = self._key(names, parts, item)
                    if key is not None:
                        yield Instance(key, {**names, "key": key}, item)

    def _row(self, item: Item | None) -> dict[str, object]:
        if item is None:
            return {**self._vars, "vars": self._vars}
        fields = {**self._blank, **item.fields}
        for name in [name for name, value in item.fields.items() if value is None]:
            fields[name] = ""
        whole = fields if item.text is None else item.text
        named = {"key": item.key} if item.key is not None and item.text is None else {}
        return {**self._vars, **named, **fields, "item": whole, "vars": self._vars}

    def _is_wanted(self, where: Text, names: Mapping[str, object], item: Item | None) -> bool:
        try:
            return self._templates.matches(where.text, names)
        except TemplateError as error:
            self._fail(where, error, item)
            return False

    def _key(
        self, names: Mapping[str, object], appended: list[str], item: Item | None
    ) -> str | None:
        own = self._entry.own
        text = self._key_text or Text("", (own.get("for_each") or own["matrix"]).written)
        try:
            rendered = self._templates.render(text.text, names)
        except TemplateError as error:
            self._fail(text, error, item)
            return None
        if self._key_text is None and item and item.key is not None:
            rendered = item.key
        key = unicodedata.normalize("NFC", "-".join(filter(None, [rendered, *appended])))
        problem = key_problem(key)
        if problem:
            hint = "{{ … | slug }} makes a key of any text"
            self._failures.add(text, problem, hint, row=item)
        return None if problem else key

    def _fail(self, text: Text, error: TemplateError, item: Item | None) -> None:
        self._failures.add(text, error.message, error.hint, row=item, line=error.line)


def key_problem(key: str) -> str | None:
    """Why `key` can't stand after the @ of an address; None when it can."""
    if not key:
        return "the key is empty"
    if len(key) > MAX_KEY:
        return f"the key is longer than {MAX_KEY} characters: {key[:40]}…"
    if not _KEY.fullmatch(key) and not all(map(_is_key_character, key)):
        return f"a key has only letters, digits, -, _ and .: {key}"
    return None


def plain_text(value: object) -> str:
    """A value of the matrix as it stands in a key."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_key_character(character: str) -> bool:
    return character in "-_." or unicodedata.category(character)[0] in "LMN"


def _value(own: Layer, name: str, default: Any) -> Any:
    found: Value | None = own.get(name)
    return found.value if found else default


def _text(own: Layer, name: str) -> Text | None:
    return Text(own[name].value, own[name].written) if name in own else None
