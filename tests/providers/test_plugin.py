"""The example plugin keeps the contract, and is found where its own metadata says it is."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assetgen.model import Request
from assetgen.providers.base import RequestError
from tests.providers.contract import ProviderContract
from tests.support.contexts import context

if TYPE_CHECKING:
    from assetgen.providers.base import Provider

FOLDER = Path(__file__).parents[2] / "examples" / "provider-plugin"
USE = """
from pathlib import Path
from assetgen.model import Request
from assetgen.providers.context import ProviderContext
from assetgen.providers.registry import names, open_provider
solid = open_provider("solid", ProviderContext(Path(".")))
answer = solid.send(Request("solid", "sky", parameters={"colour": "#e8622a"}), {})
print(names()[-1], answer.media_type, answer.width, solid.price(Request("solid", "sky")))
"""
USED = "solid image/png 256 0"


def used(*folders: Path) -> str:
    """What a new process prints that has the plugin on its path."""
    path = f"import sys; sys.path[:0] = {[str(folder) for folder in folders]!r}\n"
    ran = subprocess.run([sys.executable, "-c", path + USE], capture_output=True, check=True)
    return ran.stdout.decode().strip()


def solid(folder: Path) -> Provider:
    spec = importlib.util.spec_from_file_location("assetgen_solid", FOLDER / "assetgen_solid.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Provider = module.SolidProvider(context(folder))
    return made


class TestSolid(ProviderContract):
    @pytest.fixture(autouse=True)
    def _open(self, tmp_path: Path) -> None:
        self.solid = solid(tmp_path)

    def provider(self) -> Provider:
        return self.solid


def test_its_entry_point_leads_to_it(tmp_path: Path) -> None:
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text())["project"]
    info = tmp_path / "assetgen_solid-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 1\n")
    lines = [
        line
        for group, entries in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))
    assert used(tmp_path, FOLDER) == USED


@pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="needs hatchling to build the plugin"
)
def test_it_installs_with_pip_and_works(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    offline = ["--no-index", "--no-build-isolation", "--no-deps"]
    subprocess.run([*pip, *offline, "--target", str(tmp_path), str(FOLDER)], check=True)
    assert used(tmp_path) == USED


@pytest.mark.parametrize("colour", ["red", "#12", 7])
def test_what_it_can_not_draw_is_a_problem_and_an_error(tmp_path: Path, colour: str | int) -> None:
    request = Request("solid", "sky", parameters={"colour": colour})
    assert solid(tmp_path).problems(request) == (f"solid takes colours like #e8622a: {colour}",)
    with pytest.raises(RequestError):
        solid(tmp_path).send(request, {})
