"""What an instance's picture comes from: the request for it, or a file of the user's own.

Renders the prompt, puts the style around it, and finds the files that both name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetgen.digest import normalize_text
from assetgen.errors import SpecError
from assetgen.model import Request, SourceFile
from assetgen.spec.references import SCHEME, References
from assetgen.spec.rows import DataError
from assetgen.spec.scopes import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.model import Digest
    from assetgen.spec.entries import Prepared
    from assetgen.spec.input_files import InputFiles
    from assetgen.spec.instances import Instance
    from assetgen.spec.scopes import Renderer


@dataclass(frozen=True, slots=True)
class Found:
    """A source, and the path of each file that its references name, by digest."""

    source: Request | SourceFile
    reference_files: Mapping[Digest, str] = field(default_factory=dict)


class Sources:
    """Finds the source of each instance of one entry."""

    def __init__(self, files: InputFiles, renderer: Renderer) -> None:
        self._files = files
        self._renderer = renderer
        self._references = References(files, renderer)
        self._failures = renderer.failures
        self._usable: dict[Text, bool] = {}

    def source(self, prepared: Prepared, instance: Instance) -> Found | None:
        """The request or the file; None when there is a mistake, which has been noted."""
        kind, text = prepared.picture or ("prompt", None)
        if kind == "source" and text:
            return self._source_file(text, prepared, instance)
        if kind == "prompt_file" and text:
            text = self._prompt_file(text, prepared, instance)
        prompt = self._prompt(text, prepared, instance) if text else None
        references = self._references.of(prepared, instance)
        if prompt is None or references is None:
            return None
        named, paths = references
        return Found(Request(prompt=prompt, references=named, **prepared.request), paths)

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
            found = Text(self._files.text(path), text.written, self._files.shown(path))
        except SpecError as error:
            self._failures.problems.extend(error.problems)
            return None
        if found not in self._usable:
            self._usable[found] = not found.is_template or self._renderer.checker.check(found)
        return found if self._usable[found] else None

    def _source_file(self, text: Text, prepared: Prepared, instance: Instance) -> Found | None:
        path = self._file(text, prepared, instance)
        if path is None:
            return None
        try:
            return Found(SourceFile(self._files.shown(path), self._files.digest(path)))
        except DataError as error:
            self._failures.add(text, error.message, error.hint, row=instance.item)
            return None

    def _file(self, text: Text, prepared: Prepared, instance: Instance) -> Path | None:
        rendered = self._renderer.render(text, prepared, instance)
        if rendered is None:
            return None
        if SCHEME.match(rendered):
            self._failures.add(text, f"not supported yet: {rendered}", row=instance.item)
            return None
        try:
            return self._files.file(rendered, text.written.document.path.parent)
        except DataError as error:
            self._failures.add(text, error.message, error.hint, row=instance.item)
            return None
