"""`assetgen emulator`: a local stand-in for the getimg API, to try things without paying."""

from __future__ import annotations

import json
import os
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assetgen.commands.common import verb
from assetgen.errors import ExitCode, UsageError

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from assetgen.commands.common import Console
    from assetgen.emulator.emulator import Emulator
    from assetgen.emulator.faults import Fault
    from assetgen.emulator.options import Options

NEEDS = ("starlette", "uvicorn")
_COUNT = click.IntRange(min=1)
_SECONDS = click.FloatRange(min=0)
_FILE = click.Path(dir_okay=False, path_type=Path)


def _dollars(_context: click.Context, _option: click.Parameter, text: str | None) -> Decimal | None:
    """USD, exactly as typed."""
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise click.BadParameter(f"not an amount of money: {text}") from None
    if not amount.is_finite() or amount < 0:
        raise click.BadParameter(f"not an amount of money: {text}")
    return amount


@verb(
    "Run a local stand-in for the getimg API.",
    examples="""
assetgen emulator --port 4010               at http://127.0.0.1:4010
assetgen emulator --latency 2 --rpm 20      slow and strict
assetgen emulator --faults server-error:3   the third request answers 500
assetgen emulator --faults refused@dragon   moderation dislikes dragons
assetgen emulator --list-faults             all that can go wrong
""",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 is any free port.")
@click.option("--latency", type=_SECONDS, help="Seconds that a picture takes.")
@click.option("--rpm", type=_COUNT, help="Requests a minute before 429.")
@click.option("--concurrency", type=_COUNT, help="Requests at once before 429.")
@click.option("--faults", multiple=True, help="A fault file, or NAME, NAME:3, NAME@words.")
@click.option("--list-faults", is_flag=True, help="Print the names of all faults and stop.")
@click.option("--bill", type=_FILE, help="Add a JSON line for every charge to this file.")
@click.option("--log", type=_FILE, help="Add a JSON line for every request to this file.")
@click.option(
    "--balance",
    callback=_dollars,
    metavar="USD",
    help="Pretend money at the start; 1000 by default.",
)
@click.option("--key", "keys", multiple=True, help="Accept only this key instead of any sk_ key.")
@click.option("--link-lifetime", type=_SECONDS, help="Seconds that a download link lives; 3600.")
@click.option("--dead-link-status", type=click.Choice([403, 404, 410]), help="403 by default.")
@click.option("--too-large-status", type=click.Choice([413, 400]), help="413 by default.")
@click.option("--picture-bytes", type=click.IntRange(min=0), help="Fill pictures up to this size.")
@click.option("--older-models", is_flag=True, help="List models in the older, shorter shape.")
@click.option("--strict-roles", is_flag=True, help="Refuse references without a role.")
@click.option("--seed", type=int, help="Other pictures, identifiers and signatures.")
def command(
    console: Console,
    host: str,
    port: int,
    faults: tuple[str, ...],
    list_faults: bool,
    **settings: Any,
) -> int:
    """Runs until Ctrl-C, or until it is told to terminate. Everything it does is pretended.

    The first line on standard output is its base URL. It takes any key that begins with sk_,
    listens on this machine only, and opens no connection itself. See docs/emulator.md.
    """
    _check_installed()
    from assetgen.emulator.options import Options

    if list_faults:
        return _list_faults(console)
    given = {name: value for name, value in settings.items() if value is not None}
    try:
        options = Options(faults=_faults(faults), **given)
        emulator, listener = _open(options, host, port)
    except (ValueError, OSError) as error:
        raise UsageError(f"the emulator can't start: {error}") from error
    _run(console, emulator, listener)
    return ExitCode.OK


def _check_installed() -> None:
    import importlib.util

    if not all(importlib.util.find_spec(name) for name in NEEDS):
        raise UsageError(
            f"the emulator needs two more packages: {', '.join(NEEDS)}",
            'pip install "assetgen[emulator]"',
        )


def _open(options: Options, host: str, port: int) -> tuple[Emulator, socket.socket]:
    """Take the port first, so that a second emulator doesn't touch the bill of the first."""
    from assetgen.emulator.emulator import Emulator
    from assetgen.emulator.server import listen

    listener = listen(host, port)
    try:
        return Emulator(options), listener
    except (ValueError, OSError):
        listener.close()
        raise


def _run(console: Console, emulator: Emulator, listener: socket.socket) -> None:
    from assetgen.emulator.server import base_url, serve

    url = base_url(listener)
    if console.json:
        click.echo(json.dumps({"base_url": url, "pid": os.getpid()}))
    else:
        click.echo(url)
    if not console.quiet:
        click.echo(f"GETIMG_AI_BASE_URL={url} GETIMG_API_KEY=sk_emulator  (Ctrl-C ends)", err=True)
    before = len(emulator.account.bill)
    try:
        serve(emulator, listener)
    finally:
        if not console.quiet:
            _say_total(emulator, before)


def _say_total(emulator: Emulator, before: int) -> None:
    charges = emulator.account.bill[before:]
    total = sum((Decimal(charge.cost) for charge in charges), Decimal(0))
    noun = "charge" if len(charges) == 1 else "charges"
    click.echo(f"{len(charges)} {noun}, ${total:.2f} of pretend money", err=True)


def _faults(named: Sequence[str]) -> tuple[Fault, ...]:
    """Faults by name or from files: what ends in .json is a file. Raises ValueError, OSError."""
    from assetgen.emulator.faults import parse_fault, read_faults

    found: list[Fault] = []
    for text in named:
        is_file = text.endswith(".json") or Path(text).is_file()
        found += read_faults(Path(text)) if is_file else (parse_fault(text),)
    return tuple(found)


def _list_faults(console: Console) -> int:
    from assetgen.emulator.kinds import KINDS

    if console.json:
        click.echo(json.dumps({name: kind.words for name, kind in KINDS.items()}, indent=2))
        return ExitCode.OK
    width = max(map(len, KINDS))
    console.print(f"{name:{width}}  {kind.words}" for name, kind in KINDS.items())
    return ExitCode.OK
