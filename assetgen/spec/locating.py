"""Which files a load of the spec depends on, and what they are called for people.

Remembers everything that was read, listed or missed, so that a later run can tell whether
anything may have changed. What may be read at all is decided in `data`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.model import Inputs
from assetgen.spec import data
from assetgen.spec.data_glob import find_files, is_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.project import Project


class Locator:
    """The files of one project's spec."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._names: dict[Path, str] = {}
        self._found: dict[tuple[str, Path], Path] = {}
        self._files: dict[str, None] = {}
        self._folders: dict[str, None] = {}
        self._absent: dict[str, None] = {}

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
            try:
                path = data.resolve_input(text, base, self._project.work_tree)
            except data.DataError as error:
                self.remember(absent=[error.path] if error.path else [])
                raise
            self.remember(files=[path])
            self._found[text, base] = path
        return self._found[text, base]

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
