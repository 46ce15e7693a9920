"""`assetgen schema`: the JSON Schema of assets.toml, made from the models that check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assetgen.commands.common import verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from assetgen.commands.common import Console


@verb(
    "Print the JSON Schema of assets.toml.",
    examples="""
assetgen schema > assets.schema.json    for #:schema ./assets.schema.json
""",
)
def command(console: Console) -> int:
    """Editors that know the #:schema line complete and check a spec with it."""
    from assetgen.spec import json_schema

    del console
    click.echo(json_schema(), nl=False)
    return ExitCode.OK
