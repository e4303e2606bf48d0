import os
import subprocess
import sys
from pathlib import Path

import pytest

from efficientcracknet.runtime.engines.telemetry import without_telemetry
from tests.tiny_networks import write_convolution

ALONE = """
import socket, sys, threading
def refuse(*_):
    raise AssertionError("a connection was opened")
socket.getaddrinfo = socket.create_connection = refuse
from pathlib import Path
import numpy as np
from efficientcracknet.runtime.session import open_session
session = open_session(Path(sys.argv[1]), 1, sys.argv[2])
session.run(np.zeros((1, 3, 8, 8), np.float32))
print("openvino_telemetry" in sys.modules, threading.active_count())
"""


@pytest.mark.parametrize("provider", ["cpu", "openvino"])
def test_nobody_is_told_that_a_network_runs(tmp_path: Path, provider: str) -> None:
    if provider == "openvino":
        pytest.importorskip("openvino")
    network = write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)

    command = [sys.executable, "-c", ALONE, str(network), provider]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (result.stdout.split(), result.stderr) == (["False", "1"], "")
    assert list(home.iterdir()) == []


def test_everything_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino_telemetry", sys)
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    with without_telemetry():
        assert sys.modules["openvino_telemetry"] is sys
        assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert sys.modules["openvino_telemetry"] is sys
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "0"


def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "openvino_telemetry", raising=False)
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    with without_telemetry(), pytest.raises(ImportError):
        import openvino_telemetry  # noqa: F401
    assert "openvino_telemetry" not in sys.modules
    assert "ORT_DISABLE_TELEMETRY" not in os.environ
