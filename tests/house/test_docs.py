"""The docs name what the code has, their examples pass its checks, their links lead somewhere."""

from __future__ import annotations

import dataclasses
import importlib
import re
import sqlite3
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
import pytest
import rtoml

from assetgen.cli import SECTIONS, VERBS
from assetgen.errors import PRECEDENCE, ExitCode
from assetgen.model import Request, Take
from assetgen.planning.select import STATES
from assetgen.planning.summary import Summary
from assetgen.spec.sandbox_filters import FILTERS
from assetgen.spec.schema import SpecFile, Table
from assetgen.spec.settings import Settings
from assetgen.state.lock_lines import KNOWN
from assetgen.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for path in (*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"))
)
WORDS = {
    "action", "address", "adopted", "apply", "asset", "blob", "cache", "conflict", "digest",
    "drift", "fingerprint", "gone", "index", "lock", "materialize", "orphan", "output", "pinned",
    "placeholder", "plan", "project", "provider", "recipe", "remote", "request", "source", "spec",
    "stamp", "take", "transform", "tree",
}  # fmt: skip
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(page: str) -> str:
    return (REPOSITORY / page).read_text(encoding="utf-8")


def headings(page: str, level: str = "#+") -> list[str]:
    return re.findall(rf"^{level} (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)


def section(page: str, heading: str) -> str:
    """What stands below a heading of the second level."""
    pattern = rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)"
    found = re.search(pattern, text_of(page), re.MULTILINE | re.DOTALL)
    assert found is not None, f"{page} has no section {heading}"
    return found[1]


def code_words(text: str) -> set[str]:
    """Every word that stands in backticks, alone or among others."""
    spans = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    return {word for span in spans for word in re.findall(r"[\w$-]+", span)}


def command_of(verb: str) -> click.Command:
    command = importlib.import_module(f"assetgen.commands.{verb}").command
    assert isinstance(command, click.Command)
    return command


def options_of(command: click.Command) -> set[str]:
    options = [one for one in command.params if isinstance(one, click.Option)]
    return {name for option in options for name in option.opts if name.startswith("--")}


def tables_in(annotation: object) -> Iterator[type[Table]]:
    """The models that a field of the spec leads to, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        yield annotation
    for inner in get_args(annotation):
        yield from tables_in(inner)


def all_tables() -> set[type[Table]]:
    found: set[type[Table]] = set()
    waiting: list[type[Table]] = [SpecFile]
    while waiting:
        table = waiting.pop()
        found.add(table)
        fields = table.model_fields.values()
        inner = {one for field in fields for one in tables_in(field.annotation)}
        inner |= {one for field in fields for part in field.metadata for one in tables_in(part)}
        waiting += inner - found
    return found


def slug_of(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    kept = (c for c in heading.lower() if c in " -_" or unicodedata.category(c)[0] in "LN")
    return "".join(kept).replace(" ", "-")


def test_the_walk_over_the_models_reaches_every_table() -> None:
    assert {table.__name__ for table in all_tables()} == {
        "SpecFile", "Project", "Remote", "Budget", "Provider", "Style", "Recipe", "Defaults",
        "Asset", "Override", "Output", "Moved",
    }  # fmt: skip


def test_every_key_of_the_spec_is_in_its_reference() -> None:
    keys = {
        field.alias or name for table in all_tables() for name, field in table.model_fields.items()
    }
    assert keys - code_words(text_of("docs/spec.md")) == set()


def test_every_key_of_a_later_version_is_named_as_such() -> None:
    later = set().union(*(table.later for table in all_tables()))
    assert code_words(section("docs/spec.md", "Not yet")) == later


def test_every_filter_of_templates_is_listed() -> None:
    assert set(FILTERS) - code_words(section("docs/spec.md", "Templates")) == set()


def test_every_example_of_a_spec_passes_the_models() -> None:
    examples = [
        body
        for page in PAGES
        for language, body in FENCE.findall(text_of(page))
        if language == "toml"
    ]
    assert len(examples) > 10
    for example in examples:
        SpecFile.model_validate({"version": 1} | rtoml.loads(example))


def test_every_verb_has_a_section_in_the_order_of_the_help() -> None:
    shown = [verb for verbs in SECTIONS.values() for verb in verbs]
    assert [title for title in headings("docs/cli.md", "##") if title in VERBS] == shown
    assert set(shown) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_is_in_its_section(verb: str) -> None:
    command = command_of(verb)
    about = section("docs/cli.md", verb)
    everywhere = section("docs/cli.md", "Every verb")
    missing = {name for name in options_of(command) if f"`{name}" not in about}
    assert {name for name in missing if name not in everywhere} == set()
    if isinstance(command, click.Group):
        assert {one for one in command.commands if f"`{verb} {one}" not in about} == set()


def test_every_exit_code_is_in_the_table() -> None:
    rows = re.findall(r"^\| (\d+) \|", section("docs/cli.md", "Exit codes"), re.MULTILINE)
    assert [int(row) for row in rows] == [int(code) for code in ExitCode]


def test_the_precedence_of_exit_codes_is_that_of_the_code() -> None:
    order = ", ".join(str(int(code)) for code in PRECEDENCE if code is not ExitCode.OK)
    assert f"the first of {order} is the one" in section("docs/cli.md", "Exit codes")


def test_every_number_of_a_summary_is_named() -> None:
    named = code_words(section("docs/cli.md", "Plans as JSON"))
    assert set(Summary.__slots__) - named == set()


def test_every_state_and_every_setting_is_named() -> None:
    states = {f"state:{state}" for state in STATES}
    about = section("docs/cli.md", "Selecting assets")
    assert {state for state in states if f"`{state}`" not in about} == set()
    settings = code_words(section("docs/cli.md", "Your settings"))
    assert set(Settings.__slots__) - settings == set()


def test_every_key_of_the_lock_is_named() -> None:
    about = code_words(section("docs/formats.md", "assets.lock"))
    fields = {field.name for field in dataclasses.fields(Request)}
    fields |= {field.name for field in dataclasses.fields(Take)} - {"number", "generation_id"}
    assert (KNOWN | fields | {"take", "id"}) - about == set()


def test_every_table_and_column_of_the_database_is_named(tmp_path: Path) -> None:
    database = Database(tmp_path / "cache.db")
    database.close()
    with sqlite3.connect(tmp_path / "cache.db") as connection:
        names = connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
        ).fetchall()
    connection.close()
    about = code_words(section("docs/formats.md", "The cache"))
    assert {name for pair in names for name in pair} - about == set()


def test_the_glossary_explains_each_word_once() -> None:
    explained = headings("docs/glossary.md", "###")
    assert WORDS - set(explained) == set()
    assert len(explained) == len(set(explained))


def test_every_decision_is_in_the_list_of_decisions() -> None:
    listed = set(LINK.findall(text_of("docs/decisions/README.md")))
    written = {path.name for path in (REPOSITORY / "docs/decisions").glob("[0-9]*.md")}
    assert listed == written


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_and_headings_that_exist(page: str) -> None:
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (REPOSITORY / page).parent / name if name else REPOSITORY / page
        assert target.exists(), link
        if anchor:
            shown = target.resolve().relative_to(REPOSITORY).as_posix()
            assert anchor in {slug_of(heading) for heading in headings(shown)}, link
