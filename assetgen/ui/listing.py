"""Assets as lists: one line each, or everything about one. Pure: values in, text out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.digest import request_fingerprint
from assetgen.model import Request
from assetgen.planning.summary import money
from assetgen.planning.values import Step
from assetgen.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assetgen.model import Json
    from assetgen.planning.values import AssetPlan, OutputPlan


def short_lines(assets: Sequence[AssetPlan]) -> list[str]:
    """One line an asset: address, files, how it stands."""
    name = max((len(asset.address) for asset in assets), default=0)
    files = [words.count(len(asset.outputs), "file") for asset in assets]
    width = max((len(text) for text in files), default=0)
    return [
        f"{asset.address:<{name}}  {text:<{width}}  {_state(asset)}".rstrip()
        for asset, text in zip(assets, files, strict=True)
    ]


def full_lines(asset: AssetPlan) -> Iterator[str]:
    """Everything about one asset, in indented lines."""
    yield f"{asset.address}  {_state(asset)}  ({asset.asset.place})"
    source = asset.asset.source
    if isinstance(source, Request):
        yield f"  prompt      {source.prompt.replace(chr(10), ' ')}"
        named = (source.provider, source.model, source.aspect_ratio, source.resolution)
        yield f"  request     {', '.join(part for part in named if part)}"
    else:
        yield f"  source      {source.path}"
    take = asset.source.take
    if take is not None:
        cost = "" if take.cost is None else f", ${money(take.cost)}"
        yield f"  take {take.number}      {take.width} × {take.height}, {take.time}{cost}"
        yield f"              {take.digest}"
    if asset.asset.tags:
        yield f"  tags        {', '.join(asset.asset.tags)}"
    for language, text in asset.asset.alt.items():
        yield f"  alt {language:<7} {text or '(decorative)'}"
    for output in asset.outputs:
        yield f"  {output.path}  {_file(output)}"


def asset_document(asset: AssetPlan) -> Json:
    """Everything about one asset, for `--json`."""
    source, take = asset.asset.source, asset.source.take
    return {
        "address": asset.address,
        "place": str(asset.asset.place),
        "action": asset.action.value,
        "prompt": source.prompt if isinstance(source, Request) else None,
        "request": request_fingerprint(source) if isinstance(source, Request) else None,
        "source": None if isinstance(source, Request) else source.path,
        "take": None if take is None else take.number,
        "digest": asset.source.digest,
        "tags": list(asset.asset.tags),
        "alt": dict(asset.asset.alt),
        "outputs": [_output_document(output) for output in asset.outputs],
    }


def _output_document(output: OutputPlan) -> Json:
    locked = output.locked
    return {
        "path": output.path,
        "action": output.step.value,
        "digest": locked.digest if locked else None,
        "size": locked.size if locked else None,
        "width": locked.width if locked else None,
        "height": locked.height if locked else None,
        "adopted": bool(locked and locked.adopted),
    }


def _state(asset: AssetPlan) -> str:
    if asset.conflicts:
        return f"conflict: {words.kinds(asset.conflicts[0].reasons)}"
    if asset.changes_nothing and asset.action.value == "nothing":
        return "as locked"
    return f"{asset.action.value}: {words.kinds(asset.reasons)}"


def _file(output: OutputPlan) -> str:
    locked = output.locked
    if locked is None:
        return "not made yet"
    adopted = ", adopted" if locked.adopted else ""
    step = "" if output.step is Step.KEEP else f", {output.step.value}"
    return f"{locked.width} × {locked.height}, {words.size(locked.size)}{adopted}{step}"
