"""What a path in a spec or a lock may look like. Pure: looks at text, never at a disk.

Spec and lock may come from a stranger, and a clone may be on another system; so one rule holds
everywhere. The spec room, the lock room and whoever writes files use it.
"""

from __future__ import annotations

import re
import unicodedata

MAX_COMPONENT_BYTES = 255
MAX_PATH_BYTES = 1_000

_RESERVED = (".git", ".assetgen")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"]
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\\:<>"|?*]')
_PLAIN = re.compile(r"(?:[a-z0-9_-]{5,80}/)*[a-z0-9_-]{5,80}\.[a-z]{3,4}")


def path_problem(path: str) -> str | None:
    """Why the relative path `path`, with `/` between its parts, is not safe; None when it is.

    The sentence is made to stand before the path: "leads out of the folder: ../x".
    """
    if _PLAIN.fullmatch(path) and len(path) < MAX_COMPONENT_BYTES:
        return None
    if not path:
        return "is empty"
    if path.startswith("/"):
        return "is absolute"
    forbidden = _FORBIDDEN.search(path)
    if forbidden:
        return _forbidden(forbidden.group())
    size = _size(path)
    if size is None:
        return "has a character that no file name can have"
    if size > MAX_PATH_BYTES:
        return f"is longer than {MAX_PATH_BYTES:,} bytes"
    return next(filter(None, map(_component_problem, path.split("/"))), None)


def is_below(path: str, root: str) -> bool:
    """Whether the safe relative path `path` lies below the folder `root` (`.` is the top)."""
    root_parts = [part for part in root.split("/") if part not in ("", ".")]
    parts = path.split("/")
    return len(parts) > len(root_parts) and parts[: len(root_parts)] == root_parts


def path_key(path: str) -> str:
    """Paths with one key are one file on some file system: NFC and case folded."""
    return path if path.isascii() and path.islower() else _folded(path)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _forbidden(character: str) -> str:
    if character.isprintable():
        return f"has the character {character}"
    return f"has a control character (U+{ord(character):04X})"


def _size(text: str) -> int | None:
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        return None


def _component_problem(part: str) -> str | None:
    if part == "..":
        return "leads out of its folder"
    if part in ("", "."):
        return "has an empty part"
    if part[-1] in ". ":
        return "has a part that ends in a dot or a space"
    if len(part.encode()) > MAX_COMPONENT_BYTES:
        return f"has a name longer than {MAX_COMPONENT_BYTES} bytes"
    bare = _visible(part).casefold()
    if bare in _RESERVED or bare.startswith("git~"):
        return f"enters {'.assetgen' if bare == '.assetgen' else '.git'}"
    if bare.split(".")[0].rstrip() in _DEVICES:
        return "has the name of a device"
    return None


def _visible(part: str) -> str:
    # Some file systems drop these characters, so that `.g\u200cit` opens `.git`.
    if part.isascii():
        return part
    return "".join(c for c in part if unicodedata.category(c) != "Cf").rstrip(". ")
