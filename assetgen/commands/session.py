"""Opens what a verb works with: project, spec, cache, remote, lock, providers.

The only place where the real ports are put together. Called by verbs that plan or apply.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.errors import UsageError
from assetgen.lookup import with_realms
from assetgen.model import ProviderSettings
from assetgen.project import cache_folder, settings_file
from assetgen.providers.context import ProviderContext
from assetgen.providers.registry import open_provider
from assetgen.reconcile import Workspace
from assetgen.spending.account import Account
from assetgen.state.index import known_outputs
from assetgen.state.lockkeeper import LockKeeper
from assetgen.state.observe import observe
from assetgen.state.projectlock import TMP_NAME, prepare_state
from assetgen.state.snapshot import moment
from assetgen.store.cache import Cache
from assetgen.store.remote import FolderRemote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assetgen.commands.common import Console
    from assetgen.model import Spec
    from assetgen.project import Project
    from assetgen.providers.base import Provider
    from assetgen.state.snapshot import Moment


@dataclass(frozen=True, slots=True)
class Session:
    """One verb's hold on a project."""

    project: Project
    spec: Spec
    workspace: Workspace
    keeper: LockKeeper
    moment: Moment
    confirm_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a verb goes.

    With `full` every file of the tree is hashed, whatever the index remembers. A verb that `writes`
    makes the state folder first, whose clock tells what changes during the run. `offline` asks
    nothing of any server; `should_stop` ends the wait for another run's lock.
    """

    full: bool = False
    writes: bool = False
    offline: bool = False
    should_stop: Callable[[], bool] = lambda: False


@contextmanager
def open_session(console: Console, reach: Reach | None = None) -> Iterator[Session]:
    """The project with its spec, cache, lock and account. Raises AssetgenError."""
    from assetgen.spec.load import load_spec

    reach = reach or Reach()
    project = console.find_project()
    if reach.writes:
        prepare_state(project.state)
    begun = moment(project.state / TMP_NAME)
    spec = load_spec(project)
    console.warn(spec.warnings)
    settings = user_settings()
    keeper = LockKeeper(project, reach.should_stop)
    known = {} if reach.full else known_outputs(project.state / "index")
    with open_cache(project, spec.project.remote) as cache:
        account = Account(cache.folder, str(project.folder), cache, measure)
        providers = Providers(spec, settings, cache.folder, offline=reach.offline)
        workspace = Workspace(
            project=project,
            cache=cache,
            lock=keeper,
            provider=providers.open,
            observe=lambda paths: observe(project.folder, paths, known),
            account=account,
        )
        try:
            spec = with_realms(spec, providers.open)
            above = settings.get("confirm_above")
            limit = above if isinstance(above, Decimal) else None
            yield Session(project, spec, workspace, keeper, begun, limit)
        finally:
            account.close()
            providers.close()


class Providers:
    """The providers of one run, each opened once. Usable from many threads."""

    def __init__(
        self, spec: Spec, settings: Mapping[str, object], folder: Path, *, offline: bool
    ) -> None:
        self._spec = spec
        self._settings = settings.get("provider")
        self._folder = folder
        self._offline = offline
        self._guard = threading.Lock()
        self._open: dict[str, Provider] = {}

    def open(self, name: str) -> Provider:
        """The provider of that name. Raises UsageError."""
        with self._guard:
            if name not in self._open:
                own = self._settings.get(name) if isinstance(self._settings, dict) else None
                context = ProviderContext(
                    cache_folder=self._folder,
                    environment=os.environ,
                    settings=own or {},
                    provider_settings=self._spec.providers.get(name, ProviderSettings()),
                    offline=self._offline,
                )
                self._open[name] = open_provider(name, context)
            return self._open[name]

    def close(self) -> None:
        """End the connections of those that have any."""
        for provider in self._open.values():
            close = getattr(provider, "close", None)
            if close is not None:
                close()


def measure(data: bytes) -> tuple[str, int, int]:
    """Media type, width and height of a picture. Raises UnusableError for anything else."""
    from assetgen.transforms.picture import probe

    picture = probe(data)
    return picture.media_type, picture.width, picture.height


def open_cache(project: Project | None, spec_remote: str | None) -> Cache:
    """The cache of this user with the remote of a project, if there is one."""
    settings = user_settings()
    folder = remote_folder(project, spec_remote, settings)
    remote = FolderRemote(folder) if folder is not None else None
    return Cache.open(cache_folder(os.environ, settings), remote)


def remote_folder(
    project: Project | None, spec_remote: str | None, settings: Mapping[str, object]
) -> Path | None:
    """The folder of the remote: environment, then user settings, then the spec.

    Raises UsageError for an address: it would make a folder of that name.
    """
    named = os.environ.get("ASSETGEN_REMOTE") or settings.get("remote")
    if named and "://" in str(named):
        raise UsageError(f"only a folder can be the remote yet: {named}", "ASSETGEN_REMOTE=FOLDER")
    if named:
        return Path(str(named)).expanduser().absolute()
    return project.folder / spec_remote if project is not None and spec_remote else None


def user_settings() -> dict[str, object]:
    """The user's settings by name; empty without a settings file. Raises SpecError."""
    path = settings_file(os.environ)
    if not path.is_file():
        return {}
    from dataclasses import asdict

    from assetgen.spec.settings import read_settings

    return asdict(read_settings(path))
