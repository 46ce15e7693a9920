"""What a provider is made of: the user's environment and settings, paths, a clock.

Of a spec there is nothing in it but the table of limits and prices. Handed to every factory, those
of plugins included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetgen.model import ProviderSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ProviderContext:
    """Everything that a provider may know of the world around it.

    `settings` is the table `[provider.NAME]` of the user's own settings file; `provider_settings`
    the table of the same name in the spec, which a stranger may have written. `cache_folder` is for
    what may be lost; `offline` means that nothing may be asked of any server. `clock` is UTC.
    """

    cache_folder: Path
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    settings: Mapping[str, object] = field(default_factory=dict, repr=False)
    provider_settings: ProviderSettings = field(default_factory=ProviderSettings)
    offline: bool = False
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
