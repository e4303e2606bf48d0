import subprocess
import sys
from pathlib import Path

import pytest

import efficientcracknet
from efficientcracknet.core.errors import CrackError
from efficientcracknet.prediction import load
from tests.tiny_networks import write_darkness_logits

TORCH_IS_BROKEN = """
import sys
from importlib.abc import MetaPathFinder

class Blocker(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "lightning", "kornia", "onnx"}:
            raise ImportError(f"{name} is broken here")

sys.meta_path.insert(0, Blocker())
"""
FIND_CRACKS = """
import sys
import numpy as np
import efficientcracknet
prediction = efficientcracknet.load(sys.argv[1])(np.zeros((4, 5, 3), np.uint8))
assert prediction.mask.all()
assert "torch" not in sys.modules
"""


def run(code: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_names_are_those_that_are_promised() -> None:
    assert efficientcracknet.__all__ == [
        "CrackError",
        "CrackMap",
        "Photo",
        "PhotoPredictor",
        "Prediction",
        "Weights",
        "__version__",
        "list_weights",
        "load",
        "read_photo",
    ]
    assert set(efficientcracknet.__all__) <= set(dir(efficientcracknet))


def test_names_are_the_things_themselves() -> None:
    assert efficientcracknet.load is load
    assert efficientcracknet.CrackError is CrackError


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="module 'efficientcracknet' has no attribute 'segment'"):
        efficientcracknet.segment  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import efficientcracknet\n"
        "after = {name.partition('.')[0] for name in sys.modules.keys() - before}\n"
        "print(after - set(sys.stdlib_module_names))"
    )

    assert run(code).strip() == "{'efficientcracknet'}"


@pytest.mark.parametrize("before", ["", TORCH_IS_BROKEN])
def test_cracks_are_found_without_torch(tmp_path: Path, before: str) -> None:
    run(before + FIND_CRACKS, str(write_darkness_logits(tmp_path / "net.onnx")))


@pytest.mark.parametrize("words", [["--help"], ["info"], ["predict", "--help"], ["info", "--cost", "192x256"]])
def test_light_commands_run_where_torch_is_broken(words: list[str]) -> None:
    code = TORCH_IS_BROKEN + "from efficientcracknet.cli.app import main\nmain(sys.argv[1:])"

    assert "efficientcracknet" in run(code, *words) or "compact" in run(code, *words)
