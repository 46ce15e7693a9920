"""Checks a parsed template against what is allowed, and puts a meter on all that can grow.

Loops, macros, comparisons, literals and slices are wrapped in private filters, which no template
can name (`sandbox_filters.METERS`). Nothing is rendered here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from assetgen.spec.sandbox_budget import VALUE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

MAX_NODES = 20_000
MAX_DEPTH = 50
MAX_STATEMENTS = 12
"""How deep statements may be nested; Python itself ends at 20 loops."""

FUNCTIONS = ("range", "namespace", "dict")
"""Names that are functions where they are called, and ordinary names everywhere else."""

_WORDS: dict[type[nodes.Node], str] = {
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.Scope: "{% autoescape %}",
}
_STATEMENTS = (
    nodes.For, nodes.If, nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.With,
    nodes.AssignBlock,
)  # fmt: skip
_ALLOWED: tuple[type[nodes.Node], ...] = (
    *_STATEMENTS,
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.NSRef,
    nodes.Include, nodes.Import, nodes.FromImport, nodes.Assign, nodes.Filter, nodes.Test,
    nodes.Call, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Keyword, nodes.Pair, nodes.List,
    nodes.Dict, nodes.Tuple, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.BinExpr,
    nodes.UnaryExpr, nodes.Concat,
)  # fmt: skip


class Unavailable(TemplateSyntaxError):  # noqa: N818 - it reads as what happened
    """A filter, test or statement that templates here don't have; `name` if it may be a slip."""

    def __init__(self, message: str, line: int, name: str = "", kind: str = "") -> None:
        super().__init__(message, line)
        self.unknown = name
        self.kind = kind


def check(tree: nodes.Template, filters: Container[str], tests: Container[str]) -> None:
    """Raise TemplateSyntaxError for what is not allowed, too deep or too large."""
    for count, (node, depth, statements) in enumerate(_walk(tree), 1):
        line = node.lineno or 1
        if count > MAX_NODES or depth > MAX_DEPTH or statements > MAX_STATEMENTS:
            raise Unavailable("the template is nested too deeply or too long", line)
        if not isinstance(node, _ALLOWED):
            word = _WORDS.get(type(node), type(node).__name__.lower())
            raise Unavailable(f"not available in templates here: {word}", line)
        if isinstance(node, nodes.Filter) and node.name not in filters:
            raise Unavailable(f"no such filter here: {node.name}", line, node.name, "filter")
        if isinstance(node, nodes.Test) and node.name not in tests:
            raise Unavailable(f"no such test here: {node.name}", line, node.name, "test")


def metered(tree: nodes.Template) -> nodes.Template:
    """The same template, charging the budget wherever it works."""
    rewritten: nodes.Template = _Meters().visit(tree)
    rewritten.body.insert(0, _charge(rewritten, _weight(rewritten)))
    return rewritten


def without_functions(tree: nodes.Template) -> nodes.Template:
    """The template with calls of `FUNCTIONS` made private, so that they are no free names."""
    rewritten: nodes.Template = _Functions().visit(tree)
    return rewritten


def private(name: str) -> str:
    """The name of a meter among the filters; no template can spell it after a `|`."""
    return f"assetgen:{name}"


class _Functions(NodeTransformer):
    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named by jinja2
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in FUNCTIONS:
            return node
        return nodes.Filter(
            nodes.Const(None, lineno=node.lineno),
            private(node.node.name),
            node.args,
            node.kwargs,
            node.dyn_args,
            node.dyn_kwargs,
            lineno=node.lineno,
        )


class _Meters(_Functions):
    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802
        """Fixed text goes the same metered way as values do."""
        return nodes.Const(node.data, lineno=node.lineno)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        weight = VALUE + _weight(node)
        self.generic_visit(node)
        node.iter = _wrap(node.iter, "counted", nodes.Const(weight, lineno=node.lineno))
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return self._with_charge(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._with_charge(node)

    def _with_charge(self, node: nodes.Macro | nodes.CallBlock) -> nodes.Node:
        weight = _weight(node)
        self.generic_visit(node)
        node.body.insert(0, _charge(node, weight))
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _wrap(node.expr, "sized")
        for operand in node.ops:
            operand.expr = _wrap(operand.expr, "sized")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _wrap(nodes.List(node.nodes, lineno=node.lineno), "joined")

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _wrap(node, "sized")

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _wrap(node, "sized")

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _wrap(node, "sized") if node.ctx == "load" else node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        node.node = _wrap(node.node, "sized")
        return _wrap(node, "sized")


def _wrap(node: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, private(name), list(arguments), [], None, None, lineno=node.lineno)


def _charge(node: nodes.Node, weight: int) -> nodes.ExprStmt:
    amount = nodes.Const(weight, lineno=node.lineno)
    return nodes.ExprStmt(_wrap(amount, "charged"), lineno=node.lineno)


def _weight(node: nodes.Node) -> int:
    return 4 * sum(1 for _ in _walk(node))


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int, int]]:
    """Every node with its depth and how many statements it is nested in; no recursion."""
    waiting = [(tree, 0, 0)]
    while waiting:
        node, depth, statements = waiting.pop()
        yield node, depth, statements
        inner = statements + isinstance(node, _STATEMENTS)
        waiting.extend((child, depth + 1, inner) for child in node.iter_child_nodes())
