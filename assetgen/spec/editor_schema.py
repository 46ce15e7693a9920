"""The JSON Schema of the spec, for editors, made from the models that check it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from assetgen.spec.schema import SpecFile

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Plain(GenerateJsonSchema):
    """Without the defaults, which are never used, and without titles that repeat the names."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def json_schema() -> str:
    """The schema as indented JSON with a final line feed."""
    schema = SpecFile.model_json_schema(schema_generator=_Plain)
    whole = {"$schema": DIALECT, "title": "assetgen spec"} | schema
    whole["title"] = "assetgen spec"
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
