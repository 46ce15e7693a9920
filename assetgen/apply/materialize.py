"""The real tree: files put in place whole, never through a link, never over what is not ours.

Every write goes to a temporary file in `.assetgen/tmp` first. Called by `commit` under the
project's lock only.
"""

from __future__ import annotations

import errno
import itertools
import os
import stat
from typing import TYPE_CHECKING

from assetgen.errors import AssetgenError, CacheError, ConflictError, TreeError
from assetgen.model import Kind
from assetgen.state.files import stat_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assetgen.model import Seen

_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}
_FILE_MODE = 0o666


class FileTree:
    """The files below a project's folder.

    `copy` puts a file's bytes into a new file, by reflink where the file system can.
    """

    def __init__(self, project: Path, temporary: Path, copy: Callable[[Path, Path], None]) -> None:
        self._project = project
        self._temporary = temporary
        self._copy = copy
        self._names = (f"{os.getpid()}-{number}" for number in itertools.count())
        self._mode = _FILE_MODE & ~_umask()

    def absolute(self, path: str) -> Path:
        """Where `path` is on disk."""
        return self._project / path

    def exists(self, path: str) -> bool:
        """Whether anything stands at `path`, be it a broken link."""
        return os.path.lexists(self.absolute(path))

    def write(self, path: str, content: Path, seen: Seen) -> None:
        """Put a copy of `content` at `path`, whole or not at all.

        Raises ConflictError when anything but `seen` stands there, TreeError when the disk
        refuses; both leave what stood there as it was.
        """
        target = self.absolute(path)
        try:
            self._make_parents(path)
            self._check(path, seen)
            self._place(content, target, path, seen)
        except CacheError as error:
            raise TreeError(f"can't write {path}: {error.message}", error.hint) from error
        except OSError as error:
            raise TreeError(f"can't write {path}: {_words(error)}") from error

    def remove(self, path: str, seen: Seen) -> None:
        """Remove the file at `path` and the folders that this leaves empty."""
        try:
            self._check(path, seen)
            self.absolute(path).unlink(missing_ok=True)
        except OSError as error:
            raise TreeError(f"can't remove {path}: {_words(error)}") from error
        self._remove_empty_parents(path)

    def is_same_file(self, path: str, other: str) -> bool:
        """Whether two paths name one file, as on a file system that folds case."""
        try:
            return os.path.samestat(os.lstat(self.absolute(path)), os.lstat(self.absolute(other)))
        except OSError:
            return False

    def rename(self, path: str, target: str) -> None:
        """Give a file its other spelling. Raises TreeError."""
        try:
            self.absolute(path).rename(self.absolute(target))
        except OSError as error:
            raise TreeError(f"can't rename {path} to {target}: {_words(error)}") from error

    def _place(self, content: Path, target: Path, path: str, seen: Seen) -> None:
        draft = self._draft(content, self._temporary / next(self._names))
        try:
            try:
                self._swap_in(draft, target, path, seen)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                draft.unlink()
                draft = self._draft(content, target.with_name(f".{target.name}.{draft.name}"))
                self._swap_in(draft, target, path, seen)
        finally:
            draft.unlink(missing_ok=True)

    def _draft(self, content: Path, draft: Path) -> Path:
        try:
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.unlink(missing_ok=True)  # a killed process of the same id may have left one
            self._copy(content, draft)
            draft.chmod(self._mode)
        except (OSError, AssetgenError):
            draft.unlink(missing_ok=True)
            raise
        return draft

    def _swap_in(self, draft: Path, target: Path, path: str, seen: Seen) -> None:
        if seen.kind is not Kind.ABSENT:
            self._check(path, seen)
            draft.replace(target)
            return
        try:
            os.link(draft, target)
        except FileExistsError as error:
            raise _changed(path) from error
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            self._check(path, seen)
            draft.replace(target)

    def _make_parents(self, path: str) -> None:
        folder = self._project
        for name in path.split("/")[:-1]:
            folder = folder / name
            try:
                found = os.lstat(folder)
            except FileNotFoundError:
                folder.mkdir(exist_ok=True)
                continue
            if not stat.S_ISDIR(found.st_mode):
                where = folder.relative_to(self._project).as_posix()
                raise ConflictError(f"can't write {path}: no folder stands at {where}")

    def _check(self, path: str, seen: Seen) -> None:
        """One more look: what stands at `path` is still what the plan saw."""
        try:
            found = os.lstat(self.absolute(path))
        except FileNotFoundError:
            if seen.kind is Kind.ABSENT:
                return
            raise _changed(path) from None
        if seen.kind is Kind.ABSENT or stat_of(found) != seen.stat:
            raise _changed(path)

    def _remove_empty_parents(self, path: str) -> None:
        for parent in self.absolute(path).parents:
            if parent == self._project:
                return
            try:
                parent.rmdir()
            except OSError:
                return


def _changed(path: str) -> ConflictError:
    return ConflictError(f"{path} was changed while assetgen ran", "run it again")


def _words(error: OSError) -> str:
    return {
        errno.ENOSPC: "the disk is full",
        errno.EACCES: "no permission (is the folder read-only?)",
        errno.EPERM: "no permission (is the folder read-only?)",
        errno.EROFS: "the file system is read-only",
        errno.ENAMETOOLONG: "the name is too long",
    }.get(error.errno or 0, error.strerror or str(error))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
