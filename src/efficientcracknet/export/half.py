"""The network in half precision, for GPUs and browsers: float16 inside, float32 at both ends."""

from pathlib import Path
from tempfile import TemporaryDirectory

import onnx

from efficientcracknet.export.agreement import TOLERANCE_FP16, draw_tile, require_agreement, to_plain
from efficientcracknet.export.folder import STEM, write_folder
from efficientcracknet.export.graph import save_graph
from efficientcracknet.export.plain import choose_tile, refuse_unused, write_plain
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights

TARGET = "onnx-fp16"


def write_half(weights: Weights, folder: Path, options: ExportOptions) -> None:
    """Write an ONNX file that computes in float16.

    Parameters
    ----------
    weights
        Found whole.
    folder
        Made if missing.
    options
        Without a tile, the file takes any size.
    """
    refuse_unused(TARGET, options, "tile_px")
    with TemporaryDirectory() as aside:
        path = Path(aside) / f"{STEM}.onnx"
        write_plain(weights, options.tile_px and choose_tile(weights, options), path)
        save_graph(_halve(onnx.load(path)), path, {"weights": weights.name, "terms": weights.terms})
        tile = draw_tile(choose_tile(weights, options))
        found = open_session(path, provider="cpu", precision="fp32").run(to_plain(tile))
        require_agreement(weights, TARGET, tile, found, TOLERANCE_FP16)
        write_folder(weights, TARGET, options.tile_px, [path], folder)


def _halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the graph in float16; what does not fit is cut at the ends of its range by the converter."""
    from onnxruntime.transformers.float16 import convert_float_to_float16
    from onnxruntime.transformers.onnx_model import OnnxModel

    halved = OnnxModel(convert_float_to_float16(model, keep_io_types=True))
    halved.topological_sort()  # it puts the casts at the ends last
    result: onnx.ModelProto = halved.model
    return result
