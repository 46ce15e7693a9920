"""The pictures that a request goes by: files of the work tree by digest, https URLs as they are.

Looks at the first bytes of a file only, to tell what it is; nothing here decodes a picture or
opens a connection. `sources` calls this for each instance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.digest import normalize_text
from assetgen.model import Digest
from assetgen.references import MAX_REFERENCES, url_problem
from assetgen.spec.rows import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.spec.document import Document
    from assetgen.spec.entries import Prepared
    from assetgen.spec.input_files import InputFiles
    from assetgen.spec.instances import Instance
    from assetgen.spec.scopes import Renderer

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""What a URL or `asset:` begins with; one letter would be a drive."""

_PICTURE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|RIFF....WEBP", re.DOTALL)
_POINTER = b"version https://"


@dataclass(frozen=True, slots=True)
class _Reference:
    """What stands in the request; `path` for a file, relative to the project."""

    name: str
    path: str | None = None


class References:
    """Finds the references of each instance of one entry; a mistake is noted with its row."""

    def __init__(self, files: InputFiles, renderer: Renderer) -> None:
        self._files = files
        self._renderer = renderer
        self._failures = renderer.failures
        self._known: dict[tuple[str, Document], _Reference | None] = {}

    def of(
        self, prepared: Prepared, instance: Instance
    ) -> tuple[tuple[str, ...], Mapping[Digest, str]] | None:
        """The references in order, with the path of each digest; None when one has a mistake.

        What renders empty is left out.
        """
        found: list[_Reference] = []
        is_fine = True
        for text in prepared.references:
            rendered = self._renderer.render(text, prepared, instance)
            try:
                reference = self._reference(rendered or "", text.written.document)
            except DataError as error:
                self._failures.add(text, error.message, error.hint, row=instance.item)
                is_fine = False
            else:
                is_fine = is_fine and rendered is not None
                found += [reference] if reference else []
        if len(found) > MAX_REFERENCES:
            message = f"more than {MAX_REFERENCES} references: {len(found)}"
            self._failures.add(prepared.references[-1], message, row=instance.item)
            is_fine = False
        paths = {Digest(each.name): each.path for each in reversed(found) if each.path}
        return (tuple(each.name for each in found), paths) if is_fine else None

    def _reference(self, rendered: str, document: Document) -> _Reference | None:
        """What a rendered text of `document` stands for, found once. Raises DataError."""
        key = (rendered, document)
        if key not in self._known:
            name = normalize_text(rendered)
            self._known[key] = self._find(name, document.path.parent) if name else None
        return self._known[key]

    def _find(self, name: str, base: Path) -> _Reference:
        if name.startswith("asset:"):
            raise DataError(f"not supported yet: {name}")
        if SCHEME.match(name):
            if problem := url_problem(name):
                raise DataError(f"{problem[0]}: {name}", problem[1])
            return _Reference(name)
        path = self._files.file(name, base)
        start = self._files.magic(path)
        if not _PICTURE.match(start):
            hint = "git lfs pull" if start.startswith(_POINTER) else None
            raise DataError(f"not a PNG, JPEG or WebP picture: {name}", hint)
        return _Reference(self._files.digest(path), self._files.shown(path))
