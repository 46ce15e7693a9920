"""`assetgen sync --frozen`: the files that the lock names, copied by digest and nothing else.

No spec is expanded, no database opened, no generator, transform or network used; the lock stays.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from assetgen.apply.run import StopSwitch
from assetgen.commands.hands import open_hands
from assetgen.commands.session import open_cache
from assetgen.errors import UsageError
from assetgen.planning.values import Options
from assetgen.restore import restore_frozen
from assetgen.spec.peek import peek
from assetgen.state.lockkeeper import LockKeeper
from assetgen.state.observe import observe
from assetgen.ui import documents, endings, messages
from assetgen.ui.failures import failure_lines

if TYPE_CHECKING:
    from assetgen.commands.common import Console


def restore(console: Console, *, jobs: int, overwrite: bool) -> int:
    """Restore every locked file; the exit code of the run."""
    begun = time.monotonic()
    project = console.find_project(needs_spec=False)
    if not os.path.lexists(project.lock):
        raise UsageError(f"--frozen needs a lock: {project.lock}", "assetgen sync makes it")
    stop = StopSwitch()
    peeked = peek(project.spec)
    with open_cache(project, peeked.remote) as cache:
        with open_hands(console, project, jobs, stop) as hands:
            restored = restore_frozen(
                cache,
                LockKeeper(project, stop.is_on),
                lambda paths: observe(project.folder, paths, {}),
                hands,
                Options(overwrite=overwrite, root=peeked.root or "."),
            )
        is_stopped = stop.is_on()
    code = endings.run_code(restored.reports, restored.plan, interrupted=is_stopped)
    messages.say(failure_lines(restored.reports, console.err, verbose=console.verbose))
    if console.json:
        summary = endings.frozen_summary(restored.plan, restored.reports)
        document = documents.plan_document(restored.plan, summary)
        document["exit_code"] = int(code)
        documents.emit(document)
        return code
    console.report(endings.conflict_lines(restored.plan, console.out))
    console.report(endings.replaced_lines(restored.reports))
    written = sum(len(report.written) for report in restored.reports)
    console.report([endings.frozen_ending(restored.plan, written, time.monotonic() - begun)])
    return code
