"""The pictures that a request goes by: files of the work tree by digest, https URLs as they are.

Looks at the first bytes of a file only, to tell what it is; nothing here decodes a picture or
opens a connection. `sources` calls this for each instance.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetgen.digest import normalize_text
from assetgen.references import MAX_REFERENCES, url_problem
from assetgen.spec.rows import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.model import Digest
    from assetgen.spec.entries import Prepared
    from assetgen.spec.input_files import InputFiles
    from assetgen.spec.instances import Instance
    from assetgen.spec.scopes import Renderer, Text

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""What a URL or `asset:` begins with; one letter would be a drive."""

_PICTURE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|RIFF....WEBP", re.DOTALL)
_POINTER = b"version https://"


class References:
    """Finds the references of each instance of one entry; a mistake is noted with its row."""

    def __init__(self, files: InputFiles, renderer: Renderer) -> None:
        self._files = files
        self._renderer = renderer
        self._failures = renderer.failures
        self._checked: set[Path] = set()

    def of(
        self, prepared: Prepared, instance: Instance
    ) -> tuple[tuple[str, ...], Mapping[Digest, str]] | None:
        """The references in order, with the path of each digest; None when one has a mistake.

        What renders empty is left out.
        """
        found: list[str] = []
        paths: dict[Digest, str] = {}
        is_fine = True
        for text in prepared.references:
            rendered = self._renderer.render(text, prepared, instance)
            name = normalize_text(rendered or "")
            if name:
                try:
                    found.append(self._reference(name, text, paths))
                except DataError as error:
                    self._failures.add(text, error.message, error.hint, row=instance.item)
                    is_fine = False
            is_fine = is_fine and rendered is not None
        if len(found) > MAX_REFERENCES:
            message = f"more than {MAX_REFERENCES} references: {len(found)}"
            self._failures.add(prepared.references[-1], message, row=instance.item)
            is_fine = False
        return (tuple(found), paths) if is_fine else None

    def _reference(self, name: str, text: Text, paths: dict[Digest, str]) -> str:
        """What stands for `name` in the request; a file's path goes into `paths`."""
        if name.startswith("asset:"):
            raise DataError(f"not supported yet: {name}")
        if SCHEME.match(name):
            if problem := url_problem(name):
                raise DataError(f"{problem[0]}: {name}", problem[1])
            return name
        path = self._files.file(name, text.written.document.path.parent)
        if path not in self._checked:
            self._require_picture(path, name)
            self._checked.add(path)
        digest = self._files.digest(path)
        paths.setdefault(digest, self._files.shown(path))
        return digest

    def _require_picture(self, path: Path, name: str) -> None:
        start = self._files.magic(path)
        if not _PICTURE.match(start):
            hint = "git lfs pull" if start.startswith(_POINTER) else None
            raise DataError(f"not a PNG, JPEG or WebP picture: {name}", hint)
