"""What an ONNX graph costs, counted on the graph itself: the check on `core.cost`, and the count for other networks.

Convolutions, linear layers and attention products are Conv, Gemm and MatMul nodes; their sizes are read off a run.
"""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from efficientcracknet.core.cost import Work
from efficientcracknet.runtime.engines.telemetry import without_telemetry

with without_telemetry():
    import onnxruntime

COUNTED = ("Conv", "ConvTranspose", "Gemm", "MatMul")


def count_graph(path: Path, height: int, width: int) -> Work:
    """Count the numbers an ONNX file holds and its multiply-adds for one picture.

    Parameters
    ----------
    path
        ONNX file with one input (N, 3, H, W).
    height
        Rows of the picture.
    width
        Columns of the picture.

    Returns
    -------
    Work
        `parameters` counts every number in the floating-point initialisers with more than one element (folded batch
        normalisation included), `multiply_adds` everything in convolutions and matrix products.
    """
    model = onnx.load(path)
    weights = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    numbers = sum(w.size for w in weights.values() if w.dtype == np.float32 and w.size > 1)
    nodes = [node for node in model.graph.node if node.op_type in COUNTED]
    shapes = _run_for_shapes(model, nodes, (1, 3, height, width))
    shapes |= {name: weight.shape for name, weight in weights.items()}
    return Work(numbers, sum(_count_node(node, shapes) for node in nodes))


def _run_for_shapes(
    model: onnx.ModelProto, nodes: list[onnx.NodeProto], size: tuple[int, ...]
) -> dict[str, tuple[int, ...]]:
    """Run the graph once with the inputs and outputs of the counted nodes as extra outputs."""
    made = {name for node in model.graph.node for name in node.output}
    known = {output.name for output in model.graph.output}
    wanted = {name for node in nodes for name in (*node.input, *node.output)} & made
    for name in sorted(wanted - known):
        model.graph.output.append(onnx.ValueInfoProto(name=name))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    picture: NDArray[np.float32] = np.zeros(size, np.float32)
    names = sorted(wanted)
    answers = session.run(names, {session.get_inputs()[0].name: picture})
    shapes = {name: answer.shape for name, answer in zip(names, answers, strict=True)}
    return shapes | {session.get_inputs()[0].name: size}


def _count_node(node: onnx.NodeProto, shapes: dict[str, tuple[int, ...]]) -> int:
    """Count the multiply-adds of one node."""
    first, second, out = (shapes[name] for name in (node.input[0], node.input[1], node.output[0]))
    if node.op_type == "Conv":
        return int(np.prod(out) * np.prod(second[1:]))
    if node.op_type == "ConvTranspose":
        return int(np.prod(first) * np.prod(second[1:]))
    transposed = any(a.name == "transA" and a.i for a in node.attribute)
    return int(np.prod(out) * first[0 if transposed else -1])
