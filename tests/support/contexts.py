"""A provider's surroundings for tests: nothing of this machine, a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assetgen.model import ProviderSettings
from assetgen.providers.context import ProviderContext

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = "sk_test_0123456789"


def context(folder: Path, **changes: Any) -> ProviderContext:
    """A context with an empty environment; `prices` and `timeout` go into the spec's table."""
    table = {name: changes.pop(name) for name in ("prices", "timeout") if name in changes}
    given: dict[str, Any] = {"clock": lambda: NOW, "provider_settings": ProviderSettings(**table)}
    return ProviderContext(folder, **(given | changes))
