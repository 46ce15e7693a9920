"""The Jinja environment that spec templates run in: no attribute of Python can be reached.

Values are plain data (text, numbers, lists, tables). Every lookup, call and operator passes
here, and each is charged to the budget of its render. `templates` is the only user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import jinja2
from jinja2 import nodes, pass_context
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from assetgen.spec.sandbox_arithmetic import calculate
from assetgen.spec.sandbox_budget import (
    VALUE,
    Refused,
    charge,
    charge_file,
    charge_value,
    counted,
    kind_of,
    measure,
    one_call,
    settled,
)  # fmt: skip
from assetgen.spec.sandbox_filters import (
    FILTERS,
    LIST_METHODS,
    METERS,
    TABLE_METHODS,
    TESTS,
    TEXT_METHODS,
    text_of,
)  # fmt: skip
from assetgen.spec.sandbox_missing import Missing
from assetgen.spec.sandbox_rewrite import check, metered, without_functions

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

WHITESPACE = {
    "trim_blocks": False,
    "lstrip_blocks": False,
    "keep_trailing_newline": False,
    "newline_sequence": "\n",
}
"""Spelled out though they are Jinja's own: they decide prompts, so `digest.SCHEMA` covers them."""

RESULT = "result"
_LOOP_STATE = ("_loop_vars", "_block_vars")
"""What Jinja's compiler adds to every call that stands in a loop or block."""
_LOOP_WORDS = (
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
    "previtem", "nextitem", "cycle", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Method:
    """An allowed method of a plain value, not called yet."""

    owner: object
    name: str
    function: Callable[..., object]


class FreshTemplate(jinja2.Template):
    """A template whose module is made anew at each import, so that renders share no state."""

    def _get_default_module(self, ctx: Context | None = None) -> jinja2.environment.TemplateModule:  # noqa: ARG002
        return self.make_module()


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of every template; the options that shape text are in `WHITESPACE`."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))
    template_class = FreshTemplate

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=Missing,
            autoescape=False,
            auto_reload=False,
            optimized=False,
            finalize=_finalize,
            **WHITESPACE,
        )
        self.globals = {}
        self.filters = {**FILTERS, **METERS}
        self.tests = dict(TESTS)

    def tree(self, source: str) -> nodes.Template:
        """The checked syntax tree of a template, for questions about its names."""
        parsed = self.parse(source)
        check(parsed, FILTERS, TESTS)
        return without_functions(parsed)

    def from_string(
        self,
        source: str | nodes.Template,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's signature
        template_class: type[jinja2.Template] | None = None,
    ) -> jinja2.Template:
        """The compiled template of a text or tree. Raises TemplateSyntaxError."""
        return super().from_string(self.metered(source), globals, template_class)

    def metered(self, source: str | nodes.Template) -> nodes.Template:
        """The tree with meters in it, ready to compile: a text is checked, a tree has been.

        Raises TemplateSyntaxError.
        """
        if isinstance(source, str):
            source = self.parse(source)
            check(source, FILTERS, TESTS)
        tree = metered(source)
        tree.set_environment(self)
        return tree

    def expression_tree(self, source: str) -> nodes.Template:
        """The checked tree of a template that stores what an expression says in `RESULT`."""
        parser = Parser(self, source, state="variable")
        expression = parser.parse_expression()
        if not parser.stream.eos:
            line = parser.stream.current.lineno
            raise jinja2.TemplateSyntaxError("something follows the expression", line)
        target = nodes.Name(RESULT, "store", lineno=1)
        tree = nodes.Template([nodes.Assign(target, expression, lineno=1)], lineno=1)
        tree.set_environment(self)
        check(tree, FILTERS, TESTS)
        return without_functions(tree)

    def handle_exception(self, source: str | None = None) -> NoReturn:  # noqa: ARG002
        """Let errors through as they are; `templates` reads the line from the traceback."""
        raise  # noqa: PLE0704 - jinja2 calls this inside its handlers

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's signature
    ) -> jinja2.Template:
        """The template of that name below `prompts/`; counted, so that includes end."""
        charge_file()
        return super().get_template(name, parent, globals)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The field, else the allowed method or word of that name. Raises Refused."""
        charge(VALUE // 4)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, jinja2.Undefined):
            str(obj)
        if attribute.startswith("_"):
            raise Refused(f"templates can't reach inside values: {attribute}")
        return self._word(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The element or field, else what `getattr` says for a name."""
        if isinstance(argument, str):
            if isinstance(obj, Mapping):
                charge_value(argument)
                return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
            return self.getattr(obj, argument)
        charge_value(argument)
        if isinstance(obj, jinja2.Undefined):
            str(obj)
        if not isinstance(obj, str | list | tuple | Mapping):
            raise Refused(f"only texts, lists and tables have elements: {kind_of(obj)}")
        try:
            return obj[argument]
        except LookupError:
            return self.undefined(obj=obj, name=str(argument))

    def _word(self, obj: Any, name: str) -> Any:
        if isinstance(obj, LoopContext) and name in _LOOP_WORDS:
            if name in ("length", "revindex", "revindex0", "last"):
                charge(VALUE)
            return getattr(obj, name)
        if isinstance(obj, tuple) and name in getattr(obj, "_fields", ()):
            return getattr(obj, name)
        if isinstance(obj, Namespace):
            return super().getitem(obj, name)
        if isinstance(obj, jinja2.environment.TemplateModule):
            return obj.__dict__.get(name, self.undefined(obj=obj, name=name))
        function = _methods_of(obj).get(name)
        return Method(obj, name, function) if function else self.undefined(obj=obj, name=name)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """An arithmetic operator, refused before its result would be too large."""
        for value in (left, right):
            if isinstance(value, jinja2.Undefined):
                str(value)
        return calculate(operator, left, right)

    def call(self, context: Context, obj: Any, /, *arguments: Any, **named: Any) -> Any:
        """A macro, a recursive loop or an allowed method; nothing else can be called."""
        inside_loop = {name: named.pop(name) for name in _LOOP_STATE if name in named}
        if isinstance(obj, jinja2.Undefined):
            str(obj)
        if isinstance(obj, Method):
            for value in (obj.owner, *arguments, *named.values()):
                charge_value(value)
            return settled(obj.function(obj.owner, *arguments, **named))
        with one_call():
            if isinstance(obj, LoopContext):
                return obj(counted(*arguments))
            if isinstance(obj, Macro):
                return context.call(obj, *arguments, **named, **inside_loop)
            if isinstance(getattr(obj, "__self__", None), LoopContext):
                return obj(*arguments)
        raise Refused(f"only macros and methods can be called: {kind_of(obj)}")


@pass_context
def _finalize(_: Context, value: object) -> str:
    """What is written for a value; every piece of output passes here."""
    if isinstance(value, Method):
        raise Refused(f'a method needs parentheses: "{value.name}()"')
    charge(measure(value))
    return value if type(value) is str else text_of(value)


def _methods_of(obj: object) -> Mapping[str, Callable[..., object]]:
    if isinstance(obj, str):
        return TEXT_METHODS
    if isinstance(obj, Mapping):
        return TABLE_METHODS
    return LIST_METHODS if isinstance(obj, list | tuple) else {}
