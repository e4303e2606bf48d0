"""A graph of one fixed size, with all that follows from the size computed beforehand.

Converters to other runtimes choke on arithmetic of shapes, and on more axes than their tensors have. Both go away
without a change of any number: what is constant is computed by ONNX Runtime, and a permutation of many axes is a row
of swaps of two neighbouring blocks of axes, each of which four axes are enough for.

Letters: A axes before two blocks B and C, D axes after them.
"""

from collections.abc import Iterator, Sequence
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import helper, numpy_helper, shape_inference

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.runtime.engines.telemetry import without_telemetry

with without_telemetry():
    import onnxruntime

MOST_AXES = 4
"""What tensors of small runtimes have, the batch among them."""

_QUIET = 3


def fold_constants(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the graph with everything computed that does not depend on the picture.

    Parameters
    ----------
    model
        With the size of its input fixed.

    Returns
    -------
    onnx.ModelProto
        The same function in operators of the ONNX standard.

    Raises
    ------
    WeightsError
        If ONNX Runtime cannot load it, or puts operators of its own in.
    """
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = _QUIET
    with TemporaryDirectory() as folder:
        path = Path(folder) / "folded.onnx"
        options.optimized_model_filepath = str(path)
        try:
            onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the runtime's exceptions have no common class of their own
            raise WeightsError(
                f"export: `weights` must run at a fixed size, got: {error}. Try another size with --tile."
            ) from error
        folded = onnx.load(path)
    foreign = sorted({node.domain for node in folded.graph.node} - {"", "ai.onnx"})
    if foreign:
        raise WeightsError(
            f"export: the folded graph must hold standard operators only, got some of {', '.join(foreign)}. "
            "Report it with the version of onnxruntime."
        )
    standard = [opset for opset in folded.opset_import if opset.domain in {"", "ai.onnx"}]
    del folded.opset_import[:]
    folded.opset_import.extend(standard)
    return folded


def split_permutations(model: onnx.ModelProto) -> None:
    """Put every transposition of more than four axes as several of four.

    Parameters
    ----------
    model
        Of fixed size; changed in place.
    """
    shapes = _list_shapes(model)
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        if node.op_type == "Transpose" and len(shapes[node.input[0]]) > MOST_AXES:
            nodes += _split(model.graph, node, shapes[node.input[0]], len(nodes))
        else:
            nodes.append(node)
    _join_reshapes(nodes)
    outputs = {port.name for port in model.graph.output}
    read = {name for node in nodes for name in node.input} | outputs
    nodes = [node for node in nodes if read & set(node.output)]
    read = {name for node in nodes for name in node.input} | outputs
    constants = [constant for constant in model.graph.initializer if constant.name in read]
    del model.graph.node[:], model.graph.value_info[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(constants)


def list_swaps(permutation: Sequence[int], sides: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield swaps of neighbouring blocks of axes that make up a permutation.

    Parameters
    ----------
    permutation
        Which axis comes first, second, and so on.
    sides
        Length of each axis before.

    Yields
    ------
    tuple[int, int, int, int]
        Lengths (A, B, C, D); the swap gives (A, C, B, D).

    Examples
    --------
    >>> list(list_swaps([0, 2, 3, 1], [5, 7, 2, 3]))
    [(5, 7, 6, 1)]
    """
    order = list(range(len(permutation)))
    for place, axis in enumerate(permutation):
        start = order.index(axis)
        if start == place:
            continue
        stop = start + 1
        while stop < len(order) and order[stop] == permutation[place + stop - start]:
            stop += 1
        blocks = order[:place], order[place:start], order[start:stop], order[stop:]
        before, skipped, moved, after = (prod(sides[one] for one in block) for block in blocks)
        yield before, skipped, moved, after
        order = [*blocks[0], *blocks[2], *blocks[1], *blocks[3]]


def _split(graph: onnx.GraphProto, node: onnx.NodeProto, sides: Sequence[int], number: int) -> list[onnx.NodeProto]:
    (permutation,) = (list(one.ints) for one in node.attribute if one.name == "perm")
    stem, current, made = f"{node.output[0]}_swap{number}", node.input[0], []
    for step, swap in enumerate(list_swaps(permutation, sides)):
        shaped, swapped = f"{stem}_{step}_shaped", f"{stem}_{step}_swapped"
        lengths, turned = list(swap), [0, 2, 1, 3]
        if lengths[-1] == 1:  # it leads instead: converters take the first axis for the batch
            lengths, turned = [1, *lengths[:-1]], [0, 1, 3, 2]
        made.append(_reshape(graph, current, shaped, lengths))
        made.append(helper.make_node("Transpose", [shaped], [swapped], swapped, perm=turned))
        current = swapped
    return [*made, _reshape(graph, current, node.output[0], [sides[axis] for axis in permutation])]


def _reshape(graph: onnx.GraphProto, source: str, result: str, sides: Sequence[int]) -> onnx.NodeProto:
    graph.initializer.append(numpy_helper.from_array(np.array(sides, np.int64), f"{result}_sides"))
    return helper.make_node("Reshape", [source, f"{result}_sides"], [result], f"{result}_reshape")


def _join_reshapes(nodes: Sequence[onnx.NodeProto]) -> None:
    """Let a reshape of a reshape start from what came before both."""
    makers = {name: node for node in nodes for name in node.output if node.op_type == "Reshape"}
    for node in nodes:
        if node.op_type == "Reshape" and node.input[0] in makers:
            node.input[0] = makers[node.input[0]].input[0]


def _list_shapes(model: onnx.ModelProto) -> dict[str, list[int]]:
    graph = shape_inference.infer_shapes(model).graph
    values = [*graph.value_info, *graph.input, *graph.output]
    return {value.name: [side.dim_value for side in value.type.tensor_type.shape.dim] for value in values}
