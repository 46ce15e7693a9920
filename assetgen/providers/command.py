"""The provider `command`: a program of the user's own, told by JSON what to draw.

Which program is the user's to say, in ASSETGEN_PROVIDER_COMMAND or the user's settings, never a
spec's. It reads one JSON object (`_told`) and writes one image to standard output; references are
`{"path", "media_type", "digest"}` of a file that lives as long as it runs, or `{"url"}`. Another
exit code than 0 is a wrong request, with its last line on standard error as the reason.
"""

from __future__ import annotations

import json
import shlex
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.digest import is_digest
from assetgen.errors import UsageError
from assetgen.model import Digest
from assetgen.providers.base import (
    AccountError,
    Answer,
    LinkDeadError,
    RequestError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.child import Ending, run_child
from assetgen.providers.replies import amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Json, Request
    from assetgen.providers.base import ReferenceFile
    from assetgen.providers.context import ProviderContext

TIMEOUT = 300.0
VARIABLE = "ASSETGEN_PROVIDER_COMMAND"
VERSION = 1
_NOT_ALLOWED = "the provider command runs only what your own environment or settings name"
_HOW = f"{VARIABLE}, or [provider.command] command in your settings"


class CommandProvider:
    """Pictures of the user's program, which is run once for each."""

    name = "command"
    realm = "command"

    def __init__(self, context: ProviderContext) -> None:
        self._context = context
        self._words = _words(context)

    @property
    def is_free(self) -> bool:
        """Only if the user's settings say so: the program may well be buying."""
        return self._own_price == 0

    def problems(self, request: Request) -> tuple[str, ...]:  # noqa: ARG002 - the port names it
        return () if self._words else (f"{_NOT_ALLOWED}: {_HOW}",)

    def warnings(self, request: Request) -> tuple[str, ...]:  # noqa: ARG002 - the port names it
        return ()

    def price(self, request: Request) -> Decimal | None:
        """The user's own price, else the spec's, which can't say that it is free."""
        if self._own_price is not None:
            return self._own_price
        return self._context.provider_settings.prices.get(request.model or "") or None

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:
        """Run the program. Raises ProviderError by how it ends; AccountError if it can't start."""
        if not self._words:
            raise AccountError(_NOT_ALLOWED, _HOW)
        timeout = self._context.provider_settings.timeout or TIMEOUT
        with tempfile.TemporaryDirectory(prefix="assetgen-") as folder:
            told = _told(request, _written(request, references, Path(folder)))
            data = json.dumps(told, ensure_ascii=False).encode()
            ending = run_child(self._words, data, self._context.environment, timeout)
        _check(ending, timeout)
        cost = Decimal(0) if self.is_free else None
        return Answer(data=ending.output, cost=cost)

    def download(self, url: str) -> bytes:
        """Never needed: the picture comes with the answer. Raises LinkDeadError."""
        raise LinkDeadError(f"the provider command has no links: {url}")

    @property
    def _own_price(self) -> Decimal | None:
        given = self._context.settings.get("price")
        return amount(str(given) if isinstance(given, float) else given)


def _words(context: ProviderContext) -> list[str]:
    named = context.environment.get(VARIABLE) or context.settings.get("command") or []
    if isinstance(named, list):
        return [str(word) for word in named]
    try:
        return shlex.split(str(named))
    except ValueError as error:
        raise UsageError(f"{VARIABLE} is no command line: {error}") from error


def _told(request: Request, references: list[Json]) -> dict[str, Json]:
    return {
        "version": VERSION,
        "prompt": request.prompt,
        "model": request.model,
        "aspect_ratio": request.aspect_ratio,
        "resolution": request.resolution,
        "source_format": request.source_format,
        "parameters": dict(request.parameters),
        "references": references,
    }


def _written(
    request: Request, references: Mapping[Digest, ReferenceFile], folder: Path
) -> list[Json]:
    """The references as the program is told of them: files for as long as it runs, and URLs."""
    found: list[Json] = []
    for number, reference in enumerate(request.references, 1):
        if not is_digest(reference):
            found.append({"url": reference})
            continue
        file = references.get(Digest(reference))
        if file is None:
            raise RequestError(f"the bytes of a reference are missing: {reference}")
        path = folder / f"reference-{number}.{file.media_type.rpartition('/')[2]}"
        path.write_bytes(file.data)
        found.append({"path": str(path), "media_type": file.media_type, "digest": reference})
    return found


def _check(ending: Ending, timeout: float) -> None:
    """Raise what the end of a program means, if it is not a picture."""
    last = f": {ending.last_line}" if ending.last_line else ""
    if ending.failure is not None:
        raise AccountError(f"the command can't be run: {ending.failure}", _HOW)
    if ending.is_late:
        raise UncertainError(f"the command took longer than {timeout:g} s and was ended{last}")
    if ending.is_too_long:
        raise UnusableAnswerError("the command wrote more than 256 MiB, and was ended")
    if ending.code < 0:
        raise UncertainError(f"the command was killed by signal {-ending.code}{last}")
    if ending.code:
        raise RequestError(f"the command failed with exit code {ending.code}{last}")
    if not ending.output:
        raise UnusableAnswerError(f"the command wrote no picture{last}")
