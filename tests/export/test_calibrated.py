"""A line through logits, in the network: what it answers is derived from what it answered before."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from efficientcracknet.export.calibrated import write_calibrated
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import write_convolution, write_darkness_logits, write_graph


def run(path: Path, side: int = 32) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (source,) = session.get_inputs()
    picture = np.random.default_rng(5).random((1, 3, side, side), dtype=np.float32)
    answer: NDArray[np.float32] = session.run(None, {source.name: picture})[0]
    return answer


def list_operators(path: Path) -> list[str]:
    return [node.op_type for node in onnx.load(path).graph.node]


def write_shuffled(path: Path, *, with_bias: bool = True) -> Path:
    """Four maps at half size, shuffled to one and cropped: the end of the networks of this package."""
    kernel = np.random.default_rng(1).normal(size=(4, 3, 2, 2)).astype(np.float32)
    constants = [numpy_helper.from_array(kernel, "kernel")]
    constants += [numpy_helper.from_array(np.array([0.1, -0.2, 0.3, 0.4], np.float32), "bias")] if with_bias else []
    names = ("starts", "ends", "axes")
    values = ([0, 0], [30, 31], [2, 3])
    constants += [numpy_helper.from_array(np.array(v, np.int64), n) for n, v in zip(names, values, strict=True)]
    nodes = [
        helper.make_node(
            "Conv", ["picture", *[one.name for one in constants[: 1 + with_bias]]], ["maps"], strides=[2, 2]
        ),
        helper.make_node("DepthToSpace", ["maps"], ["map"], blocksize=2, mode="CRD"),
        helper.make_node("Slice", ["map", *names], ["logits"]),
    ]
    return write_graph(path, nodes, ["logits"], constants=constants)


@pytest.mark.parametrize("with_bias", [True, False])
def test_a_line_goes_into_the_convolution_behind_shuffle_and_crop(tmp_path: Path, with_bias: bool) -> None:
    network = write_shuffled(tmp_path / "a.onnx", with_bias=with_bias)
    place = write_calibrated(network, 0.5, -0.25, tmp_path / "b.onnx")

    np.testing.assert_allclose(run(tmp_path / "b.onnx"), 0.5 * run(network) - 0.25, atol=1e-6)
    assert list_operators(tmp_path / "b.onnx") == list_operators(network)
    assert place == "folded into the convolution maps"


def test_what_others_read_keeps_its_weights(tmp_path: Path) -> None:
    shared = numpy_helper.from_array(np.full((3, 3, 1, 1), 0.2, np.float32), "shared")
    last = numpy_helper.from_array(np.full((1, 3, 1, 1), 0.3, np.float32), "last")
    nodes = [
        helper.make_node("Conv", ["picture", "shared"], ["once"]),
        helper.make_node("Conv", ["once", "shared"], ["twice"]),
        helper.make_node("Conv", ["twice", "last"], ["logits"]),
    ]
    network = write_graph(tmp_path / "a.onnx", nodes, ["logits"], constants=[shared, last])
    write_calibrated(network, 3.0, 1.0, tmp_path / "b.onnx")

    np.testing.assert_allclose(run(tmp_path / "b.onnx"), 3 * run(network) + 1, rtol=1e-6)
    assert {one.name for one in onnx.load(tmp_path / "b.onnx").graph.initializer} == {
        "shared",
        "logits_kernel",
        "logits_bias",
    }


def test_where_no_convolution_ends_the_network_a_product_and_a_sum_are_appended(tmp_path: Path) -> None:
    kernel = numpy_helper.from_array(np.full((1, 3, 1, 1), 0.3, np.float32), "kernel")
    nodes = [
        helper.make_node("Conv", ["picture", "kernel"], ["one"]),
        helper.make_node("Add", ["one", "one"], ["logits"]),
    ]
    network = write_graph(tmp_path / "a.onnx", nodes, ["logits"], constants=[kernel])
    place = write_calibrated(network, 2.0, -1.0, tmp_path / "b.onnx")

    np.testing.assert_allclose(run(tmp_path / "b.onnx"), 2 * run(network) - 1, rtol=1e-6)
    assert place == "appended to the graph"
    assert [port.name for port in onnx.load(tmp_path / "b.onnx").graph.output] == ["logits"]


def test_a_map_that_somebody_else_reads_on_the_way_is_left_alone(tmp_path: Path) -> None:
    kernel = numpy_helper.from_array(np.full((1, 3, 1, 1), 0.3, np.float32), "kernel")
    two = numpy_helper.from_array(np.array(2, np.float32), "two")
    nodes = [
        helper.make_node("Conv", ["picture", "kernel"], ["one"]),
        helper.make_node("Identity", ["one"], ["moved"]),
        helper.make_node("Mul", ["one", "two"], ["doubled"]),
        helper.make_node("Add", ["moved", "doubled"], ["summed"]),
        helper.make_node("Identity", ["summed"], ["logits"]),
    ]
    network = write_graph(tmp_path / "a.onnx", nodes, ["logits"], constants=[kernel, two])

    assert write_calibrated(network, 2.0, 0.5, tmp_path / "b.onnx") == "appended to the graph"
    np.testing.assert_allclose(run(tmp_path / "b.onnx"), 2 * run(network) + 0.5, rtol=1e-6)


def test_lines_add_up(tmp_path: Path) -> None:
    network = write_darkness_logits(tmp_path / "a.onnx")
    write_calibrated(network, 0.5, 1.0, tmp_path / "b.onnx")
    write_calibrated(tmp_path / "b.onnx", 4.0, -1.0, tmp_path / "c.onnx")

    np.testing.assert_allclose(run(tmp_path / "c.onnx"), 2 * run(network) + 3, atol=1e-5)


def test_a_network_may_replace_itself(tmp_path: Path) -> None:
    network = write_convolution(tmp_path / "a.onnx", weight=(1.0, 0.0, 0.0))
    before = run(network)
    write_calibrated(network, 2.0, 0.0, network)

    np.testing.assert_allclose(run(network), 2 * before, rtol=1e-6)


def test_the_default_weights_take_the_line_without_a_further_operator(tmp_path: Path) -> None:
    weights = find_weights(None)
    place = write_calibrated(weights.path, 0.7, -0.3, tmp_path / "b.onnx")

    assert place.startswith("folded into the convolution")
    assert list_operators(tmp_path / "b.onnx") == list_operators(weights.path)
    np.testing.assert_allclose(run(tmp_path / "b.onnx", 64), 0.7 * run(weights.path, 64) - 0.3, atol=1e-4)
