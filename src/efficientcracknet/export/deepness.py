"""The network as the QGIS plugin Deepness runs it.

The plugin cuts a raster layer into square tiles of 8-bit pixels, fills what lies outside the layer with 0, divides by
255, subtracts ``standardization_mean``, divides by ``standardization_std``, and runs one tile at a time. Where tiles
overlap it keeps the nearer half of each. A pixel is crack where the probability is at or above ``seg_thresh``.

Mean and deviation are folded into the graph and stated as 0 and 1, because plugins before 0.6 divide by 255 and do no
more. A batch of one is stated because they refuse any other. Background is named as a class: plugins count the one
output as two classes, and some fail where the second has no name. ``seg_small_segment`` is 0, because it is the side
of a median filter, which takes away lines thinner than half of it. The tile's side is said twice: the plugin's code
reads ``tile_size``, its documentation says ``tiles_size``.

Tiles are smaller than those `predict` cuts, because the last ones of a layer are filled up with 0, and the network's
attention sees that: the smaller the tile, the less of a layer lies in such a one.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.core.preprocess import Preprocessing, to_input
from efficientcracknet.export.graph import fix_size, save_graph
from efficientcracknet.export.plain import choose_tile, load_plain
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights

OVERLAP_PERCENT = 15
CLASSES = ("background", "crack")

TOLERANCE = 1e-3
"""Largest difference of probabilities accepted between the file and the weights on one tile."""


def describe_deepness(weights: Weights, options: ExportOptions) -> dict[str, Any]:
    """Return what the plugin reads from the file, and what people should know about the weights.

    Parameters
    ----------
    weights
        What the file is made from.
    options
        Size of its tile and of a pixel.

    Returns
    -------
    dict[str, Any]
        Ready for JSON; in the file, each value is a JSON text of its own.
    """
    tile_px = choose_tile(weights, options)
    return {
        "model_type": "Segmentor",
        "class_names": {str(number): name for number, name in enumerate(CLASSES)},
        "resolution": round(options.gsd_mm / 10, 6),  # cm per px
        "tile_size": tile_px,
        "tiles_size": tile_px,
        "tiles_overlap": OVERLAP_PERCENT,
        "standardization_mean": [0.0, 0.0, 0.0],
        "standardization_std": [1.0, 1.0, 1.0],
        "seg_thresh": weights.threshold,
        "seg_small_segment": 0,
        "weights": weights.name,
        "weights_sha256": weights.sha256,
        "data": weights.data,
        "terms": weights.terms,
    }


def write_deepness(weights: Weights, path: Path, options: ExportOptions) -> None:
    """Write the file and run one tile through it before it counts as written.

    Parameters
    ----------
    weights
        Found whole.
    path
        File to write.
    options
        Size of its tile and of a pixel.

    Raises
    ------
    WeightsError
        If file and weights disagree.
    """
    facts = describe_deepness(weights, options)
    model = load_plain(weights)
    fix_size(model, facts["tile_size"])
    save_graph(model, path, {key: json.dumps(value) for key, value in facts.items()})
    difference = _compare(weights, path, facts["tile_size"])
    if not difference <= TOLERANCE:
        raise WeightsError(
            f"export: probabilities of the file and of '{weights.name}' must agree within {TOLERANCE}, got "
            f"{difference:.2g}. Update onnx and onnxruntime."
        )


def _compare(weights: Weights, path: Path, tile_px: int) -> float:
    """Return the largest difference of probabilities on a tile of noise."""
    tile = np.random.default_rng(0).integers(0, 256, (tile_px, tile_px, 3), np.uint8)
    theirs = open_session(path).run(to_input(tile, Preprocessing()))[0, 0]
    whole = Predictor(replace(weights, tile_px=tile_px, overlap_px=0), open_session(weights.path))
    return float(np.abs(theirs - whole.predict(tile).probability).max())
