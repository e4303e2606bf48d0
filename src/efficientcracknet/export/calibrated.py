"""A line through the logits, put into the network itself: no program that runs it has to know.

Where nothing but moves of values lies between the last convolution and the output (pixel shuffle, crop), the line goes
into that convolution's weights and costs nothing. Else a product and a sum are appended.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from efficientcracknet.export.graph import load_graph, name_freely, save_graph

MOVES = frozenset(
    {"DepthToSpace", "SpaceToDepth", "Slice", "Identity", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten"}
)
"""Operators that put values elsewhere and change none, so that a line may as well be drawn before them."""

APPENDED = "appended to the graph"


def write_calibrated(network: Path, scale: float, shift: float, out: Path) -> str:
    """Write a network whose logits are those of another, times a scale, plus a shift.

    Parameters
    ----------
    network
        ONNX file that gives logits.
    scale
        Of the logits.
    shift
        Added after it.
    out
        File to write.

    Returns
    -------
    str
        Where the line is now, in words.
    """
    model = load_graph(network)
    last = find_last_convolution(model.graph)
    if last is None:
        _append(model.graph, scale, shift)
    else:
        _fold(model.graph, last, scale, shift)
    save_graph(model, out, {})
    return APPENDED if last is None else f"folded into the convolution {last.name or last.output[0]}"


def find_last_convolution(graph: onnx.GraphProto) -> onnx.NodeProto | None:
    """Return the convolution whose values the output has, moved at most.

    Parameters
    ----------
    graph
        With one output.

    Returns
    -------
    onnx.NodeProto | None
        None if something else computes them, or somebody else reads them on the way, or its weights are computed.
    """
    makers = {name: node for node in graph.node for name in node.output}
    readers = [name for node in graph.node for name in node.input]
    constants = {one.name for one in graph.initializer}
    name, most_readers = graph.output[0].name, 0
    while name in makers and readers.count(name) == most_readers:
        node = makers[name]
        if node.op_type not in MOVES:
            return node if node.op_type == "Conv" and constants.issuperset(node.input[1:]) else None
        name, most_readers = node.input[0], 1
    return None


def _fold(graph: onnx.GraphProto, node: onnx.NodeProto, scale: float, shift: float) -> None:
    """Give a convolution weights of its own, on the line."""
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    kernel = constants[node.input[1]]
    bias = constants[node.input[2]] if len(node.input) > 2 else np.zeros(len(kernel), kernel.dtype)
    names = [name_freely(graph, f"{node.output[0]}_{part}") for part in ("kernel", "bias")]
    moved = kernel.astype(np.float64) * scale, bias.astype(np.float64) * scale + shift
    graph.initializer.extend(
        numpy_helper.from_array(array.astype(kernel.dtype), name) for name, array in zip(names, moved, strict=True)
    )
    node.input[1:] = names
    read = {name for one in graph.node for name in one.input}
    kept = [one for one in graph.initializer if one.name in read]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def _append(graph: onnx.GraphProto, scale: float, shift: float) -> None:
    """Put a product and a sum after the output, whose name stays."""
    output = graph.output[0].name
    plain, scaled, by, plus = (name_freely(graph, f"{output}_{part}") for part in ("plain", "scaled", "by", "plus"))
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = [plain if name == output else name for name in names]
    for name, number in ((by, scale), (plus, shift)):
        graph.initializer.append(numpy_helper.from_array(np.array(number, np.float32), name))
    graph.node.append(helper.make_node("Mul", [plain, by], [scaled], "calibrate_scale"))
    graph.node.append(helper.make_node("Add", [scaled, plus], [output], "calibrate_shift"))
