"""One instance of an entry becomes a desired asset: texts rendered, paths made and checked.

Whether two assets want one path is decided in `duplicates`, where all of them are seen.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.digest import normalize_text
from assetgen.model import EXTENSIONS, DesiredAsset, DesiredOutput
from assetgen.paths import path_problem
from assetgen.spec.entries import Preparer
from assetgen.spec.origins import Origins
from assetgen.spec.outputs import format_of
from assetgen.spec.overrides import Overrides
from assetgen.spec.problems import suggest
from assetgen.spec.scopes import Renderer
from assetgen.spec.sources import Sources

if TYPE_CHECKING:
    from assetgen.model import Address
    from assetgen.spec.entries import Entry, Prepared
    from assetgen.spec.input_files import InputFiles
    from assetgen.spec.instances import Instance
    from assetgen.spec.outputs import Variant
    from assetgen.spec.scopes import Checker, Text


@dataclass(frozen=True, slots=True)
class Built:
    """What became of an instance: the asset, unless it has a mistake, and the outputs it wants."""

    asset: DesiredAsset | None
    outputs: tuple[tuple[Variant, DesiredOutput], ...]


class Builder:
    """Builds the assets of one entry; `root` is the project's folder for outputs."""

    def __init__(self, entry: Entry, checker: Checker, files: InputFiles, root: str) -> None:
        self._entry = entry
        self._place = entry.written.key_place
        self._root = root
        self._failures = checker.failures
        self._renderer = Renderer(checker)
        self._sources = Sources(files, self._renderer)
        self._overrides = Overrides(entry)
        self._preparer = Preparer(entry, self._overrides, checker.library, checker)
        self._preparer.prepared(())

    def build(self, address: Address, instance: Instance) -> Built:
        """The asset of one instance; its mistakes are noted."""
        prepared = self._preparer.prepared(self._overrides.matching(instance.key))
        found = self._sources.source(prepared, instance)
        made = [self._output(each, prepared, instance) for each in prepared.variants]
        pairs = zip(prepared.variants, made, strict=True)
        wanted = tuple((variant, output) for variant, output in pairs if output)
        tags = self._texts(prepared.tags, prepared, instance)
        alt = self._texts(tuple(prepared.alt.values()), prepared, instance)
        is_whole = bool(made) and len(wanted) == len(made)
        if found is None or tags is None or alt is None or not is_whole:
            return Built(None, wanted)
        outputs = tuple(output for _, output in wanted)
        asset = DesiredAsset(
            address=address,
            place=self._place,
            source=found.source,
            outputs=outputs,
            pinned=prepared.is_pinned,
            tags=tuple(filter(None, tags)),
            alt=dict(zip(prepared.alt, alt, strict=True)),
            origins=Origins(prepared.layer, found, prepared.variants, outputs),
            reference_files=found.reference_files,
        )
        return Built(asset, wanted)

    def report_unmatched(self) -> None:
        """An override that held for no row is a mistake; call it after every row was built."""
        if not self._entry.has_all_keys:
            return
        for match in self._overrides.unmatched():
            hint = suggest(match.value, self._overrides.keys)
            self._failures.problems.add(match.written, f"no key matches: {match.value}", hint)

    def _texts(
        self, texts: tuple[Text, ...], prepared: Prepared, instance: Instance
    ) -> list[str] | None:
        rendered = [self._renderer.render(text, prepared, instance) for text in texts]
        fine = [normalize_text(text) for text in rendered if text is not None]
        return fine if len(fine) == len(rendered) else None

    def _output(
        self, variant: Variant, prepared: Prepared, instance: Instance
    ) -> DesiredOutput | None:
        text = variant.path
        names = {**instance.names, **variant.names} if text.is_template else None
        rendered = self._renderer.render(text, prepared, instance, names)
        if rendered is None:
            return None
        path = unicodedata.normalize("NFC", rendered)
        problem = path_problem(path)
        if problem:
            self._failures.add(text, f"the path {problem}: {path}", row=instance.item)
            return None
        format_ = format_of(path)
        if format_ is None or variant.format not in (None, format_):
            self._report_extension(variant, path, instance)
            return None
        whole = path if self._root == "." else f"{self._root}/{path}"
        return DesiredOutput(whole, variant.recipes[format_])

    def _report_extension(self, variant: Variant, path: str, instance: Instance) -> None:
        if variant.format:
            message = f"the extension does not fit the format {variant.format}: {path}"
            hint = f".{EXTENSIONS[variant.format]} or .{{{{ ext }}}}"
        else:
            message = f"the path needs the extension of a format: {path}"
            hint = ".png .jpg .jpeg .webp .avif"
        self._failures.add(variant.path, message, hint, row=instance.item)
