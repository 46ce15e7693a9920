"""A small local server with the OpenAI images API: every picture is one of a few pixels.

Answers with data, or with a link if `response_format` is `url`. Tests look at what it has seen.
"""

from __future__ import annotations

import base64
import struct
import zlib
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any

from tests.support.local_server import LocalServer, Said, Seen, local_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def openai_server() -> Iterator[LocalServer]:
    """The server; its base URL for OPENAI_BASE_URL is `base_url` and `/v1`."""
    with local_server() as server:

        def generation(seen: Seen) -> Said:
            fields = seen.json() if seen.path.endswith("generations") else form(seen)
            if fields.get("response_format") == "url":
                return said({"url": f"{server.base_url}/files/1.png"})
            return said({"b64_json": base64.b64encode(png(fields["prompt"])).decode()})

        server.answers["/v1/images/"] = generation
        server.answers["/files/"] = lambda _: Said(body=png("a file"))
        yield server


def said(picture: dict[str, str]) -> Said:
    """The answer with one picture in it."""
    return Said.of({"created": 1_790_000_000, "data": [picture]}, x_request_id="req_1")


def form(seen: Seen) -> dict[str, Any]:
    """The fields of a multipart body; a file is (name, type, bytes), several a list of them."""
    head = f"Content-Type: {seen.headers['content-type']}\r\n\r\n".encode()
    found: dict[str, Any] = {}
    message: Any = BytesParser(policy=HTTP).parsebytes(head + seen.body)
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if part.get_filename() is None:
            found[name] = data.decode()
        else:
            found.setdefault(name, []).append((part.get_filename(), part.get_content_type(), data))
    return found


def png(prompt: str) -> bytes:
    """A picture of 2 × 1 pixels in a colour of the prompt's."""
    pixel = zlib.crc32(prompt.encode()).to_bytes(4, "big")[:3]
    head = struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" + pixel * 2)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
