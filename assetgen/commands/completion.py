"""`assetgen completion`: the script that makes a shell complete verbs, flags and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assetgen.commands.common import verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from assetgen.commands.common import Console


@verb(
    "Print the completion script of a shell.",
    examples="""
assetgen completion bash >> ~/.bashrc
assetgen completion zsh >> ~/.zshrc
assetgen completion fish > ~/.config/fish/completions/assetgen.fish
""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(console: Console, shell: str) -> int:
    """Addresses are completed from assets.lock."""
    from click.shell_completion import get_completion_class

    del console
    chosen = get_completion_class(shell)
    assert chosen is not None  # noqa: S101 - the choices above are click's own shells
    script = chosen(
        click.get_current_context().find_root().command, {}, "assetgen", "_ASSETGEN_COMPLETE"
    )
    click.echo(script.source())
    return ExitCode.OK
