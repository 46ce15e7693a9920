from __future__ import annotations

import subprocess
import sys

import pytest

from assetgen.errors import UsageError
from assetgen.providers.registry import names, provider


def test_every_name_is_a_provider() -> None:
    assert [provider(name).name for name in names()] == ["placeholder"]


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no such provider: placholder") as raised:
        provider("placholder")
    assert raised.value.hint == "placeholder"


@pytest.mark.parametrize("name", ["getimg", "openai", "command"])
def test_what_comes_later_says_so(name: str) -> None:
    with pytest.raises(UsageError, match=f"this provider is not supported yet: {name}"):
        provider(name)


def test_asking_for_names_loads_no_image_library() -> None:
    code = (
        "import sys; from assetgen.providers import registry; import assetgen.transforms.render;"
        " import assetgen.transforms.picture; registry.names(); print('pyvips' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert answer.stdout.strip() == b"False"
