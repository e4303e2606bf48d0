"""What weights can be exported for: the one list of targets.

A target is a line of help and a function in a module of its own, which loads what it needs when it is called.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from efficientcracknet.core.errors import MissingExtraError, SettingsError, list_nearest_first
from efficientcracknet.runtime.weights import Weights

EXTRA = "export"
"""What a target needs beside the base package."""

FINEST_GSD_MM = 0.1
"""Deepness shows resolutions in cm with two decimals: anything finer would be 0 there."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What may be chosen about the file.

    Attributes
    ----------
    tile_px
        Side of the square that the file takes, px, at least 1; None: as the target likes it.
    gsd_mm
        What a pixel of that square spans on the ground, mm, at least 0.1.
    calibrate
        Folder of pictures that a quantiser takes the ranges of values from.
    make_environment
        Whether a converter's own environment may be made where it is missing.

    Raises
    ------
    SettingsError
        If a number leaves its range.
    """

    tile_px: int | None = None
    gsd_mm: float = 1.0
    calibrate: Path | None = None
    make_environment: bool = False

    def __post_init__(self) -> None:
        if self.tile_px is not None and self.tile_px < 1:
            raise SettingsError(
                f"export: `tile` must be at least 1 px, got {self.tile_px}. Leave it out to take the usual one."
            )
        if not (math.isfinite(self.gsd_mm) and self.gsd_mm >= FINEST_GSD_MM):
            raise SettingsError(
                f"export: `gsd` must be a number of mm per px, {FINEST_GSD_MM} or more, got {self.gsd_mm:g}. "
                "Name the pixel size of the maps it is for."
            )


@dataclass(frozen=True, slots=True)
class Target:
    """A program, or a kind of machine, that a file is made for.

    Attributes
    ----------
    line
        One line of help.
    suffix
        What the file's name must end in; empty for a folder.
    write
        Writes the file or the folder; an `ImportError` out of it means that the extra is missing.
    """

    line: str
    suffix: str
    write: Callable[[Weights, Path, ExportOptions], None]


def _write_deepness(weights: Weights, path: Path, options: ExportOptions) -> None:
    from efficientcracknet.export.deepness import write_deepness

    write_deepness(weights, path, options)


def _write_web(weights: Weights, path: Path, options: ExportOptions) -> None:
    from efficientcracknet.export.web import write_web

    write_web(weights, path, options)


def _write_half(weights: Weights, path: Path, options: ExportOptions) -> None:
    from efficientcracknet.export.half import write_half

    write_half(weights, path, options)


def _write_quantised(weights: Weights, path: Path, options: ExportOptions) -> None:
    from efficientcracknet.export.quantised import write_quantised

    write_quantised(weights, path, options)


def _write_openvino(weights: Weights, path: Path, options: ExportOptions) -> None:
    from efficientcracknet.export.openvino import write_openvino

    write_openvino(weights, path, options)


def _convert_for(target: str) -> Callable[[Weights, Path, ExportOptions], None]:
    def write(weights: Weights, path: Path, options: ExportOptions) -> None:
        from efficientcracknet.export.converted import write_converted

        write_converted(target, weights, path, options)

    return write


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "deepness": Target("ONNX for the QGIS plugin Deepness.", ".onnx", _write_deepness),
        "web": Target("A page that finds cracks in the browser itself: a folder for any web server.", "", _write_web),
        "onnx-fp16": Target("ONNX in half precision, for GPUs and browsers: a folder.", "", _write_half),
        "onnx-int8": Target("ONNX in 8 bits, calibrated on pictures: a folder.", "", _write_quantised),
        "openvino": Target("OpenVINO's intermediate representation: a folder.", "", _write_openvino),
        "ncnn": Target("ncnn, for phones and small boards: a folder.", "", _convert_for("ncnn")),
        "litert": Target("LiteRT, once TensorFlow Lite: a folder.", "", _convert_for("litert")),
        "executorch": Target("ExecuTorch with XNNPACK: a folder.", "", _convert_for("executorch")),
    }
)
"""By the name that ``export --target`` takes."""


def find_target(name: str) -> Target:
    """Return a target.

    Parameters
    ----------
    name
        As in `TARGETS`.

    Returns
    -------
    Target
        Ready to write.

    Raises
    ------
    SettingsError
        If there is none of this name.
    """
    if name not in TARGETS:
        raise SettingsError(
            f"export: `target` must be known, got {name!r}. Choose from: {list_nearest_first(name, TARGETS)}."
        )
    return TARGETS[name]


def write_target(name: str, weights: Weights, path: Path, options: ExportOptions) -> None:
    """Write the file of a target.

    Parameters
    ----------
    name
        As in `TARGETS`.
    weights
        Found whole.
    path
        File to write, as it is: neither its folder is made nor its name checked.
    options
        Its size.

    Raises
    ------
    MissingExtraError
        If something is missing that the target names itself.
    MissingExtraError.of
        If a library is missing that the target needs.
    """
    try:
        find_target(name).write(weights, path, options)
    except MissingExtraError:
        raise
    except ImportError as error:
        raise MissingExtraError.of(f"export --target {name}", EXTRA) from error
