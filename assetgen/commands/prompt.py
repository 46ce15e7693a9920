"""`assetgen prompt`: final prompts and the requests that would be sent; no key, no network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from assetgen.commands.common import complete_address, verb
from assetgen.digest import request_canonical, request_fingerprint
from assetgen.errors import ExitCode
from assetgen.model import Digest, Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.commands.common import Console
    from assetgen.model import DesiredAsset, Json


@verb(
    "Print final prompts and requests.",
    examples="""
assetgen prompt              the final prompt of every asset
assetgen prompt hero         with the request that would be sent
assetgen prompt --json 'icon@*'
""",
)
@click.argument("addresses", nargs=-1, shell_complete=complete_address)
@click.option("--select", multiple=True, help="Only these: a glob, tag: or path:.")
@click.option("--exclude", multiple=True, help="Not these.")
def command(
    console: Console, addresses: tuple[str, ...], select: tuple[str, ...], exclude: tuple[str, ...]
) -> int:
    """Needs no key, no cache and no network, and buys nothing. Assets made from a file of yours
    have no prompt and are left out.
    """
    from assetgen.planning.select import Selection, chosen_assets
    from assetgen.spec.load import load_spec

    spec = load_spec(console.find_project())
    console.warn(spec.warnings)
    assets = chosen_assets(spec.assets, Selection((*addresses, *select), exclude))
    requests = [(a, a.source) for a in assets if isinstance(a.source, Request)]
    if console.json:
        from assetgen.ui import documents

        documents.emit({"requests": [_document(asset, request) for asset, request in requests]})
        return ExitCode.OK
    is_detailed = bool(addresses) or console.verbose
    console.print(_lines(requests, is_detailed=is_detailed))
    return ExitCode.OK


def _lines(requests: Iterable[tuple[DesiredAsset, Request]], *, is_detailed: bool) -> Iterable[str]:
    for asset, request in requests:
        text = request.prompt.replace("\n", "\n    ")
        yield f"{asset.address}: {text}"
        if is_detailed:
            fields = json.loads(request_canonical(request))
            for name in ("provider", "model", "aspect_ratio", "resolution", "source_format"):
                if name in fields:
                    yield f"    {name}: {fields[name]}"
            if request.references:
                yield f"    references: {', '.join(_references(asset, request))}"
            if request.parameters:
                yield f"    parameters: {json.dumps(fields['parameters'], ensure_ascii=False)}"
            yield f"    fingerprint: {request_fingerprint(request)}"


def _references(asset: DesiredAsset, request: Request) -> Iterable[str]:
    """Files by their paths, with what tells their bytes apart; URLs as they are."""
    for reference in request.references:
        path = asset.reference_files.get(Digest(reference))
        yield f"{path} ({reference[:19]}…)" if path else reference


def _document(asset: DesiredAsset, request: Request) -> Json:
    document: dict[str, Json] = {
        "address": asset.address,
        "fingerprint": request_fingerprint(request),
        "request": json.loads(request_canonical(request)),
    }
    if asset.reference_files:
        document["reference_files"] = {str(d): path for d, path in asset.reference_files.items()}
    return document
