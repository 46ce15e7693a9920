"""The files that a load of the spec reads, each once, and what they are called for people.

Remembers everything that was read, listed or missed, so that a later run can tell whether
anything may have changed. What may be read at all is decided in `data`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.digest import digest_file
from assetgen.model import Inputs
from assetgen.spec import data
from assetgen.spec.data_glob import find_files, is_pattern
from assetgen.spec.document import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.model import Digest
    from assetgen.project import Project

MAX_PROMPT_FILE = 64 * 1024
_MAGIC_BYTES = 16


class InputFiles:
    """The files of one project's spec."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._names: dict[Path, str] = {}
        self._found: dict[tuple[str, Path], Path | data.DataError] = {}
        self._files: dict[str, None] = {}
        self._folders: dict[str, None] = {}
        self._absent: dict[str, None] = {}
        self._texts: dict[Path, str] = {}
        self._digests: dict[Path, Digest] = {}

    @property
    def inputs(self) -> Inputs:
        """Everything remembered, in the order it was met."""
        return Inputs(tuple(self._files), tuple(self._folders), tuple(self._absent))

    def remember(
        self,
        files: Iterable[Path] = (),
        folders: Iterable[Path] = (),
        absent: Iterable[Path] = (),
    ) -> None:
        """Count files, folders and missing names as inputs."""
        self._files |= dict.fromkeys(map(str, files))
        self._folders |= dict.fromkeys(map(str, folders))
        self._absent |= dict.fromkeys(map(str, absent))

    def shown(self, path: Path) -> str:
        """The name of a file for people: relative to the project, with `/`."""
        if path not in self._names:
            self._names[path] = Path(os.path.relpath(path, self._project.folder)).as_posix()
        return self._names[path]

    def file(self, text: str, base: Path) -> Path:
        """The file that `text` names from the folder `base`. Raises DataError."""
        if (text, base) not in self._found:
            self._found[text, base] = self._find(text, base)
        found = self._found[text, base]
        if isinstance(found, data.DataError):
            raise data.DataError(found.message, found.hint, found.path)
        return found

    def files(self, pattern: str, base: Path) -> list[Path]:
        """The files that a glob names, sorted; the one file, if it is no glob. Raises DataError."""
        if not is_pattern(pattern):
            return [self.file(pattern, base)]
        # The part before the first wildcard is checked like any other input.
        whole = Path(os.path.normpath(base / pattern))
        if not whole.is_relative_to(self._project.work_tree):
            raise data.DataError(f"inputs lie inside the work tree: {pattern}")
        found = find_files(whole, self._project.work_tree)
        self.remember(folders=found.folders, absent=found.absent)
        return [
            self.file(Path(os.path.relpath(path, base)).as_posix(), base) for path in found.files
        ]

    def text(self, path: Path) -> str:
        """The text of a prompt file. Raises SpecError when it is none."""
        if path not in self._texts:
            self._texts[path] = read_text(path, self.shown(path), MAX_PROMPT_FILE)
        return self._texts[path]

    def digest(self, path: Path) -> Digest:
        """The digest of a file's bytes. Raises DataError when it can't be read."""
        if path not in self._digests:
            try:
                self._digests[path] = digest_file(path)
            except OSError as error:
                raise data.DataError(f"can't read the file: {error.strerror}") from error
        return self._digests[path]

    def magic(self, path: Path) -> bytes:
        """The first bytes of a file, by which its kind is known. Raises DataError."""
        try:
            with path.open("rb") as file:
                return file.read(_MAGIC_BYTES)
        except OSError as error:
            raise data.DataError(f"can't read the file: {error.strerror}") from error

    def _find(self, text: str, base: Path) -> Path | data.DataError:
        try:
            path = data.resolve_input(text, base, self._project.work_tree)
        except data.DataError as error:
            self.remember(absent=[error.path] if error.path else [])
            return error
        self.remember(files=[path])
        return path
