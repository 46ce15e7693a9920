"""What assets share by name: vars, styles and recipes of all files, and which of them are used.

Names are the project's, wherever they were written; a name defined twice names both places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetgen.spec.document import Written
from assetgen.spec.layers import Value, join, layer
from assetgen.spec.problems import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetgen.spec.document import Document
    from assetgen.spec.layers import Layer
    from assetgen.spec.problems import Problems

MAX_EXTENDS = 32
_WORD = re.compile(r"\w+")


class Library:
    """The named tables of the spec."""

    def __init__(self, documents: Iterable[Document], problems: Problems) -> None:
        self._problems = problems
        documents = tuple(documents)
        self.vars = defined("vars", documents, problems)
        self._styles = defined("style", documents, problems)
        self._recipes = defined("recipe", documents, problems)
        self.used: set[tuple[str, str]] = set()
        self._chains = {name: self._chain(name) for name in self._styles}

    @property
    def values(self) -> Mapping[str, object]:
        """The vars by name."""
        return {name: var.value for name, var in self.vars.items()}

    def style(self, name: Value) -> Layer:
        """The style that `name` asks for, joined with what it extends; empty if there is none."""
        for used in self._ancestors(str(name.value)):
            self.used.add(("style", used))
        return self._chains[name.value] if self._known("style", name, self._styles) else {}

    def recipe(self, name: Value) -> Layer:
        """The recipe that `name` asks for; empty, with a problem reported, if there is none."""
        self.used.add(("recipe", str(name.value)))
        if not self._known("recipe", name, self._recipes):
            return {}
        found = self._recipes[name.value]
        return layer(found.value, found.written)

    def use_names(self, names: Iterable[str], text: str) -> None:
        """Remember which vars a template uses; `vars.x` counts when it holds the word x."""
        words = set(names)
        if "vars" in words:
            words |= set(self.vars) if "{%" in text else set(_WORD.findall(text))
        self.used |= {("vars", name) for name in words if name in self.vars}

    def style_prompts(self) -> Iterable[Value]:
        """The prompts of all styles, used or not."""
        return [found["prompt"] for found in self._own_layers() if "prompt" in found]

    def warnings(self) -> tuple[str, ...]:
        """One sentence for each var, style and recipe that nothing uses."""
        tables = {"vars": self.vars, "style": self._styles, "recipe": self._recipes}
        unused = [
            value.written
            for kind, table in tables.items()
            for name, value in table.items()
            if (kind, name) not in self.used
        ]
        places = sorted((written.key_place, str(written)) for written in unused)
        return tuple(f"{place}: {path}: not used" for place, path in places)

    def _own_layers(self) -> list[Layer]:
        return [layer(found.value, found.written) for found in self._styles.values()]

    def _known(self, kind: str, name: Value, table: Mapping[str, Value]) -> bool:
        if name.value not in table:
            hint = suggest(str(name.value), table)
            self._problems.add(name.written, f"no such {kind}: {name.value}", hint)
        return name.value in table

    def _chain(self, name: str) -> Layer:
        """The style and all that it extends, nearest last, as one layer."""
        layers = [self._styles[each] for each in reversed(self._ancestors(name))]
        last = self._styles[self._ancestors(name)[-1]]
        extends = last.value.get("extends")
        if len(layers) > MAX_EXTENDS:
            message = f"more than {MAX_EXTENDS} styles extend each other"
            self._problems.add_key(self._styles[name].written, message)
        elif isinstance(extends, str):
            written = last.written.at("extends")
            if extends in self._styles:
                self._report_cycle(extends, written)
            else:
                self._known("style", Value(extends, written), self._styles)
        return join(layer(found.value, found.written) for found in layers)

    def _report_cycle(self, start: str, written: Written) -> None:
        path = self._ancestors(start)
        first = path.index(min(path))
        turned = [*path[first:], *path[:first], path[first]]
        at = self._styles[turned[0]].written.at("extends")
        if written.path[1] in path:
            self._problems.add(at, f"styles extend each other: {' > '.join(turned)}")

    def _ancestors(self, name: str) -> list[str]:
        """The style and those that it extends, each once, ending before an unknown or a cycle."""
        path: list[str] = []
        while name in self._styles and name not in path and len(path) <= MAX_EXTENDS:
            path.append(name)
            name = str(self._styles[name].value.get("extends", ""))
        return path


def defined(kind: str, documents: Iterable[Document], problems: Problems) -> dict[str, Value]:
    """Every `[kind.NAME]` of all documents; a name defined twice names both places."""
    found: dict[str, Value] = {}
    for document in documents:
        for name, value in document.data.get(kind, {}).items():
            written = Written(document, (kind, name))
            if name in found:
                first = found[name].written.key_place
                problems.add_key(written, f"defined twice, first at {first}")
            else:
                found[name] = Value(value, written)
    return found
