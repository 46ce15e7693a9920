"""Keys of the user's accounts: where they come from, and that they are never shown.

A key comes from the user's environment or settings: itself, a file, or a command that prints it.
Never from a spec, never from a lock. It is read when it is first needed, once.
"""

from __future__ import annotations

import shlex
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.providers.base import AccountError

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND_TIMEOUT = 60.0
MAX_KEY = 4096


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A key that does not show itself. `reveal` is for the header that carries it."""

    text: str = field(repr=False)

    def reveal(self) -> str:
        return self.text

    def hide_in(self, words: str) -> str:
        """`words` without the key, for what a server says."""
        return words.replace(self.text, "[key]")

    def __repr__(self) -> str:
        return "Secret(…)"


class Key:
    """The key of one provider: `NAME_API_KEY`, `NAME_API_KEY_FILE` or `NAME_API_KEY_COMMAND`.

    The user's settings may name `api_key_file` and `api_key_command`; the environment wins.
    """

    def __init__(
        self, variable: str, environment: Mapping[str, str], settings: Mapping[str, object]
    ) -> None:
        self.variable = variable
        self._environment = environment
        self._settings = settings
        self._lock = threading.Lock()
        self._secret: Secret | None = None

    @property
    def is_named(self) -> bool:
        """Whether the user has said where the key is; nothing is opened or run to find out."""
        return any((self._variable(""), self._named("file"), self._named("command")))

    def read(self) -> Secret:
        """The key. Raises AccountError when there is none, or it can't be had."""
        with self._lock:
            if self._secret is None:
                self._secret = self._checked(self._found())
            return self._secret

    def _found(self) -> str:
        if given := self._variable(""):
            return given
        if file := self._named("file"):
            return self._from_file(Path(str(file)).expanduser())
        if command := self._named("command"):
            return self._from_command(command)
        raise AccountError(f"no key: {self.variable} is not set", f"export {self.variable}=…")

    def _from_file(self, path: Path) -> str:
        try:
            with path.open("rb") as file:
                return file.read(MAX_KEY + 1).decode()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise AccountError(f"the key file can't be read: {path}: {reason}") from error

    def _from_command(self, command: object) -> str:
        try:
            words = (
                list(map(str, command)) if isinstance(command, list) else shlex.split(str(command))
            )
            ran = subprocess.run(
                words,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                timeout=COMMAND_TIMEOUT,
                check=True,
            )
            return ran.stdout.decode()
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            # Neither its output nor its words are shown: they may hold the key.
            raise AccountError(
                f"the key command failed: {self.variable}_COMMAND: {type(error).__name__}"
            ) from None

    def _checked(self, text: str) -> Secret:
        key = text.strip()
        if not key:
            raise AccountError(f"the key is empty: {self.variable}")
        if len(key) > MAX_KEY or not all("!" <= c <= "~" for c in key):
            raise AccountError(f"the key has characters that no key has: {self.variable}")
        return Secret(key)

    def _named(self, what: str) -> object:
        return self._variable(f"_{what.upper()}") or self._settings.get(f"api_key_{what}")

    def _variable(self, suffix: str) -> str:
        return self._environment.get(self.variable + suffix, "").strip()
