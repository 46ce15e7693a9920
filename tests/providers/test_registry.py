from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import UsageError
from assetgen.providers.registry import names, open_provider
from tests.support.contexts import context

if TYPE_CHECKING:
    from pathlib import Path


def test_every_name_opens_the_provider_of_that_name(tmp_path: Path) -> None:
    assert names() == ("placeholder", "getimg", "openai", "command")
    assert [open_provider(name, context(tmp_path)).name for name in names()] == list(names())


def test_a_misspelt_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such provider: getimgs") as raised:
        open_provider("getimgs", context(tmp_path))
    assert raised.value.hint == "getimg"


def test_asking_for_names_loads_no_image_library() -> None:
    code = (
        "import sys; from assetgen.providers import registry; import assetgen.transforms.render;"
        " import assetgen.transforms.picture; registry.names(); print('pyvips' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert answer.stdout.strip() == b"False"


# Plugins: a distribution is a folder with metadata on the path.


def plugin(folder: Path, code: str, *, value: str = "made:make", name: str = "solid_x") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "made.py").write_text(code)
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[assetgen.providers]\nsolid = {value}\n")


def opened(*folders: Path) -> str:
    """What a new process says of the provider `solid` with these folders on its path."""
    code = (
        "from pathlib import Path; from assetgen.errors import UsageError\n"
        "from assetgen.providers.context import ProviderContext\n"
        "from assetgen.providers.registry import names, open_provider\n"
        "try: print(names()[4:], open_provider('solid', ProviderContext(Path('.'))).name)\n"
        "except UsageError as error: print(error.message)\n"
    )
    path = f"import sys; sys.path[:0] = {[str(folder) for folder in folders]!r}\n"
    ran = subprocess.run([sys.executable, "-c", path + code], capture_output=True, check=True)
    return ran.stdout.decode().strip()


GOOD = "class P:\n  name = 'solid'\ndef make(context): return P()\n"


def test_a_plugin_is_found_by_its_entry_point(tmp_path: Path) -> None:
    plugin(tmp_path / "a", GOOD)
    assert opened(tmp_path / "a") == "('solid',) solid"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import no_such_module", "the plugin of solid can't be loaded: No module named"),
        ("", "the plugin of solid can't be loaded: module 'made' has no attribute 'make'"),
        (GOOD.replace("solid", "other"), "the plugin of solid calls itself by another name: other"),
    ],
)
def test_a_broken_plugin_is_named(tmp_path: Path, code: str, message: str) -> None:
    plugin(tmp_path / "a", code)
    assert opened(tmp_path / "a").startswith(message)


def test_two_plugins_of_one_name_are_both_named(tmp_path: Path) -> None:
    plugin(tmp_path / "a", GOOD)
    plugin(tmp_path / "b", GOOD, value="made:P", name="solid_y")
    assert opened(tmp_path / "a", tmp_path / "b") == (
        "two plugins want this name: solid: solid_x, solid_y"
    )
