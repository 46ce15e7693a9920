"""Reads what templates include or import: files below the project's `prompts/`, nothing else.

No `..`, no absolute path, no symlink out. What was read or looked for is remembered, because
the spec depends on it. Jinja calls this; `templates` asks for the lists.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import jinja2

from assetgen.project import find_work_tree
from assetgen.spec.sandbox_budget import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from assetgen.spec.sandbox import Sandbox

MAX_TEXT = 65_536
"""Characters of one template."""


class PromptsLoader(jinja2.BaseLoader):
    """The templates below one folder; None means that there are none."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.files: dict[Path, None] = {}
        self.absent: dict[Path, None] = {}

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 - jinja2's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of one template. Raises Refused and TemplateNotFound."""
        path = self._path(template)
        if path.is_symlink() or path.exists():
            self._require_inside(path, template)
        if not path.is_file():
            self.absent[path] = None
            raise jinja2.TemplateNotFound(template, f"no such file in prompts/: {template}")
        self.files[path] = None
        return _read(path, template), str(path), lambda: True

    @jinja2.utils.internalcode
    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's signature
    ) -> jinja2.Template:
        """The compiled template of that name, metered like every other."""
        source, filename, is_fresh = self.get_source(environment, name)
        sandbox = cast("Sandbox", environment)
        try:
            code = sandbox.compile(sandbox.metered(source), name, filename)
        except jinja2.TemplateSyntaxError as error:
            error.name = name
            raise
        return sandbox.template_class.from_code(sandbox, code, globals or {}, is_fresh)

    def _path(self, name: str) -> Path:
        parts = name.split("/")
        if self.folder is None:
            raise Refused(f"this project has no prompts/ folder: {name}")
        if any(part in ("", ".", "..") or set(part) & set("\\:\0") for part in parts):
            raise Refused(f"a template's name is a path below prompts/: {name}")
        return self.folder.joinpath(*parts)

    def _require_inside(self, path: Path, name: str) -> None:
        """A folder `prompts` may be a link, but not to outside of the work tree."""
        assert self.folder is not None  # noqa: S101 - _path() has looked
        folder = Path(os.path.realpath(self.folder))
        tree = Path(os.path.realpath(find_work_tree(self.folder.parent)))
        if not Path(os.path.realpath(path)).is_relative_to(folder):
            raise Refused(f"a link leads out of prompts/: {name}")
        if not folder.is_relative_to(tree):
            raise Refused(f"prompts/ leads out of the work tree: {name}")


def _read(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(4 * MAX_TEXT + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"can't read prompts/{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"not UTF-8: prompts/{name}") from error
    if len(text) > MAX_TEXT:
        raise Refused(f"over {MAX_TEXT:,} characters: prompts/{name}")
    return text
