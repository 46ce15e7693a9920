"""The lines of a plan: one a thing to do, more than ten of a kind folded into one.

Pure: values in, text out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.planning.values import Action, OrphanStep, Standing, Step
from assetgen.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assetgen.planning.values import AssetPlan, OrphanPlan, Plan, Reason
    from assetgen.ui.paint import Paint

FOLD = 10
"""More lines than this of the same name, action and cause become one."""

_SYMBOLS = {
    Action.GENERATE: ("+", "green"),
    Action.TRANSFORM: ("~", "yellow"),
    Action.RESTORE: (">", "cyan"),
    Action.RECORD: (">", "cyan"),
    Action.PINNED: ("=", "dim"),
    Action.FAIL: ("!", "red"),
    Action.BLOCKED: ("!", "red"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: symbol, name, how much, price, why. `kind` is the cause without its values."""

    symbol: str
    colour: str
    name: str
    amount: str
    cost: str
    why: str
    kind: str
    files: int = 0
    price: Decimal | None = None


def plan_lines(plan: Plan, paint: Paint) -> list[str]:
    """The lines of a whole plan, folded and aligned."""
    rows = fold([*asset_rows(plan.assets), *orphan_rows(plan.orphans)])
    return layout(rows, paint)


def asset_rows(assets: Iterable[AssetPlan]) -> list[Row]:
    """The unfolded rows of assets that have something to say, in plan order."""
    rows: list[Row] = []
    for asset in assets:
        if asset.action in _SYMBOLS and (asset.is_work or asset.action in _SAID):
            rows.append(_asset_row(asset))
        rows += [_conflict_row(asset, o.path, o.reasons) for o in asset.conflicts]
    return rows


_SAID = {Action.PINNED, Action.FAIL, Action.BLOCKED}


def orphan_rows(orphans: Iterable[OrphanPlan]) -> list[Row]:
    """One row for every locked path that nobody wants any more."""
    said = {
        OrphanStep.REPORT: ("?", "magenta", "no longer wanted; --prune removes it"),
        OrphanStep.REMOVE: ("-", "red", "no longer wanted"),
        OrphanStep.LEAVE: (
            "-",
            "magenta",
            "not ours any more: the file stays, the lock forgets it",
        ),
        OrphanStep.FORGET: ("-", "magenta", "missing: the lock forgets it"),
    }
    return [
        Row(symbol, colour, orphan.address, orphan.output.path, "", why, why, 1)
        for orphan in orphans
        for symbol, colour, why in (said[orphan.step],)
    ]


def fold(rows: Sequence[Row]) -> list[Row]:
    """Rows of the same name before `@`, action and cause as one, where there are over ten."""
    counts = Counter(_key(row) for row in rows)
    folded: dict[tuple[str, str, str], list[Row]] = {}
    result: list[Row | list[Row]] = []
    for row in rows:
        key = _key(row)
        if counts[key] <= FOLD:
            result.append(row)
        elif key in folded:
            folded[key].append(row)
        else:
            folded[key] = [row]
            result.append(folded[key])
    return [row if isinstance(row, Row) else _together(row) for row in result]


def layout(rows: Sequence[Row], paint: Paint) -> list[str]:
    """Rows as lines, their columns aligned."""
    name = max((len(row.name) for row in rows), default=0)
    amount = max((len(row.amount) for row in rows), default=0)
    cost = max((len(row.cost) for row in rows), default=0)
    lines = []
    for row in rows:
        columns = f"{row.name:<{name}}  {row.amount:<{amount}}  {row.cost:<{cost}}  {row.why}"
        lines.append(f"{paint(row.symbol, row.colour)} {columns}".rstrip())
    return lines


def _key(row: Row) -> tuple[str, str, str]:
    return row.symbol, row.name.partition("@")[0], row.kind


def _together(rows: Sequence[Row]) -> Row:
    first = rows[0]
    files = sum(row.files for row in rows)
    prices = [row.price for row in rows if row.price is not None]
    price = sum(prices, Decimal(0)) if len(prices) == len(rows) else None
    same = {row.why for row in rows}
    # An asset has a row for each of its conflicts and orphans.
    assets = words.count(len({row.name for row in rows}), "asset")
    return Row(
        first.symbol,
        first.colour,
        first.name.partition("@")[0],
        f"{assets}, {words.count(files, 'file') if files else 'lock only'}",
        words.dollars(price) if first.cost else "",
        first.why if len(same) == 1 else first.kind,
        first.kind,
    )


_DOUBTFUL = {Standing.UNCERTAIN, Standing.LOST}


def _asset_row(asset: AssetPlan) -> Row:
    symbol, colour = _SYMBOLS[asset.action]
    why, kind = words.reasons(asset.reasons), words.kinds(asset.reasons)
    if asset.action is Action.PINNED:
        fields = ", ".join(dict.fromkeys(reason.what for reason in asset.reasons))
        text = f"the spec differs: {fields} ({asset.asset.place})"
        return Row(symbol, colour, asset.address, "pinned", "", text, text)
    if asset.action is Action.FAIL:
        paths = [output.path for output in asset.outputs if output.step is Step.GONE]
        why = kind = "gone: its picture is in no cache or remote"
        return Row(symbol, colour, asset.address, paths[0], "", why, kind, len(paths))
    prior = asset.source.prior
    if asset.action is Action.BLOCKED and prior is not None:
        cost = words.dollars(prior.may_have_cost) if prior.standing in _DOUBTFUL else ""
        said = str(prior.problem)
        kind = prior.standing.value
        return Row(symbol, colour, asset.address, kind, cost and f"({cost})", said, kind)
    files = len(asset.writes)
    amount = words.count(files, "file") if files else "lock only"
    price = asset.cost if asset.action is Action.GENERATE else Decimal(0)
    cost = words.dollars(price)
    return Row(symbol, colour, asset.address, amount, cost, why, kind, files, price)


def _conflict_row(asset: AssetPlan, path: str, reasons: Sequence[Reason]) -> Row:
    why = words.reasons(reasons)
    return Row("!", "red", asset.address, path, "", why, why, 1)
