"""The tables of a spec, as models that check it and from which the JSON Schema is made.

Models only check: the rest of the room reads the tables as they were parsed, because joining
needs to know what was given. A field's default here is never used.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

from assetgen.colours import parse_colour
from assetgen.recipe import Fit, Position  # noqa: TC001 - pydantic reads the annotations
from assetgen.spec import shapes
from assetgen.spec.shapes import Format, Identifier, Name, Scalar, Text

_LATER_SIZES = ("slice", "trim", "tile", "pad")
_LATER_LOOKS = ("remove_background", "defringe", "pixelate", "palette", "modulate", "tint")
_LATER_ENDS = ("sharpen", "mask", "overlay", "transform", "max_kb")
LATER_OUTPUT = frozenset((*_LATER_SIZES, *_LATER_LOOKS, *_LATER_ENDS))
LATER_ASSET = frozenset(("takes", "follow", "variant_of", "media", "sizes", "checks"))
_KEYS = ("key", "key_file", "key_command", "api_key", "api_key_file", "api_key_command")
_MACHINE = ("cache", "cache_dir", "base_url", "endpoint", "command", "confirm_above", "max_cost")
OUTSIDE = frozenset((*_KEYS, *_MACHINE))


def _known_colour(text: str) -> str:
    parse_colour(text)
    return text


def optional(description: str) -> Any:
    """A key that may be left out."""
    return Field(default=None, description=description)


class Table(BaseModel):
    """A table of the spec: keys not named here are mistakes.

    `later` are keys that a later version will read, `outside` those that never stand in a spec.
    """

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)
    later: ClassVar[frozenset[str]] = frozenset()
    outside: ClassVar[frozenset[str]] = frozenset()


class Project(Table):
    """Settings of the whole project."""

    outside = OUTSIDE
    name: Text = optional("Name of the project; by default the name of its folder.")
    root: Text = optional(
        'Folder that outputs go below, relative to the project. Default "assets".'
    )
    outputs: Literal["commit", "ignore"] = optional(
        'Whether outputs are committed to git, or ignored and restored. Default "commit".'
    )
    release: bool = optional("Whether stand-ins and placeholder pictures make `check` fail.")


class Remote(Table):
    """A shared copy of the cache."""

    outside = OUTSIDE
    url: Text = optional("A folder in the work tree, relative to the project.")


class Budget(Table):
    """Limits on spending; they can only lower what the user allows."""

    outside = OUTSIDE
    per_run: Annotated[float, Field(ge=0, allow_inf_nan=False)] = optional("USD for one run.")
    per_month: Annotated[float, Field(ge=0, allow_inf_nan=False)] = optional(
        "USD for one month (UTC), for this project."
    )


class Provider(Table):
    """How fast a provider may be used; no part of what a picture is."""

    outside = OUTSIDE
    concurrency: Annotated[int, Field(ge=1, le=1000)] = optional("Requests at the same time.")
    requests_per_minute: Annotated[int, Field(ge=1, le=100_000)] = optional("Requests a minute.")
    timeout: Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)] = optional(
        "Seconds to wait for an answer."
    )
    price: dict[Text, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = optional(
        "USD for one picture, by model; only where the provider names none."
    )


class Generation(Table):
    """Keys about how a picture is asked for."""

    provider: Text = optional('Who draws the picture. Default "placeholder": free and offline.')
    model: Text = optional("The provider's model.")
    aspect_ratio: Text = optional('Width to height, for example "16:9".')
    resolution: Text = optional('For example "2K".')
    parameters: dict[Text, Any] = optional("The provider's own options; part of the request.")


class Style(Generation):
    """A way of drawing that assets share."""

    extends: Text = optional("Another style whose keys hold where this one has none.")
    prompt: Text = optional("Template around the asset's own prompt; must use {{ prompt }}.")
    references: list[Text] = optional("Pictures to go by, before those of the asset.")


class Recipe(Table):
    """How an output is made from its picture."""

    later = LATER_OUTPUT
    width: shapes.Sides = optional("Pixels; a list makes one output for each.")
    height: shapes.Sides = optional("Pixels; a list makes one output for each.")
    size: shapes.Sides = optional("A square of n × n pixels that contains the whole picture.")
    scale: shapes.Scales = optional("Factor on width and height, or on the picture's own size.")
    format: shapes.Formats = optional("Format; by default as the path's extension says.")
    fit: Fit = optional('How the picture fits width and height, as in sharp. Default "cover".')
    position: Position = optional('What is kept when it is cropped. Default "centre".')
    quality: shapes.Quality = optional("1 to 100, or a table by format.")
    enlarge: bool = optional("Whether an output may be larger than its picture.")
    background: Annotated[
        str,
        Field(pattern=r"^(#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]+)$"),
        AfterValidator(_known_colour),
    ] = optional('Colour under or around the picture: "#fff" or a CSS name.')


class Output(Recipe):
    """A file in the tree, or several when a key is a list."""

    path: Text = Field(description="Template of the file's path below the project's root.")
    recipe: Text = optional("Name of a [recipe] whose keys hold where this table has none.")


Outputs = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated[Output, Tag("<table>")]
    | Annotated[
        Annotated[
            list[
                Annotated[
                    Annotated[Text, Tag("<text>")] | Annotated[Output, Tag("<table>")],
                    Discriminator(
                        shapes.shape,
                        custom_error_type="shape",
                        custom_error_message="expected a path or a table",
                    ),
                ]
            ],
            Field(min_length=1),
        ],
        Tag("<list>"),
    ],
    Discriminator(
        shapes.shape,
        custom_error_type="shape",
        custom_error_message="expected a path, a table or a list of these",
    ),
]


class Common(Generation):
    """Keys that defaults, assets and overrides share."""

    later = LATER_ASSET
    source_format: Format = optional('Format asked of the provider. Default "png".')
    style: Text = optional("Name of a [style].")
    tags: list[Text] = optional("Words to select by; templates.")


class Defaults(Common):
    """What holds where an asset and its style say nothing."""


class Described(Common):
    """Keys of an asset that an override may change."""

    prompt: Text = optional("Template of what the picture shows.")
    prompt_file: Text = optional("File that holds the prompt, relative to this file; a template.")
    source: Text = optional(
        "A picture file instead of a prompt, relative to this file; a template."
    )
    references: list[Text] = optional(
        "Pictures to go by, at most 8 with those of the style: files relative to this file, or "
        "https URLs; templates."
    )
    alt: shapes.Alt = optional('Alternative text, or a table by language; "" is decorative.')
    pinned: bool = optional("Once chosen, nothing is made for it again.")
    output: Outputs = optional("Where the picture goes: a path, a table, or a list of these.")


class Override(Described):
    """Changes for the rows whose key matches; the last match wins."""

    match: Text = Field(description="A key, or a glob over keys.")


class Asset(Described):
    """One picture, or one for each row and each combination of the matrix."""

    for_each: shapes.ForEach = optional(
        "A file of rows (.json .jsonl .csv .toml .yaml), a glob of .md or .mdx files, a list of "
        "texts or tables, or a table of tables."
    )
    matrix: Annotated[
        dict[Identifier, Annotated[list[Scalar], Field(min_length=1)]], Field(min_length=1)
    ] = optional("Names with lists of values: one asset for each combination.")
    key: Text = optional("Template of the part of the address after @.")
    where: Text = optional("Expression that a row must satisfy.")
    override: list[Override] = optional("Changes for single rows.")


class Moved(Table):
    """An address that was renamed."""

    from_: Annotated[Text, Field(alias="from", description="The old address or asset name.")]
    to: Text = Field(description="The new address or asset name.")


class IncludedFile(Table):
    """A file that the root spec includes."""

    later = frozenset({"pack"})
    schema_: Annotated[str, Field(alias="$schema", default=None, description="For editors.")]
    version: Literal[1] = optional("Version of the language.")
    vars: dict[Identifier, Any] = optional("Values for templates.")
    style: dict[Name, Style] = optional("Ways of drawing, by name.")
    recipe: dict[Name, Recipe] = optional("Ways of making outputs, by name.")
    defaults: Defaults = optional("What holds for every asset of this file.")
    asset: dict[Name, Asset] = optional("The assets, by name.")
    moved: list[Moved] = optional("Addresses that were renamed.")


class SpecFile(IncludedFile):
    """assets.toml: which pictures a project has, and how they are made."""

    later = frozenset({"pack", "manifest"})
    outside = OUTSIDE
    version: Literal[1] = Field(description="Version of the language.")
    include: list[Text] = optional("Globs of further files, relative to this one.")
    project: Project = optional("Settings of the whole project.")
    remote: Remote = optional("A shared copy of the cache.")
    budget: Budget = optional("Limits on spending.")
    provider: dict[Text, Provider] = optional("Settings of providers, by name.")
