"""Small things in words: counts, reasons, sizes, prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.planning.summary import money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from assetgen.planning.values import Reason

SHORT = 36
"""Characters of a value that a one-line reason shows."""


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`, `1,200 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def dollars(amount: Decimal | None) -> str:
    """`$0`, `$6.10`, or `unknown`, which is never 0."""
    if amount is None:
        return "unknown"
    return "$0" if amount == 0 else f"${money(amount)}"


def size(number: int) -> str:
    """Bytes for people: `512 B`, `12.3 kB`, `4.5 MB`."""
    if number < 1000:
        return f"{number} B"
    for unit in ("kB", "MB", "GB"):
        number_in_unit = number / 1000
        if number_in_unit < 999.95 or unit == "GB":
            return f"{number_in_unit:.1f} {unit}"
        number = int(number_in_unit)
    raise AssertionError  # pragma: no cover - the loop ends with GB


def reason(one: Reason) -> str:
    """One cause on one line, long values cut to the part that differs."""
    if one.old is None and one.new is None:
        return one.what
    if one.old is None:
        return f"{one.what}: {one.new}"
    old, new = changed_part(one.old, one.new or "none")
    return f"{one.what} {old} → {new}"


def reasons(several: Sequence[Reason]) -> str:
    """Causes on one line, separated by semicolons."""
    return "; ".join(reason(one) for one in several)


def kinds(several: Sequence[Reason]) -> str:
    """The causes without their values, as a line for many assets needs them."""
    named = (
        one.what if one.old is None or one.what == "moved" else f"{one.what} changed"
        for one in several
    )
    return "; ".join(dict.fromkeys(named))


def changed_part(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ when they are long."""
    if len(old) <= SHORT and len(new) <= SHORT and "\n" not in old + new:
        return old, new
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    start = max(0, old.rfind(" ", 0, start) + 1)
    return _excerpt(old, start), _excerpt(new, start)


def _excerpt(text: str, start: int) -> str:
    shown = " ".join(text[start : start + SHORT].split())
    before = "…" if start else ""
    after = "…" if start + SHORT < len(text) else ""
    return f"“{before}{shown}{after}”"
