"""Rows of YAML files (YAML 1.1, plain data only), and the front matter of Markdown pages.

Takes decoded text, opens nothing. Lines are exact. `data` is the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetgen.spec.rows import MAX_NESTING, DataError, Row, row_of, rows_of
from assetgen.spec.rows_tree import toml_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import yaml

FREE_YAML_NODES = 100_000
"""So many nodes, and four times those of the file, may there be with aliases written out."""


def yaml_rows(text: str, path: Path) -> tuple[Row, ...]:
    """The rows of a list of maps or texts, or of a map of maps. Raises DataError."""
    import yaml

    node = _yaml_node(text, path, 1)
    if node is None:
        raise DataError("the file is empty", None, path, 1)
    value = _yaml_value(node, path, 1)
    if isinstance(node, yaml.SequenceNode):
        lines: list[int] = [child.start_mark.line + 1 for child in node.value]
        return rows_of(value, path, lambda index: lines[int(index)])
    by_key: dict[str, int] = {}
    if isinstance(node, yaml.MappingNode):
        by_key = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    return rows_of(value, path, lambda key: by_key.get(str(key), 1))


def yaml_table(text: str, path: Path, first_line: int) -> dict[str, object]:
    """The map that a YAML text is; empty text is an empty map. Raises DataError."""
    node = _yaml_node(text, path, first_line)
    value = {} if node is None else _yaml_value(node, path, first_line)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DataError("front matter is a table of fields", None, path, first_line)
    return value


def _yaml_node(text: str, path: Path, first_line: int) -> yaml.Node | None:
    """The composed document, checked first: libyaml's own recursion has no limit."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_depth(yaml.parse(text, Loader=loader), path, first_line)
        node = yaml.compose(text, Loader=loader)
        if node is not None:
            _Composed(path, first_line).check(node)
    except yaml.YAMLError as error:
        raise _yaml_error(error, path, first_line) from error
    else:
        return node


def _yaml_value(node: yaml.Node, path: Path, first_line: int) -> object:
    import yaml

    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _yaml_error(error, path, first_line) from error
    except (ValueError, OverflowError, RecursionError) as error:
        line = node.start_mark.line + first_line
        raise DataError(f"not valid YAML: {error}", None, path, line) from error


def _check_depth(events: Any, path: Path, first_line: int) -> None:
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_NESTING:
            line = event.start_mark.line + first_line
            raise DataError(f"nested too deeply: over {MAX_NESTING} levels", None, path, line)


class _Composed:
    """Checks a composed document: no loops, no growth by aliases, no key twice.

    Keys stay text as they are written; YAML 1.1 would make `no` and `on` into booleans.
    """

    def __init__(self, path: Path, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.sizes: dict[int, int] = {}
        self.open: set[int] = set()

    def check(self, node: yaml.Node) -> None:
        """Raise DataError for the first thing that is wrong."""
        if self._size(node) > 4 * len(self.sizes) + FREE_YAML_NODES:
            raise self._error(node, "the aliases expand to too much")

    def _size(self, node: yaml.Node) -> int:
        known = self.sizes.get(id(node))
        if known is not None:
            return known
        if id(node) in self.open:
            raise self._error(node, "an alias leads back to what holds it")
        self.open.add(id(node))
        self._check_keys(node)
        total = 1 + sum(map(self._size, _children(node)))
        self.open.discard(id(node))
        self.sizes[id(node)] = total
        return total

    def _check_keys(self, node: yaml.Node) -> None:
        import yaml

        seen: set[str] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if not isinstance(key, yaml.ScalarNode):
                raise self._error(key, "a name is a plain text")
            if key.tag != "tag:yaml.org,2002:merge":
                key.tag = "tag:yaml.org,2002:str"
            if key.value in seen:
                raise self._error(key, f'a name stands twice in one table: "{key.value}"')
            seen.add(key.value)

    def _error(self, node: yaml.Node, message: str) -> DataError:
        return DataError(message, None, self.path, node.start_mark.line + self.first_line)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node.value, list):
        for entry in node.value:
            if isinstance(entry, tuple):
                yield from entry
            else:
                yield entry


def _yaml_error(error: yaml.YAMLError, path: Path, first_line: int) -> DataError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + first_line if mark is not None else first_line
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return DataError(f"not valid YAML: {problem}", None, path, line)


def front_matter(text: str, path: Path) -> Mapping[str, object]:
    """The fields between `---` (YAML) or `+++` (TOML) at the top of a file; else none.

    Raises DataError.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    mark = lines[0].rstrip() if lines else ""
    if mark not in ("---", "+++"):
        return {}
    ends = (n for n, line in enumerate(lines[1:], 1) if line.rstrip() == mark)
    end = next(ends, None)
    if end is None:
        raise DataError(f"the front matter has no end: {mark}", None, path, 1)
    body = "\n".join(lines[1:end])
    read = toml_table if mark == "+++" else yaml_table
    return row_of(read(body, path, 2), path, 1).fields
