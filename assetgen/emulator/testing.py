"""An emulator for tests: a thread, a free port, and the object to ask afterwards.

with running_emulator(Options(rpm=20)) as base_url: ...
with serving(Emulator(options, clock)) as base_url: ...      then emulator.account.bill
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.options import Options
from assetgen.emulator.server import base_url, listen, make_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def running_emulator(options: Options | None = None) -> Iterator[str]:
    """The base URL of an emulator that runs as long as the block does."""
    with serving(Emulator(options or Options())) as url:
        yield url


@contextmanager
def serving(emulator: Emulator) -> Iterator[str]:
    """The base URL of this emulator while the block runs; bill and log are closed at its end."""
    listener = listen("127.0.0.1", 0)
    url = base_url(listener)
    server = make_server(emulator)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join()
        emulator.close()
