"""What every verb shares: the common flags, the console it reports to, the help on exit codes."""

from __future__ import annotations

import functools
import inspect
import os
import signal
import sys
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from assetgen.ui.paint import Paint, paint_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assetgen.project import Project

P = ParamSpec("P")
T = TypeVar("T")


class _Usd(click.ParamType[Decimal]):
    """An amount of money: a decimal number, not negative."""

    name = "USD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """The amount. Raises click's BadParameter."""
        try:
            amount = Decimal(str(value).removeprefix("$"))
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount < 0:
            self.fail(f"not an amount in USD: {value}", param, ctx)
        return amount


USD = _Usd()

EXIT_CODES = """\b
Exit codes:
    0  done, or nothing to do
    1  some assets failed
    2  bad usage, or problems in the spec or the lock
    3  changes are pending (check)
    4  money that the budget, the provider or a person did not grant
    5  every failure is a refusal by the provider's moderation
    6  the lock is stale (--locked)
    7  bytes that the lock names are nowhere
    8  conflicts are left: files that assetgen will not overwrite
  130  interrupted
When several apply, the first of 130, 2, 6, 7, 4, 8, 1, 5, 3 is reported."""


def _ask(text: str) -> bool:
    """Ask a person; Ctrl-C means to leave, also where a run has its own use for it."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return click.confirm(text, err=True)
    finally:
        signal.signal(signal.SIGINT, previous)


@dataclass(frozen=True, slots=True)
class Console:
    """Where a verb works and how it reports: `out` and `err` are the paints of both streams."""

    folder: Path
    json: bool
    quiet: bool
    verbose: bool
    out: Paint
    err: Paint

    def find_project(self, *, needs_spec: bool = True) -> Project:
        """The project that holds the folder. Raises UsageError."""
        from assetgen.project import find_project

        return find_project(self.folder, needs_spec=needs_spec)

    @property
    def question(self) -> Callable[[str], bool] | None:
        """Asks a person, yes or no; None where nobody could answer."""
        if self.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return None
        return _ask

    def print(self, lines: Iterable[str]) -> None:
        """Data for people, on standard output; nothing with `--json`."""
        if not self.json:
            for line in lines:
                click.echo(line, color=self.out.is_on)

    def report(self, lines: Iterable[str]) -> None:
        """A message beside the data: standard output, but nothing when quiet or with `--json`."""
        if not self.quiet:
            self.print(lines)

    def warn(self, warnings: Iterable[str]) -> None:
        """Warnings, on standard error."""
        from assetgen.ui.messages import say, warning_lines

        if not self.quiet:
            say(warning_lines(warnings, self.err))


def verb(summary: str, *, examples: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with the common flags, examples and exit codes; it gets a Console first."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        text = f"{summary}\n\n{inspect.cleandoc(function.__doc__ or '')}"
        shown = "\n".join(f"    {line}" for line in examples.strip().splitlines())
        command = click.command(
            help=text.strip(),
            epilog=f"\b\nExamples:\n{shown}\n\n{EXIT_CODES}",
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        return command(_common_flags(function))

    return decorate


def _common_flags(function: Callable[..., T]) -> Callable[..., T]:
    @click.option("-C", "--project", type=click.Path(), help="Work on the project in this folder.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
    @click.option("-v", "--verbose", is_flag=True, help="Say everything.")
    @click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True
    )
    @click.pass_context
    @functools.wraps(function)
    def wrapper(
        context: click.Context,
        /,
        *args: Any,
        project: str | None,
        as_json: bool,
        quiet: bool,
        verbose: bool,
        color: str,
        **kwargs: Any,
    ) -> T:
        named = project or context.find_root().obj
        console = Console(
            folder=Path(named) if named else Path.cwd(),
            json=as_json,
            quiet=quiet,
            verbose=verbose,
            out=paint_for(sys.stdout, color),
            err=paint_for(sys.stderr, color),
        )
        return function(console, *args, **kwargs)

    return wrapper


def flag_from_environment(name: str) -> bool:
    """Whether an environment twin of a flag is set to anything but nothing, 0, false or no."""
    return os.environ.get(name, "").lower() not in {"", "0", "false", "no"}


def complete_address(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Addresses of the lock that begin like what is typed; nothing when there is no lock."""
    import json

    from assetgen.errors import UsageError
    from assetgen.project import find_project

    named = context.params.get("project") or context.find_root().obj
    try:
        lock = find_project(Path(named or Path.cwd()), needs_spec=False).lock
        lines = lock.read_text(encoding="utf-8").splitlines()[1:]
        addresses = [json.loads(line)["address"] for line in lines]
    except (OSError, ValueError, KeyError, TypeError, UsageError):
        return []
    return [address for address in addresses if address.startswith(incomplete)]
