"""Values of the spec that may be written in more than one shape: a number or a list of numbers.

The shape is chosen by type before anything is checked, so that one mistake is one problem and
not one for each shape it might have been.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

MAX_SIDE = 30_000

_NAMES = {bool: "<flag>", str: "<text>", list: "<list>", dict: "<table>"}


def shape(value: Any) -> str:
    """The tag of a value's shape; tags never look like keys."""
    return _NAMES.get(type(value), "<number>" if isinstance(value, int | float) else "<other>")


def _one_of(words: str) -> Discriminator:
    return Discriminator(shape, custom_error_type="shape", custom_error_message=f"expected {words}")


def is_tag(part: str | int) -> bool:
    """Whether a part of an error's location is a tag and no key."""
    return isinstance(part, str) and part.startswith("<") and part.endswith(">")


Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[\w-]+$")]
Identifier = Annotated[str, Field(pattern=r"^[^\W\d]\w*$")]
Scalar = Annotated[
    Annotated[str, Tag("<text>")]
    | Annotated[bool, Tag("<flag>")]
    | Annotated[int | float, Tag("<number>")],
    _one_of("text, a number or true/false"),
]

Side = Annotated[int, Field(ge=1, le=MAX_SIDE)]
Sides = Annotated[
    Annotated[Side, Tag("<number>")]
    | Annotated[Annotated[list[Side], Field(min_length=1)], Tag("<list>")],
    _one_of("a number or a list of numbers"),
]

Factor = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
Scales = Annotated[
    Annotated[Factor, Tag("<number>")]
    | Annotated[Annotated[list[Factor], Field(min_length=1)], Tag("<list>")],
    _one_of("a number or a list of numbers"),
]

Format = Literal["png", "jpeg", "jpg", "webp", "avif"]
Formats = Annotated[
    Annotated[Format, Tag("<text>")]
    | Annotated[Annotated[list[Format], Field(min_length=1)], Tag("<list>")],
    _one_of("a format or a list of formats"),
]

Percent = Annotated[int, Field(ge=1, le=100)]
Quality = Annotated[
    Annotated[Percent, Tag("<number>")]
    | Annotated[dict[Literal["jpeg", "jpg", "webp", "avif"], Percent], Tag("<table>")],
    _one_of("a number or a table of numbers by format"),
]

Alt = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[dict[Text, str], Tag("<table>")],
    _one_of("text or a table of texts by language"),
]

RowValue = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[dict[str, Any], Tag("<table>")],
    _one_of("text or a table"),
]
ForEach = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated[list[RowValue], Tag("<list>")]
    | Annotated[dict[Text, dict[str, Any]], Tag("<table>")],
    _one_of("a file, a list or a table of tables"),
]
