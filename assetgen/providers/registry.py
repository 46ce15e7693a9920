"""Which providers there are, by the name that a spec uses; each is loaded when first asked for."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from assetgen.errors import UsageError

if TYPE_CHECKING:
    from assetgen.providers.base import Provider

_NAMES = ("placeholder",)
_LATER = ("getimg", "openai", "command")


def names() -> tuple[str, ...]:
    """The names that `provider` knows."""
    return _NAMES


def provider(name: str) -> Provider:
    """The provider of that name. Raises UsageError when there is none, or not yet."""
    if name == "placeholder":
        from assetgen.providers.placeholder.provider import PlaceholderProvider

        return PlaceholderProvider()
    if name in _LATER:
        raise UsageError(f"this provider is not supported yet: {name}", ", ".join(_NAMES))
    near = difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.5)
    raise UsageError(f"no such provider: {name}", ", ".join(near or _NAMES))
