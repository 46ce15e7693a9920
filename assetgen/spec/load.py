"""Loads the spec of a project, in four steps: read, check, expand, compare.

1. Read the root spec and what it includes.
2. Check every table against the models; what is wrong is taken out and reported.
3. Expand each asset into its instances and build them.
4. Compare all of them: addresses, paths, moves, what is never used.

Every step goes on after a mistake, so that one run reports all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.errors import SpecError
from assetgen.model import Address, Spec
from assetgen.spec import data, project_tables
from assetgen.spec.assets import Builder
from assetgen.spec.document import Written, read_document
from assetgen.spec.duplicates import Claims
from assetgen.spec.entries import Entry
from assetgen.spec.for_each import RowReader
from assetgen.spec.input_files import InputFiles
from assetgen.spec.instances import Expander
from assetgen.spec.layers import layer
from assetgen.spec.library import Library, defined
from assetgen.spec.problems import Failures, Problems
from assetgen.spec.schema import IncludedFile, SpecFile
from assetgen.spec.scopes import Text
from assetgen.spec.template_errors import TemplateError
from assetgen.spec.templates import Templates
from assetgen.spec.validation import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assetgen.model import DesiredAsset
    from assetgen.project import Project
    from assetgen.spec.document import Document
    from assetgen.spec.instances import Instance
    from assetgen.spec.layers import Value
    from assetgen.spec.positions import KeyPath

VERSION = 1
PROMPTS_NAME = "prompts"


@dataclass(frozen=True, slots=True)
class _Checked:
    """A document without its mistakes, and the keys that had one."""

    document: Document
    broken: frozenset[KeyPath]

    def broken_keys(self, asset: str) -> frozenset[str]:
        """The keys of an asset that had a mistake; the empty one for the asset itself."""
        found = [path for path in self.broken if path[:2] == ("asset", asset)]
        return frozenset(str(path[2]) if len(path) > 2 else "" for path in found)


def load_spec(project: Project) -> Spec:
    """The spec of `project`, with everything it depends on.

    Raises SpecError with all problems of the run, in the order of their places.
    """
    return _Loader(project).load()


class _Loader:
    def __init__(self, project: Project) -> None:
        self._project = project
        self._problems = Problems()
        self._files = InputFiles(project)
        prompts = project.folder / PROMPTS_NAME
        self._templates = Templates(prompts if prompts.is_dir() else None)
        self._files.remember(absent=[] if prompts.is_dir() else [prompts])

    def load(self) -> Spec:
        checked = self._documents()
        documents = [each.document for each in checked]
        settings = project_tables.project_settings(documents[0], self._project, self._problems)
        library = Library(documents, self._problems)
        self._check_styles(library)
        claims = Claims(self._project, settings.root)
        assets = tuple(self._assets(checked, library, claims))
        moves = project_tables.moves(documents, assets, self._problems)
        self._files.remember(self._templates.files, absent=self._templates.absent)
        inputs = self._files.inputs
        claims.report_inputs(inputs.files, self._problems)
        self._problems.raise_any()
        return Spec(
            project=settings,
            assets=assets,
            providers=project_tables.provider_settings(documents[0]),
            moves=moves,
            inputs=inputs,
            warnings=(
                *self._problems.warnings,
                *library.warnings(),
                *project_tables.move_warnings(moves, assets),
            ),
        )

    def _documents(self) -> list[_Checked]:
        """The root and its includes, without their mistakes."""
        root = self._read(self._project.spec)
        if root is None:
            self._problems.raise_any()
            raise AssertionError("a document that can't be read is a problem")
        _check_version(root)
        checked = [_Checked(root, check(root, SpecFile, self._problems))]
        for path in self._included(root):
            document = self._read(path)
            if document is not None:
                broken = check(document, IncludedFile, self._problems)
                checked.append(_Checked(document, broken))
        return checked

    def _read(self, path: Path) -> Document | None:
        self._files.remember(files=[path])
        try:
            return read_document(path, self._files.shown(path))
        except SpecError as error:
            self._problems.extend(error.problems)
            return None

    def _included(self, root: Document) -> list[Path]:
        found: dict[Path, None] = {}
        for index, pattern in enumerate(root.data.get("include", ())):
            written = Written(root, ("include", index))
            try:
                paths = self._files.files(pattern, root.path.parent)
            except data.DataError as error:
                self._problems.add(written, error.message, error.hint)
                continue
            for path in paths:
                if path.suffix not in (".toml", ".json"):
                    shown = self._files.shown(path)
                    self._problems.add(written, f"not a .toml or .json file: {shown}")
                elif path != root.path:
                    found[path] = None
        return list(found)

    def _check_styles(self, library: Library) -> None:
        """A style prompt must use `prompt`; its other names are checked where it is used."""
        for prompt in library.style_prompts():
            try:
                names = self._templates.names(prompt.value)
            except TemplateError as error:
                place = prompt.written.text_place(error.line)
                self._problems.add_at(place, f"{prompt.written}: {error.message}", error.hint)
                continue
            library.use_names(names, prompt.value)
            if "prompt" not in names:
                hint = "{{ prompt }} stands for the asset's own prompt"
                self._problems.add(prompt.written, "a style's prompt needs {{ prompt }}", hint)

    def _assets(
        self, checked: list[_Checked], library: Library, claims: Claims
    ) -> Iterator[DesiredAsset]:
        reader = RowReader(self._project, self._files, self._problems)
        for entry in self._entries(checked):
            yield from self._expand(entry, library, claims, reader)

    def _entries(self, checked: list[_Checked]) -> Iterator[Entry]:
        found = defined("asset", (each.document for each in checked), self._problems)
        by_document = {id(each.document): each for each in checked}
        root = checked[0].document
        for name, value in found.items():
            document = value.written.document
            sources = (root,) if document is root else (root, document)
            broken = by_document[id(document)].broken_keys(name)
            defaults = tuple(
                layer(each.data["defaults"], Written(each, ("defaults",)))
                for each in sources
                if "defaults" in each.data
            )
            own = layer(value.value, value.written)
            yield Entry(name, value.written, own, defaults, broken)

    def _expand(
        self, entry: Entry, library: Library, claims: Claims, reader: RowReader
    ) -> Iterator[DesiredAsset]:
        for_each: Value | None = entry.own.get("for_each")
        items = reader.items(for_each) if for_each else None
        if for_each and items is None:
            return
        if for_each and not items:
            self._problems.warn(for_each.written, "has no rows")
        failures = Failures(self._problems, len(items or ()))
        expander = Expander(entry, items, library, self._templates, failures)
        builder = Builder(entry, expander.checker, self._files, claims.root)
        keys = _keys(entry)
        for instance in expander.instances():
            address = _address(entry, instance)
            built = builder.build(address, instance)
            if claims.claim_address(address, keys, instance.item, failures):
                claims.claim_outputs(address, built.outputs, instance.item, failures)
                if built.asset:
                    yield built.asset
        builder.report_unmatched()
        failures.report()


def _address(entry: Entry, instance: Instance) -> Address:
    return Address(entry.name if instance.key is None else f"{entry.name}@{instance.key}")


def _keys(entry: Entry) -> Text:
    """What the addresses of an entry come from: where to point when two are the same."""
    names = (name for name in ("key", "for_each", "matrix") if name in entry.own)
    written = entry.written.at(*[next(names)]) if entry.is_expanded else entry.written
    return Text("", written)


def _check_version(root: Document) -> None:
    """A newer language may mean anything: then nothing else is judged."""
    version = root.data.get("version")
    if isinstance(version, int) and version > VERSION:
        problems = Problems()
        written = Written(root, ("version",))
        problems.add(
            written,
            f"this spec is newer than what is read here: {version}",
            f"version = {VERSION}, or a newer assetgen",
        )
        problems.raise_any()
