"""The network as OpenVINO reads it fastest: its intermediate representation, two files, in float32."""

from pathlib import Path
from tempfile import TemporaryDirectory

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.export.agreement import draw_tile, require_agreement, to_plain
from efficientcracknet.export.folder import STEM, write_folder
from efficientcracknet.export.plain import choose_tile, refuse_unused, write_plain
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.runtime.engines.openvino import EXTRA
from efficientcracknet.runtime.engines.telemetry import without_telemetry
from efficientcracknet.runtime.weights import Weights

TARGET = "openvino"


def write_openvino(weights: Weights, folder: Path, options: ExportOptions) -> None:
    """Write the intermediate representation by OpenVINO's own converter.

    Parameters
    ----------
    weights
        Found whole.
    folder
        Made if missing.
    options
        Without a tile, the network takes any size.

    Raises
    ------
    MissingExtraError.of
        If OpenVINO is not installed.
    """
    refuse_unused(TARGET, options, "tile_px")
    with without_telemetry():
        try:
            import openvino
        except ImportError as error:
            raise MissingExtraError.of(f"export --target {TARGET}", EXTRA) from error
    with TemporaryDirectory() as aside:
        plain, path = Path(aside) / "plain.onnx", Path(aside) / f"{STEM}.xml"
        write_plain(weights, options.tile_px and choose_tile(weights, options), plain)
        core = openvino.Core()
        openvino.save_model(core.read_model(plain), path, compress_to_fp16=False)
        tile = draw_tile(choose_tile(weights, options))
        exact = {"INFERENCE_PRECISION_HINT": "f32"}
        found = core.compile_model(path, "CPU", exact)(to_plain(tile))[0]
        require_agreement(weights, TARGET, tile, found)
        write_folder(weights, TARGET, options.tile_px, [path.with_suffix(".bin"), path], folder)
