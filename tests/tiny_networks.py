"""ONNX files small enough to derive by hand what they answer."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FREE_INPUT = ("batch", 3, "height", "width")
FREE_OUTPUT = ("batch", 1, "height", "width")
STEEPNESS = 20.0
"""Logits of the darkness detector run from +10 for black to -10 for white."""

DARKNESS = 'mean = [0, 0, 0]\nstd = [1, 1, 1]\noutput = "logits"\n'
"""What the input and output of the darkness detector mean."""


def write_darkness_logits(path: Path, description: str | None = DARKNESS) -> Path:
    """Write a network whose logit is ``10 - 20 * grey``: a grey value up to 127 is crack at threshold 0.5.

    The description goes beside it; None writes none.
    """
    write_convolution(path, weight=(-STEEPNESS / 3,) * 3, bias=STEEPNESS / 2)
    return _describe(path, description)


def write_darkness_probability(path: Path) -> Path:
    """Write a network that answers ``1 - grey``, a probability already."""
    write_convolution(path, weight=(-1 / 3,) * 3, bias=1.0)
    return _describe(path, DARKNESS.replace("logits", "probability"))


def write_convolution(
    path: Path,
    *,
    weight: Sequence[float],
    bias: float = 0.0,
    maps: int = 1,
    stride: int = 1,
    sides: tuple[Sequence[str | int], Sequence[str | int]] = (FREE_INPUT, FREE_OUTPUT),
) -> Path:
    """Write a 1 x 1 convolution: as many input channels as weights, `maps` equal maps out."""
    kernel = np.tile(np.array(weight, np.float32).reshape(1, -1, 1, 1), (maps, 1, 1, 1))
    node = helper.make_node("Conv", ["picture", "kernel", "bias"], ["map"], strides=[stride, stride])
    constants = [
        numpy_helper.from_array(kernel, "kernel"),
        numpy_helper.from_array(np.full(maps, bias, np.float32), "bias"),
    ]
    return write_graph(path, [node], ["map"], sides, constants)


def write_graph(
    path: Path,
    nodes: Sequence[onnx.NodeProto],
    outputs: Sequence[str],
    sides: tuple[Sequence[str | int], Sequence[str | int]] = (FREE_INPUT, FREE_OUTPUT),
    constants: Sequence[onnx.TensorProto] = (),
    kind: int = TensorProto.FLOAT,
) -> Path:
    """Write nodes that turn the tensor ``picture`` into the outputs."""
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("picture", kind, sides[0])],
        [helper.make_tensor_value_info(name, kind, sides[1]) for name in outputs],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.save(model, path)
    return path


def _describe(path: Path, description: str | None) -> Path:
    if description is not None:
        path.with_suffix(".toml").write_text(description, encoding="utf-8")
    return path
