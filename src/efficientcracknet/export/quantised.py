"""The network in whole numbers of 8 bits, for devices that run them well.

Quantise and dequantise pairs (QDQ) around the convolutions, activations 0..255 for a tensor, weights in 7 of 8 bits for
a channel: processors without instructions for 8-bit products would overflow with all 8. Ranges come from pictures of
the kind that the device will see; the one value in 100,000 furthest out is cut off. The first and the last convolution
stay in float: pixels and probabilities are where a step of 1/255 is seen.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.export.calibration import Calibration
from efficientcracknet.export.folder import STEM, write_folder
from efficientcracknet.export.graph import save_graph
from efficientcracknet.export.plain import choose_tile, refuse_unused, write_plain
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights

TARGET = "onnx-int8"
LEAST_IOU = 0.9
"""Below this on the calibration pictures themselves, something is wrong with them."""


def write_quantised(weights: Weights, folder: Path, options: ExportOptions) -> None:
    """Write an ONNX file whose convolutions compute in 8 bits.

    Parameters
    ----------
    weights
        Found whole.
    folder
        Made if missing.
    options
        `calibrate` names pictures; without a tile, the file takes any size.
    """
    refuse_unused(TARGET, options, "tile_px", "calibrate")
    pictures = Calibration(options.calibrate, choose_tile(weights, options))
    with TemporaryDirectory() as aside:
        plain, path = Path(aside) / "plain.onnx", Path(aside) / f"{STEM}.onnx"
        write_plain(weights, options.tile_px and choose_tile(weights, options), plain)
        _quantise(plain, path, pictures)
        save_graph(onnx.load(path), path, {"weights": weights.name, "terms": weights.terms})
        _require_masks(weights, plain, path, pictures)
        write_folder(weights, TARGET, options.tile_px, [path], folder)


def _quantise(plain: Path, path: Path, pictures: Calibration) -> None:
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

    model = onnx.load(plain)
    for number, node in enumerate(model.graph.node):
        node.name = f"{node.op_type}_{number}"
    pictures.input = model.graph.input[0].name
    convolutions = [node.name for node in model.graph.node if node.op_type == "Conv"]
    with _silence():
        quantize_static(
            model,
            path,
            pictures,
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[convolutions[0], convolutions[-1]] if convolutions else [],
            calibrate_method=CalibrationMethod.Percentile,
            extra_options={"CalibStridedMinMax": 1},  # one picture in memory at a time, whatever the method
        )


def _require_masks(weights: Weights, plain: Path, path: Path, pictures: Calibration) -> None:
    """Refuse a network that finds other cracks than before on the very pictures it was calibrated with."""
    sessions: list[Any] = [open_session(one, provider="cpu", precision="fp32") for one in (plain, path)]
    shared = union = 0
    for picture in map(pictures.read, pictures.paths):
        before, after = (session.run(picture) >= weights.threshold for session in sessions)
        shared, union = shared + int((before & after).sum()), union + int((before | after).sum())
    if union and shared / union < LEAST_IOU:
        raise WeightsError(
            f"export: masks of {TARGET} and of '{weights.name}' must agree with a crack IoU of {LEAST_IOU} or more on "
            f"the calibration pictures, got {shared / union:.3f} on {len(pictures)}. Calibrate on more pictures, with "
            "cracks in them."
        )


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the quantiser from printing its progress and its advice."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with redirect_stdout(StringIO()):
            yield
    finally:
        logging.disable(disabled)
