"""Which providers there are, by the name that a spec uses; each is loaded when first asked for.

A plugin is a distribution with an entry point in the group `assetgen.providers`: its name is the
provider's, its value a factory that takes a `ProviderContext`. `examples/provider-plugin` is one.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from assetgen.errors import UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from assetgen.providers.base import Provider
    from assetgen.providers.context import ProviderContext

GROUP = "assetgen.providers"
BUILT_IN = ("placeholder", "getimg", "openai", "command")


def names() -> tuple[str, ...]:
    """The names that can be opened: those of the house first, then plugins by name."""
    return BUILT_IN + tuple(sorted(_plugins().keys() - set(BUILT_IN)))


def open_provider(name: str, context: ProviderContext) -> Provider:
    """The provider of that name. Nothing is sent, and no network library loaded.

    Raises UsageError when there is none, or it can't be set up.
    """
    if name == "placeholder":
        from assetgen.providers.placeholder.provider import PlaceholderProvider

        return PlaceholderProvider()
    if name == "getimg":
        from assetgen.providers.getimg import GetimgProvider

        return GetimgProvider(context)
    if name == "openai":
        from assetgen.providers.openai import OpenAIProvider

        return OpenAIProvider(context)
    if name == "command":
        from assetgen.providers.command import CommandProvider

        return CommandProvider(context)
    return _from_plugin(name, context)


def _from_plugin(name: str, context: ProviderContext) -> Provider:
    found = _plugins().get(name, [])
    if not found:
        raise _unknown(name, names())
    if len(found) > 1:
        packages = sorted(one.dist.name if one.dist else one.value for one in found)
        raise UsageError(f"two plugins want this name: {name}: {', '.join(packages)}")
    try:
        factory = found[0].load()
    except (ImportError, AttributeError) as error:
        raise UsageError(f"the plugin of {name} can't be loaded: {error}") from error
    made: Provider = factory(context)
    if made.name != name:
        raise UsageError(f"the plugin of {name} calls itself by another name: {made.name}")
    return made


def _plugins() -> dict[str, list[EntryPoint]]:
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for one in entry_points(group=GROUP):
        same = found.setdefault(one.name, [])
        # One distribution may lie on the path twice.
        if one.value not in [other.value for other in same]:
            same.append(one)
    return found


def _unknown(name: str, known: tuple[str, ...]) -> UsageError:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return UsageError(f"no such provider: {name}", ", ".join(near or known))
