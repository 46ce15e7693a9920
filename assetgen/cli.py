"""The command line: verbs, global flags, and the only place where errors become exit codes.

Verbs live in `commands/`, one file each, and are imported when they are called, so that a run
with nothing to do loads next to nothing.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from typing import TYPE_CHECKING

import click

from assetgen import __version__
from assetgen.errors import AssetgenError, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS = {
    "init": "Write a first assets.toml, ready to sync.",
    "plan": "Show what a sync would do, why, and at what price.",
    "sync": "Bring files and lock in step with the spec.",
    "status": "Say how the files stand, quickly.",
    "show": "List assets and their files.",
    "why": "Explain what is decided about an asset.",
    "prompt": "Print final prompts and requests.",
    "costs": "Say what was spent, by day, model, asset or tag.",
    "check": "Plan offline and answer with an exit code.",
    "adopt": "Accept a file of your own as an output.",
    "doctor": "Look for trouble in the set-up, and mend it.",
    "cache": "Look after the pictures kept on this machine.",
    "lock": "Merge the lock of two branches.",
    "schema": "Print the JSON Schema of assets.toml.",
    "emulator": "Run a local stand-in for the getimg API.",
    "completion": "Print the completion script of a shell.",
}

SECTIONS = {
    "Daily": ("init", "plan", "sync", "status", "show", "why", "prompt"),
    "Choosing": ("adopt",),
    "Checking": ("check", "costs", "doctor", "cache"),
    "Quiet": ("lock", "schema", "emulator", "completion"),
}


class Verbs(click.Group):
    """The verbs by name; a verb's module is loaded when it is called or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the help text."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb `cmd_name`, loaded now."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"assetgen.commands.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101 - every verb's module has one
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs by section, without loading any of them."""
        for title, verbs in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(verb, VERBS[verb]) for verb in verbs])

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb. A reader of the output that leaves early is no failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # here, because click would end the process with 1
            _hang_up()
            return ExitCode.OK

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that was typed. Raises UsageError with the nearest spelling."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], VERBS, 1)
            raise UsageError(f"no such verb: {args[0]}", near[0] if near else "assetgen --help")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A first project: assetgen init, then assetgen sync. Each verb explains itself: "
    "assetgen VERB --help.",
)
@click.option("-C", "--project", type=click.Path(), help="Work on the project in this folder.")
@click.version_option(__version__, "-V", "--version", message="assetgen %(version)s")
@click.pass_context
def assetgen(context: click.Context, project: str | None) -> None:
    """Keep a project's generated images in step with its spec, assets.toml.

    assetgen works out which images should exist, makes only what changed, and pins every
    accepted picture in assets.lock, so that a clone gets the same bytes.
    """
    context.obj = project


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal can't show is no failure
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; every failure that a user can cause is a sentence and a code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    code: int = ExitCode.OK
    try:
        code = _answer(words)
        sys.stdout.flush()
    except BrokenPipeError:
        _hang_up()
    return code


def _answer(words: Sequence[str]) -> int:
    try:
        code = assetgen.main(list(words), prog_name="assetgen", standalone_mode=False)
    except AssetgenError as error:
        return _report(error, words)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message())  # noqa: T201 - a bare name asks for help
        return ExitCode.OK
    except click.UsageError as error:
        hint = f"{error.ctx.command_path} --help" if error.ctx else None
        return _report(UsageError(error.format_message(), hint), words)
    except click.ClickException as error:
        return _report(UsageError(error.format_message()), words)
    except (KeyboardInterrupt, click.Abort):
        print("interrupted", file=sys.stderr)  # noqa: T201 - the last word of a stopped run
        return ExitCode.INTERRUPTED
    return int(code) if isinstance(code, int) else ExitCode.OK


def _hang_up() -> None:
    """Send what is left for a reader that is gone nowhere, so that the end is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _report(error: AssetgenError, words: Sequence[str]) -> int:
    from assetgen.ui import documents, messages
    from assetgen.ui.paint import paint_for

    messages.say(messages.error_lines(error, paint_for(sys.stderr, _color(words))))
    if "--json" in words:
        documents.emit(messages.error_document(error))
    return error.exit_code


def _color(words: Sequence[str]) -> str:
    """The `--color` that was typed, also when the command line itself is what is wrong."""
    for before, word in zip(["", *words], words, strict=False):
        choice = word.partition("=")[2] if word.startswith("--color=") else word
        if (before == "--color" or word.startswith("--color=")) and choice in {"always", "never"}:
            return choice
    return "auto"
