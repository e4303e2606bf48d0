"""An ONNX graph, changed at its two ends: what goes in, what comes out, how large, and what is said about it.

The only file of the light road that knows the library onnx, which comes with the extra `export`.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.core.preprocess import Preprocessing

INPUT, OUTPUT = "picture", "probability"
"""What the ends of a changed graph are called."""


def load_graph(path: Path) -> onnx.ModelProto:
    """Read an ONNX file whose one input and one output have been looked at already.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    onnx.ModelProto
        Without names of the exporter's inner values, sizes of inner tensors and documentation.

    Raises
    ------
    WeightsError
        If it is no ONNX file.
    """
    try:
        model = onnx.load(path)
    except Exception as error:  # protobuf's exceptions have no common class of their own
        raise WeightsError(
            f"export: `weights` must be an ONNX file, got '{path}' ({error}). Check the file."
        ) from error
    del model.metadata_props[:], model.graph.value_info[:], model.graph.metadata_props[:]
    for part in (*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""
    return model


def take_raw_pixels(model: onnx.ModelProto, preprocessing: Preprocessing) -> None:
    """Let the graph take pixel / 255 and subtract mean and divide by deviation itself.

    Parameters
    ----------
    model
        Changed in place: its input is now called `INPUT`.
    preprocessing
        What it took until now.
    """
    graph = model.graph
    std = np.array(preprocessing.std, np.float32)
    shift = np.array(preprocessing.mean, np.float32) / std
    inner = graph.input[0].name
    scale_name, shift_name, scaled = (name_freely(graph, name) for name in ("input_scale", "input_shift", "scaled"))
    graph.initializer.extend(
        [
            numpy_helper.from_array((1 / std).reshape(1, 3, 1, 1), scale_name),
            numpy_helper.from_array(shift.reshape(1, 3, 1, 1), shift_name),
        ]
    )
    outer = name_freely(graph, INPUT)
    first = helper.make_node("Mul", [outer, scale_name], [scaled], "scale_input")
    second = helper.make_node("Sub", [scaled, shift_name], [inner], "shift_input")
    nodes = [first, second, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    graph.input[0].name = outer


def give_probability(model: onnx.ModelProto) -> None:
    """Let the graph end in a sigmoid.

    Parameters
    ----------
    model
        Changed in place: it gave logits, and its output is now called `OUTPUT`.
    """
    graph = model.graph
    inner, outer = graph.output[0].name, name_freely(graph, OUTPUT)
    graph.node.append(helper.make_node("Sigmoid", [inner], [outer], "give_probability"))
    graph.output[0].name = outer


def fix_size(model: onnx.ModelProto, tile_px: int) -> None:
    """State one picture of one size where the graph leaves batch, height and width open.

    Parameters
    ----------
    model
        Changed in place.
    tile_px
        Height and width.

    Raises
    ------
    WeightsError
        If the graph takes another size only.
    """
    (source,), (result,) = model.graph.input, model.graph.output
    for dimension, side in zip(source.type.tensor_type.shape.dim, (1, 3, tile_px, tile_px), strict=True):
        if dimension.HasField("dim_value") and dimension.dim_value not in {0, side}:
            raise WeightsError(
                f"export: `tile` must be {dimension.dim_value} px for these weights, got {tile_px}. "
                "Their ONNX file takes one size only."
            )
    kind = TensorProto.FLOAT
    source.CopyFrom(helper.make_tensor_value_info(source.name, kind, (1, 3, tile_px, tile_px)))
    result.CopyFrom(helper.make_tensor_value_info(result.name, kind, (1, 1, tile_px, tile_px)))


def save_graph(model: onnx.ModelProto, path: Path, metadata: Mapping[str, str]) -> None:
    """Write the file: the same bytes for the same graph, readable by the oldest runtime that knows its operators.

    Parameters
    ----------
    model
        Checked before it is written.
    path
        Replaced.
    metadata
        Keys and values to carry, in this order.
    """
    model.ir_version = min(model.ir_version, helper.find_min_ir_version_for(model.opset_import))
    helper.set_model_props(model, dict(metadata))
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))


def name_freely(graph: onnx.GraphProto, wanted: str) -> str:
    """Return a name that no value of a graph has.

    Parameters
    ----------
    graph
        Looked through.
    wanted
        Taken if it is free.

    Returns
    -------
    str
        The one wanted, or with underscores after it.
    """
    taken = {name for node in graph.node for name in (*node.input, *node.output)}
    taken |= {part.name for part in (*graph.input, *graph.output, *graph.initializer)}
    while wanted in taken:
        wanted += "_"
    return wanted
