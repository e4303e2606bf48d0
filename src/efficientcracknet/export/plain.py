"""What every target of this package takes and gives: a picture in 0..1 in, a probability out.

Mean, deviation and the sigmoid are folded into the graph, so that a program on any device divides by 255 and compares
with the threshold, and does no more.
"""

from dataclasses import fields
from pathlib import Path

import onnx

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.export.folding import fold_constants
from efficientcracknet.export.graph import fix_size, give_probability, load_graph, save_graph, take_raw_pixels
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.runtime.weights import Weights

TILE_PX = 512
"""Side of a square of fixed size where none is asked for and the weights take one so large; what Deepness likes too."""


def choose_tile(weights: Weights, options: ExportOptions) -> int:
    """Return the side of the one square that a file of fixed size takes.

    Parameters
    ----------
    weights
        What the file is made from.
    options
        Hold the side where one is asked for.

    Returns
    -------
    int
        Px.

    Raises
    ------
    SettingsError
        If the weights cannot take a tile of that size.
    """
    tile_px = options.tile_px or min(TILE_PX, weights.tile_px)
    if tile_px % weights.multiple_px:
        raise SettingsError(
            f"export: `tile` must be a multiple of {weights.multiple_px} px for '{weights.name}', got {tile_px}. "
            f"Use {-(-tile_px // weights.multiple_px) * weights.multiple_px}."
        )
    return tile_px


def load_plain(weights: Weights) -> onnx.ModelProto:
    """Return the network from a picture in 0..1 to its probability, of any size that the weights take.

    Parameters
    ----------
    weights
        Found whole.

    Returns
    -------
    onnx.ModelProto
        Input (B, 3, H, W) float32, pixel / 255; output (B, 1, H, W) float32.
    """
    model = load_graph(weights.path)
    take_raw_pixels(model, weights.preprocessing)
    if weights.output == "logits":
        give_probability(model)
    return model


def write_plain(weights: Weights, tile_px: int | None, path: Path) -> None:
    """Write the network from a picture in 0..1 to its probability as an ONNX file.

    Parameters
    ----------
    weights
        Found whole.
    tile_px
        Side of the one square that it takes, all that follows from it computed beforehand; None: any size.
    path
        File to write.
    """
    model = load_plain(weights)
    if tile_px is not None:
        fix_size(model, tile_px)
        model = fold_constants(model)
    save_graph(model, path, {})


def refuse_unused(target: str, options: ExportOptions, *used: str) -> None:
    """Refuse options that a target would ignore.

    Parameters
    ----------
    target
        Its name.
    options
        As asked for.
    *used
        Fields of the options that it looks at.

    Raises
    ------
    SettingsError
        If another field is not as it is when left out.
    """
    usual = ExportOptions()
    for field in fields(options):
        value = getattr(options, field.name)
        if field.name not in used and value != getattr(usual, field.name):
            name = field.name.removesuffix("_px").removesuffix("_mm")
            raise SettingsError(f"export: `{name}` must be left out for the target {target}, got {value}.")
