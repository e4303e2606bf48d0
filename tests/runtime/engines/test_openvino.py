import importlib.metadata
import sys
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.errors import MissingExtraError, SettingsError
from efficientcracknet.runtime.choice import Choice
from efficientcracknet.runtime.engines import openvino as module
from efficientcracknet.runtime.engines.openvino import KEPT, OpenVinoSession, describe_provider
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import write_convolution


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "version", refuse)
    monkeypatch.setitem(sys.modules, "openvino", None)
    module._core.cache_clear()


@pytest.mark.usefixtures("absent")
def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path) -> None:
    path = write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))

    assert "pip install 'efficientcracknet[openvino]'" in (describe_provider("openvino").missing or "")
    with pytest.raises(SettingsError, match=r"got openvino: it needs the extra: pip install 'efficientcracknet\[openv"):
        open_session(path, provider="openvino")
    with pytest.raises(MissingExtraError, match=r"OpenVINO needs an extra .*\[openvino\]"):
        OpenVinoSession(path, 1, Choice("openvino", "fp32", "as asked for"))


def test_only_the_last_shapes_stay_compiled(tmp_path: Path) -> None:
    pytest.importorskip("openvino")
    path = write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))
    session = OpenVinoSession(path, 1, Choice("openvino", "fp32", "as asked for"))

    for width in range(1, KEPT + 3):
        session.run(np.zeros((1, 3, 2, width), np.float32))

    assert [shape[3] for shape in session._requests] == list(range(3, KEPT + 3))


@pytest.mark.parity
@pytest.mark.parametrize(("precision", "tolerance"), [("fp32", 1e-3), ("bf16", 0.25)])
def test_probabilities_are_those_of_onnx_runtime(precision: str, tolerance: float) -> None:
    pytest.importorskip("openvino")
    if precision not in describe_provider("openvino").precisions:
        pytest.skip("this processor does not compute in it")
    weights = find_weights(None)
    batch = np.random.default_rng(0).standard_normal((1, 3, 64, 96), dtype=np.float32)

    ours, theirs = (
        1 / (1 + np.exp(-open_session(weights.path, 1, name, numbers).run(batch)))
        for name, numbers in (("cpu", "fp32"), ("openvino", precision))
    )

    assert np.abs(ours - theirs).max() < tolerance
