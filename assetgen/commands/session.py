"""Opens what a verb works with: project, spec, cache, remote, lock, providers.

The only place where the real ports are put together. Called by verbs that plan or apply.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.project import cache_folder, settings_file
from assetgen.providers.registry import provider
from assetgen.reconcile import Workspace
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
    from assetgen.state.snapshot import Moment


@dataclass(frozen=True, slots=True)
class Session:
    """One verb's hold on a project."""

    project: Project
    spec: Spec
    workspace: Workspace
    keeper: LockKeeper
    moment: Moment


@contextmanager
def open_session(
    console: Console,
    *,
    full: bool = False,
    writes: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Session]:
    """The project with its spec, cache and lock. Raises AssetgenError for whatever is wrong.

    With `full` every file of the tree is hashed, whatever the index remembers; a verb that `writes`
    makes the state folder first, whose clock tells what changes during the run. `should_stop` ends
    the wait for another run's lock.
    """
    from assetgen.spec.load import load_spec

    project = console.find_project()
    if writes:
        prepare_state(project.state)
    begun = moment(project.state / TMP_NAME)
    spec = load_spec(project)
    console.warn(spec.warnings)
    keeper = LockKeeper(project, should_stop)
    known = {} if full else known_outputs(project.state / "index")
    with open_cache(project, spec.project.remote) as cache:
        workspace = Workspace(
            project=project,
            cache=cache,
            lock=keeper,
            provider=provider,
            observe=lambda paths: observe(project.folder, paths, known),
        )
        yield Session(project, spec, workspace, keeper, begun)


def open_cache(project: Project | None, spec_remote: str | None) -> Cache:
    """The cache of this user with the remote of a project, if there is one."""
    settings = user_settings()
    folder = remote_folder(project, spec_remote, settings)
    remote = FolderRemote(folder) if folder is not None else None
    return Cache.open(cache_folder(os.environ, settings), remote)


def remote_folder(
    project: Project | None, spec_remote: str | None, settings: Mapping[str, object]
) -> Path | None:
    """The folder of the remote: environment, then user settings, then the spec."""
    named = os.environ.get("ASSETGEN_REMOTE") or settings.get("remote")
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
