"""What an instance's picture is: the request for it, or a file of the user's own.

Renders the prompt, puts the style around it, reads prompt files and digests source files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetgen.digest import digest_file, normalize_text
from assetgen.errors import SpecError
from assetgen.model import Request, SourceFile
from assetgen.spec.document import read_text
from assetgen.spec.naming import Text
from assetgen.spec.rows import DataError
from assetgen.spec.templates import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.model import Digest
    from assetgen.spec.expanding import Instance
    from assetgen.spec.locating import Locator
    from assetgen.spec.naming import Checker
    from assetgen.spec.preparing import Prepared

MAX_PROMPT_FILE = 64 * 1024
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(slots=True)
class Files:
    """The texts and digests of files that assets name, each read once in a load."""

    locator: Locator
    _texts: dict[Path, str] = field(default_factory=dict)
    _digests: dict[Path, Digest] = field(default_factory=dict)

    def text(self, path: Path) -> str:
        """Raises SpecError when the file is no text."""
        if path not in self._texts:
            self._texts[path] = read_text(path, self.locator.shown(path), MAX_PROMPT_FILE)
        return self._texts[path]

    def digest(self, path: Path) -> Digest:
        """Raises OSError."""
        if path not in self._digests:
            self._digests[path] = digest_file(path)
        return self._digests[path]


class Renderer:
    """Renders texts for one instance after another; a failure is noted with its row."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker

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
            row, failures = instance.item, self.checker.failures
            failures.add(text, error.message, error.hint, row=row, line=error.line)
            return None


class Pictures:
    """Finds the source of each instance of one entry."""

    def __init__(self, files: Files, renderer: Renderer) -> None:
        self._files = files
        self._renderer = renderer
        self._failures = renderer.checker.failures
        self._usable: dict[Text, bool] = {}

    def source(self, prepared: Prepared, instance: Instance) -> Request | SourceFile | None:
        """The request or the file; None when there is a mistake, which has been noted."""
        if prepared.picture is None:
            return None
        kind, text = prepared.picture
        if kind == "source":
            return self._source_file(text, prepared, instance)
        found = self._prompt_file(text, prepared, instance) if kind == "prompt_file" else text
        prompt = self._prompt(found, prepared, instance) if found else None
        return None if prompt is None else Request(prompt=prompt, **prepared.request)

    def _prompt(self, text: Text, prepared: Prepared, instance: Instance) -> str | None:
        own = self._renderer.render(text, prepared, instance)
        if own is None:
            return None
        prompt = normalize_text(own)
        if not prompt:
            self._failures.add(text, "the prompt is empty", row=instance.item)
            return None
        if prepared.style is None:
            return prompt
        names = {**instance.names, "prompt": prompt}
        styled = self._renderer.render(prepared.style, prepared, instance, names)
        return None if styled is None else normalize_text(styled)

    def _prompt_file(self, text: Text, prepared: Prepared, instance: Instance) -> Text | None:
        path = self._file(text, prepared, instance)
        if path is None:
            return None
        try:
            shown = self._files.locator.shown(path)
            found = Text(self._files.text(path), text.written, shown)
        except SpecError as error:
            self._failures.problems.extend(error.problems)
            return None
        if found not in self._usable:
            self._usable[found] = not found.is_template or self._renderer.checker.check(found)
        return found if self._usable[found] else None

    def _source_file(self, text: Text, prepared: Prepared, instance: Instance) -> SourceFile | None:
        path = self._file(text, prepared, instance)
        if path is None:
            return None
        try:
            return SourceFile(self._files.locator.shown(path), self._files.digest(path))
        except OSError as error:
            message = f"can't read the file: {error.strerror}"
            self._failures.add(text, message, row=instance.item)
            return None

    def _file(self, text: Text, prepared: Prepared, instance: Instance) -> Path | None:
        rendered = self._renderer.render(text, prepared, instance)
        if rendered is None:
            return None
        if _SCHEME.match(rendered):
            self._failures.add(text, f"not supported yet: {rendered}", row=instance.item)
            return None
        try:
            return self._files.locator.file(rendered, text.written.document.path.parent)
        except DataError as error:
            self._failures.add(text, error.message, error.hint, row=instance.item)
            return None
