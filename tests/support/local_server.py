"""A real server on this machine that answers as a test tells it to, and writes down what it saw."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Seen:
    """One request as it arrived; header names in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Said:
    """An answer. `declared` is a Content-Length other than the true one; or none comes at all."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    declared: int | None = None
    is_dropped: bool = False

    @staticmethod
    def of(value: Any, status: int = 200, **headers: str) -> Said:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        body = json.dumps(value).encode()
        return Said(status, body, {"Content-Type": "application/json"} | named)


@dataclass
class LocalServer:
    """Answers by the first part of the path that fits, with what `answers` holds for it."""

    base_url: str = ""
    seen: list[Seen] = field(default_factory=list)
    answers: dict[str, Said | Callable[[Seen], Said]] = field(default_factory=dict)
    connections: int = 0

    def answer(self, seen: Seen) -> Said:
        self.seen.append(seen)
        for start, said in self.answers.items():
            if seen.path.startswith(start):
                return said if isinstance(said, Said) else said(seen)
        return Said(404)


@contextmanager
def local_server() -> Iterator[LocalServer]:
    """A server until the end of the block."""
    ours = LocalServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            ours.connections += 1

        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = ours.answer(Seen(self.command, self.path, headers, self.rfile.read(size)))
            if said.is_dropped:
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            declared = len(said.body) if said.declared is None else said.declared
            self.send_header("Content-Length", str(declared))
            self.end_headers()
            self.wfile.write(said.body)
            self.close_connection = declared != len(said.body)

        do_POST = do_GET  # noqa: N815 - its base names it

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base names it
            """Nothing is said of requests."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that goes away is part of some tests."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    ours.base_url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield ours
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
