"""What the user wrote: read, checked and expanded. The only room with pydantic and jinja2.

Importing this costs nothing; calling it loads what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetgen.model import Spec
    from assetgen.project import Project


def load_spec(project: Project) -> Spec:
    """The spec of `project`. Raises SpecError with every problem that was found."""
    from assetgen.spec.load import load_spec as load

    return load(project)


def json_schema() -> str:
    """The JSON Schema of a spec: pretty, and the same text on every run."""
    from assetgen.spec.editor_schema import json_schema as publish

    return publish()
