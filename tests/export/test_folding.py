"""Graphs of one fixed size: computed beforehand, and with few axes."""

from math import prod
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import helper, numpy_helper

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.export.folding import fold_constants, list_swaps, split_permutations
from efficientcracknet.export.graph import fix_size
from tests.tiny_networks import write_convolution, write_graph

WINDOWS = (1, 3, 2, 4, 2, 4)
"""Batch, colours, rows of windows, rows in one, columns of windows, columns in one: of a picture of 8 x 8."""


def write_windows(path: Path) -> Path:
    """Write a network that cuts the picture into windows, puts them together again, and sums up the colours."""
    sides = {"cut": WINDOWS, "whole": (1, 8, 8, 3)}
    nodes = [
        helper.make_node("Reshape", ["picture", "cut"], ["windows"]),
        helper.make_node("Transpose", ["windows"], ["moved"], perm=[0, 4, 5, 2, 3, 1]),  # columns first
        helper.make_node("Reshape", ["moved", "whole"], ["turned"]),
        helper.make_node("Transpose", ["turned"], ["back"], perm=[0, 3, 1, 2]),
        helper.make_node("ReduceSum", ["back", "axes"], ["map"], keepdims=1),
    ]
    constants = [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in sides.items()]
    constants.append(numpy_helper.from_array(np.array([1], np.int64), "axes"))
    return write_graph(path, nodes, ["map"], ((1, 3, 8, 8), (1, 1, 8, 8)), constants)


def run(model: onnx.ModelProto, picture: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"picture": picture})
    return found


@given(st.data())
def test_swaps_of_blocks_make_up_any_permutation(data: st.DataObject) -> None:
    sides = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=6))
    permutation = data.draw(st.permutations(range(len(sides))))
    values = np.arange(prod(sides))

    swapped = values
    for swap in list_swaps(permutation, sides):
        swapped = swapped.reshape(swap).transpose(0, 2, 1, 3).ravel()

    assert (swapped == values.reshape(sides).transpose(permutation).ravel()).all()


def test_no_swap_is_needed_where_nothing_moves() -> None:
    assert list(list_swaps([0, 1, 2], [2, 3, 4])) == []


def test_permutations_of_six_axes_become_several_of_four_and_no_number_changes(tmp_path: Path) -> None:
    model = onnx.load(write_windows(tmp_path / "net.onnx"))
    picture = np.random.default_rng(0).random((1, 3, 8, 8), np.float32)
    expected = run(model, picture)

    split_permutations(model)

    assert max(len(node.attribute[0].ints) for node in model.graph.node if node.op_type == "Transpose") == 4
    np.testing.assert_array_equal(run(model, picture), expected)
    np.testing.assert_allclose(expected[0, 0], picture.sum(axis=1)[0].T, rtol=1e-6)  # columns first: it is turned
    assert not {constant.name for constant in model.graph.initializer} & {"cut", "moved_sides"}  # joined, so not used


def test_the_batch_stays_the_first_axis_where_nothing_follows_what_is_swapped(tmp_path: Path) -> None:
    sides = {
        "cut": (1, 2, 2, 2, 2),
        "whole": (1, 1, 4, 4),
    }  # rows of pixels in one of 2 x 2, their columns, rows, columns
    nodes = [
        helper.make_node("Reshape", ["picture", "cut"], ["pixels"]),
        helper.make_node("Transpose", ["pixels"], ["moved"], perm=[0, 1, 3, 4, 2]),
        helper.make_node("Reshape", ["moved", "whole"], ["map"]),
    ]
    constants = [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in sides.items()]
    model = onnx.load(write_graph(tmp_path / "net.onnx", nodes, ["map"], ((1, 4, 2, 2), (1, 1, 4, 4)), constants))
    picture = np.random.default_rng(0).random((1, 4, 2, 2), np.float32)
    expected = run(model, picture)

    split_permutations(model)

    assert [numpy_helper.to_array(constant)[0] for constant in model.graph.initializer] == [1, 1]
    assert [list(node.attribute[0].ints) for node in model.graph.node if node.op_type == "Transpose"] == [[0, 1, 3, 2]]
    np.testing.assert_array_equal(run(model, picture), expected)


def test_arithmetic_of_shapes_is_gone_once_the_size_is_fixed(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Shape", ["picture"], ["sides"]),
        helper.make_node("Reshape", ["picture", "sides"], ["same"]),
        helper.make_node("ReduceMean", ["same", "axes"], ["map"], keepdims=1),
    ]
    axes = numpy_helper.from_array(np.array([1], np.int64), "axes")
    model = onnx.load(write_graph(tmp_path / "net.onnx", nodes, ["map"], constants=[axes]))
    fix_size(model, 4)

    folded = fold_constants(model)

    assert "Shape" not in {node.op_type for node in folded.graph.node}
    assert [opset.domain for opset in folded.opset_import] == [""]
    picture = np.random.default_rng(0).random((1, 3, 4, 4), np.float32)
    np.testing.assert_allclose(run(folded, picture), picture.mean(axis=1, keepdims=True), rtol=1e-6)


def test_a_network_that_cannot_run_at_the_size_is_refused(tmp_path: Path) -> None:
    model = onnx.load(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1)))
    model.graph.node[0].op_type = "Konv"

    with pytest.raises(WeightsError, match=r"`weights` must run at a fixed size, got: (?s:.*Konv.*)Try another size"):
        fold_constants(model)


def test_operators_that_one_runtime_alone_knows_are_refused(tmp_path: Path) -> None:
    model = onnx.load(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1)))
    model.graph.node[0].output[0] = "straight"
    model.graph.node.append(helper.make_node("QuickGelu", ["straight"], ["map"], domain="com.microsoft"))
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))

    with pytest.raises(WeightsError, match=r"must hold standard operators only, got some of com.microsoft"):
        fold_constants(model)
