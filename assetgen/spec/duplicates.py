"""What only shows when all assets are seen: one address, one path or one file wanted twice."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.paths import path_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.model import Address, DesiredOutput
    from assetgen.project import Project
    from assetgen.spec.for_each import Item
    from assetgen.spec.outputs import Variant
    from assetgen.spec.problems import Failures, Problems
    from assetgen.spec.scopes import Text


@dataclass(frozen=True, slots=True)
class _Claim:
    address: Address
    variant: Variant
    row: Item | None
    path: str

    def __str__(self) -> str:
        place = self.variant.path.place()
        row = f", {self.row.place}" if self.row else ""
        return f"{self.address} ({place.file}:{place.line}{row})"


@dataclass(slots=True)
class Claims:
    """Every address and every output path that was wanted so far; `root` holds all outputs."""

    project: Project
    root: str
    _addresses: dict[Address, Item | None] = field(default_factory=dict)
    _paths: dict[str, _Claim] = field(default_factory=dict)
    _inside: dict[str, bool] = field(default_factory=dict)

    def claim_address(
        self, address: Address, text: Text, row: Item | None, failures: Failures
    ) -> bool:
        """Whether nobody had `address` before; else it is reported at `text`."""
        if address not in self._addresses:
            self._addresses[address] = row
            return True
        first = self._addresses[address]
        what = f"two rows make one address: {address}"
        failures.add(text, what, f"the other row is {first.place}" if first else None, row=row)
        return False

    def claim_outputs(
        self,
        address: Address,
        outputs: tuple[tuple[Variant, DesiredOutput], ...],
        row: Item | None,
        failures: Failures,
    ) -> None:
        """Take an asset's paths; a path that is taken, or leads out, is reported."""
        for variant, output in outputs:
            claim = _Claim(address, variant, row, output.path)
            known = self._paths.setdefault(path_key(output.path), claim)
            if known is not claim:
                message = f"one path is wanted twice: {output.path}, first by {known}"
                failures.add(variant.path, message, _hint(known, claim), row=row)
            elif not self._stays_inside(output.path):
                message = f"a symlink leads out of the project: {output.path}"
                failures.add(variant.path, message, row=row)

    def report_inputs(self, inputs: Iterable[str], problems: Problems) -> None:
        """Report outputs that are inputs too, or that are the folder of another output."""
        folder = self.project.folder
        names = {path_key(Path(os.path.relpath(path, folder)).as_posix()) for path in inputs}
        folders = {parent for key in self._paths for parent in _folders_of(key)}
        for key, claim in self._paths.items():
            text = claim.variant.path
            if key in names:
                message = f"{text.written}: an output can't be an input too: {claim.path}"
                problems.add_at(text.place(), message)
            if key in folders:
                message = f"{text.written}: another output needs a folder here: {claim.path}"
                problems.add_at(text.place(), message)

    def _stays_inside(self, path: str) -> bool:
        folder = path.rpartition("/")[0]
        if folder not in self._inside:
            real = self.project.folder.resolve()
            self._inside[folder] = (real / folder).resolve().is_relative_to(real)
        return self._inside[folder]


def _folders_of(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _hint(known: _Claim, claim: _Claim) -> str | None:
    """What the template has to mention for the two to differ."""
    if known.variant.path != claim.variant.path:
        return None
    if known.address != claim.address:
        return "use {{ key }} in the path"
    ours, theirs = claim.variant.names, known.variant.names
    for name in ("ext", "size", "width", "height", "scale"):
        if ours.get(name) != theirs.get(name):
            return f"use {{{{ {name} }}}} in the path"
    return None
