"""The user's own settings file."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import SpecError
from assetgen.spec.settings import Settings, read_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_no_file_is_no_settings(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.toml") == Settings()


def test_every_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('cache_dir = "~/c"\nremote = "/mnt/x"\nconfirm_above = 0.10\n')
    assert read_settings(path) == Settings("~/c", "/mnt/x", Decimal("0.10"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\ncache = 1", "2:1: cache: unknown key"),
        ("cache_dir = 3", "1:1: cache_dir: expected text: 3"),
        ("confirm_above = -1", "1:1: confirm_above: expected an amount in USD: -1"),
        ("confirm_above = nan", "1:1: confirm_above: expected an amount in USD: NaN"),
        ("confirm_above = true", "1:1: confirm_above: expected an amount in USD: True"),
        ("a = ", "1:1: not valid TOML: Invalid value (at end of document)"),
    ],
)
def test_a_mistake_has_a_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(SpecError) as caught:
        read_settings(path)
    (problem,) = caught.value.problems
    assert f"{problem.place}: {problem.message}" == f"{path}:{message}"


def test_reading_settings_loads_nothing_heavy() -> None:
    code = (
        "import sys, assetgen.spec, assetgen.spec.settings;"
        "print({'pydantic', 'jinja2', 'rtoml', 'yaml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
