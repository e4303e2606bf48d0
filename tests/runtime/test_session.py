import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from efficientcracknet.core.errors import RuntimeFault, WeightsError
from efficientcracknet.runtime.choice import Choice
from efficientcracknet.runtime.session import open_session
from tests.tiny_networks import FREE_INPUT, write_convolution, write_graph

NEEDS_OPENVINO = pytest.mark.skipif(importlib.util.find_spec("openvino") is None, reason="OpenVINO is not installed")
LIBRARIES = {"cpu": "ONNX Runtime", "openvino": "OpenVINO"}

pytestmark = pytest.mark.parametrize("provider", ["cpu", pytest.param("openvino", marks=NEEDS_OPENVINO)])


def test_every_picture_of_a_batch_gets_its_map(tmp_path: Path, provider: str) -> None:
    path = write_convolution(tmp_path / "net.onnx", weight=(1, 10, 100), bias=0.5)
    session = open_session(path, threads=1, provider=provider)
    batch = np.arange(2 * 3 * 2 * 1, dtype=np.float32).reshape(2, 3, 2, 1)
    expected = batch[:, 0] + 10 * batch[:, 1] + 100 * batch[:, 2] + 0.5

    np.testing.assert_allclose(session.run(batch)[:, 0], expected, rtol=1e-6)
    assert session.choice == Choice(provider, "fp32", "as asked for")


def test_maps_belong_to_the_caller(tmp_path: Path, provider: str) -> None:
    session = open_session(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1)), provider=provider)
    first = session.run(np.ones((1, 3, 4, 4), np.float32))
    first += 1
    session.run(np.zeros((1, 3, 4, 4), np.float32))

    assert np.unique(first).tolist() == [4.0]


def test_several_threads_may_ask_at_a_time(tmp_path: Path, provider: str) -> None:
    session = open_session(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1)), threads=2, provider=provider)
    sides = [8 + number for number in range(12)]  # more sizes than OpenVINO keeps

    def run(side: int) -> list[float]:
        return np.unique(session.run(np.full((1, 3, side, side), side, np.float32), beside=True)).tolist()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, sides)) == [[3.0 * side] for side in sides]


@pytest.mark.parametrize("content", [b"not a network", b""])
def test_a_file_that_is_no_network_is_refused(
    tmp_path: Path, provider: str, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(content)

    with pytest.raises(WeightsError, match=r"`path` must (be an ONNX network, got|have 1 input, got 0).*net\.onnx"):
        open_session(path, provider=provider)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("weight", "maps", "sides", "told"),
    [
        ((1,), 1, (("b", 1, "h", "w"), ("b", 1, "h", "w")), r"input .* \(batch, 3, height, width\), got .*, 1, "),
        ((1, 1, 1), 2, (FREE_INPUT, ("b", 2, "h", "w")), r"output .* \(batch, 1, height, width\), got .*, 2, "),
        ((1, 1, 1), 1, ((4, 3, "h", "w"), (4, 1, "h", "w")), r"input .* \(batch, 3, height, width\), got .*\[4, 3, "),
    ],
)
def test_other_channels_or_batches_are_refused(tmp_path: Path, provider: str, weight, maps, sides, told: str) -> None:
    path = write_convolution(tmp_path / "net.onnx", weight=weight, maps=maps, sides=sides)

    with pytest.raises(WeightsError, match=told):
        open_session(path, provider=provider)


def test_another_rank_is_refused(tmp_path: Path, provider: str) -> None:
    nodes = [helper.make_node("Relu", ["picture"], ["map"])]
    path = write_graph(tmp_path / "net.onnx", nodes, ["map"], ((3, "h", "w"),) * 2)

    with pytest.raises(WeightsError, match=r"input of `path` must be float32 of shape .*got .* of shape \[3, "):
        open_session(path, provider=provider)


def test_another_kind_of_number_is_refused(tmp_path: Path, provider: str) -> None:
    node = helper.make_node("Abs", ["picture"], ["map"])
    path = write_graph(tmp_path / "net.onnx", [node], ["map"], (FREE_INPUT,) * 2, kind=TensorProto.DOUBLE)

    with pytest.raises(WeightsError, match=r"must be float32 .*got (tensor\(double\)|f64)"):
        open_session(path, provider=provider)


def test_several_outputs_are_refused_by_name(tmp_path: Path, provider: str) -> None:
    nodes = [helper.make_node("Relu", ["picture"], [name]) for name in ("map", "helper_map")]
    path = write_graph(tmp_path / "net.onnx", nodes, ["map", "helper_map"], (FREE_INPUT,) * 2)

    with pytest.raises(WeightsError, match=r"must have 1 output, got 2 \(map, helper_map\)"):
        open_session(path, provider=provider)


def test_a_map_of_another_size_is_refused(tmp_path: Path, provider: str) -> None:
    session = open_session(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1), stride=2), provider=provider)

    with pytest.raises(RuntimeFault, match=r"must have shape \(1, 1, 8, 6\) for this picture, got \(1, 1, 4, 3\)"):
        session.run(np.zeros((1, 3, 8, 6), np.float32))


def write_square(path: Path, side: int) -> Path:
    """Write a network that reshapes by a constant, so that it takes pictures of one size only."""
    shape = helper.make_tensor("shape", TensorProto.INT64, [4], [1, 3, side, side])
    nodes = [
        helper.make_node("Reshape", ["picture", "shape"], ["same"]),
        helper.make_node("ReduceMean", ["same", "axis"], ["map"], keepdims=1),
    ]
    axis = helper.make_tensor("axis", TensorProto.INT64, [1], [1])
    return write_graph(path, nodes, ["map"], constants=(shape, axis))


def test_a_size_that_the_network_does_not_take_is_told(
    tmp_path: Path, provider: str, capfd: pytest.CaptureFixture[str]
) -> None:
    session = open_session(write_square(tmp_path / "net.onnx", side=8), provider=provider)
    told = rf"got shape \(1, 3, 8, 6\); {LIBRARIES[provider]} says: \S+.*state tile_px and multiple_px"

    assert session.run(np.ones((1, 3, 8, 8), np.float32)).shape == (1, 1, 8, 8)
    with pytest.raises(RuntimeFault, match=told):
        session.run(np.zeros((1, 3, 8, 6), np.float32))
    assert capfd.readouterr() == ("", "")
