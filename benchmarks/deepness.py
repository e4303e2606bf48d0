"""How well the file for the QGIS plugin Deepness, run as the plugin runs it, agrees with `predict`.

    python -m benchmarks.deepness --grounds FOLDER --pictures examples --json results/

Two maps: cracks drawn on one surface, and pictures of different places side by side, each mirrored until it fills its
cell. What lies near the borders of a map is left out, because only the plugin sees zeros beyond them. Beside the
plain comparison stand one with `predict` held to the plugin's tiles, which leaves the file and the joining of tiles,
and one of `predict` with itself when its tiles lie elsewhere: the network's attention sees a whole tile.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.deepness_plugin import Pixels, Plugin, Probability
from benchmarks.drawn_map import plan_map, read_ground
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.jobs.export import ExportSettings, export_weights
from efficientcracknet.runtime.images import looks_like_picture, read_photo
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import Session, open_session
from efficientcracknet.runtime.weights import Weights

WIDTH_PX = 5.0
MOVED_PX = 64
"""By how much tiles are moved to see what their place alone changes."""


def lay_out(pictures: Sequence[Pixels], height: int, width: int, cell_px: int) -> Pixels:
    """Return a map of square cells, a picture in each, mirrored until it fills the cell.

    Parameters
    ----------
    pictures
        (h, w, 3) uint8 each, taken in turn.
    height
        Of the map, px.
    width
        Of the map, px.
    cell_px
        Side of a cell.

    Returns
    -------
    Pixels
        (height, width, 3) uint8.
    """
    layer, turn = np.zeros((height, width, 3), np.uint8), cycle(pictures)
    for top in range(0, height, cell_px):
        for left in range(0, width, cell_px):
            cell, picture = layer[top : top + cell_px, left : left + cell_px], next(turn)
            missing = [(0, max(0, size - side)) for size, side in zip(cell.shape[:2], picture.shape[:2], strict=True)]
            cell[:] = np.pad(picture, [*missing, (0, 0)], mode="symmetric")[: cell.shape[0], : cell.shape[1]]
    return layer


def compare(ours: Probability, theirs: Probability, threshold: float, border_px: int) -> dict[str, float | int]:
    """Return how far two maps agree away from the borders.

    Parameters
    ----------
    ours
        (H, W) float32, 0..1.
    theirs
        The same.
    threshold
        From which on a pixel is crack.
    border_px
        What is left out on every side, px.

    Returns
    -------
    dict[str, float | int]
        Pixels; those that either calls crack; their IoU, 1 where there are none; 99.9th percentile and largest
        difference of probability.
    """
    inside = slice(border_px, -border_px or None)
    first, second = ours[inside, inside], theirs[inside, inside]
    difference = np.abs(first - second)
    union = int(((first >= threshold) | (second >= threshold)).sum())
    shared = int(((first >= threshold) & (second >= threshold)).sum())
    return {
        "pixels": int(first.size),
        "crack_pixels": union,
        "crack_iou": round(shared / union, 4) if union else 1.0,
        "difference_p999": round(float(np.percentile(difference, 99.9)), 4),
        "difference_max": round(float(difference.max()), 4),
    }


def compare_on(layer: Pixels, plugin: Plugin, weights: Weights, session: Session) -> dict[str, Any]:
    """Return the three comparisons on one map.

    Parameters
    ----------
    layer
        (H, W, 3) uint8, larger than a tile of the plugin and a border on both sides.
    plugin
        With the file.
    weights
        That it was made from.
    session
        Of these.

    Returns
    -------
    dict[str, Any]
        By what is compared.
    """
    border_px, threshold = plugin.overlap_px, weights.threshold
    ours, theirs = Predictor(weights, session).predict(layer).probability, plugin.run(layer)
    held = replace(weights, tile_px=plugin.tile_px, overlap_px=plugin.overlap_px)
    rows, columns = (side - (side - plugin.tile_px) % plugin.stride_px for side in layer.shape[:2])
    whole = layer[:rows, :columns]  # so much that every tile is full
    same = Predictor(held, session).predict(whole).probability
    moved = Predictor(weights, session).predict(layer[MOVED_PX:, MOVED_PX:]).probability
    return {
        "plugin, predict": compare(ours, theirs, threshold, border_px),
        "plugin, predict in the plugin's tiles": compare(same, plugin.run(whole), threshold, border_px),
        "predict, predict with moved tiles": compare(ours[MOVED_PX:, MOVED_PX:], moved, threshold, border_px),
    }


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Export, run and compare what the command line asks for.

    Parameters
    ----------
    arguments
        As `parse_arguments` gives them.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``deepness``.
    """
    side_px = arguments.side
    ground = read_ground(arguments.grounds, arguments.kind)
    drawn = plan_map(side_px, side_px, width_px=WIDTH_PX, ground=ground, seed=arguments.seed)
    pictures = [read_photo(path).pixels for path in sorted(arguments.pictures.iterdir()) if looks_like_picture(path)]
    cell_px = max(max(picture.shape[:2]) for picture in pictures)
    layers = {
        "cracks drawn on one surface": drawn.paint_window(0, 0, side_px, side_px),
        "pictures side by side": lay_out(pictures, side_px, side_px, cell_px),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "exported.onnx"
        options = ExportOptions(tile_px=arguments.tile)
        weights = export_weights(ExportSettings("deepness", path, arguments.weights, options)).weights
        plugin, session = Plugin(path), open_session(weights.path, arguments.threads)
        facts = {"sha256": sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size, **plugin.metadata}
        agreement = {name: compare_on(layer, plugin, weights, session) for name, layer in layers.items()}
    body = {
        "weights": {"name": weights.name, "sha256": weights.sha256},
        "file": facts,
        "faults": plugin.list_faults(),
        "settings": {
            "side_px": side_px,
            "border_px": plugin.overlap_px,
            "moved_px": MOVED_PX,
            "ground": arguments.kind,
            "width_px": WIDTH_PX,
            "pictures": len(pictures),
            "cell_px": cell_px,
            "seed": arguments.seed,
            "predict": {"tile_px": weights.tile_px, "overlap_px": weights.overlap_px},
        },
        "agreement": agreement,
    }
    return make_record("deepness", body)


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `grounds`, `kind`, `pictures`, `weights`, `tile`, `side`, `seed`, `threads`, `json`.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.deepness", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--grounds", metavar="FOLDER", type=Path, required=True, help="pictures of surfaces")
    parser.add_argument("--kind", metavar="WORD", default="asphalt", help="that the ground's name begins with")
    parser.add_argument("--pictures", metavar="FOLDER", type=Path, required=True, help="pictures to lay side by side")
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default one if left out")
    parser.add_argument("--tile", metavar="PX", type=int, help="of the file; the usual one if left out")
    parser.add_argument("--side", metavar="PX", type=int, default=6000, help="of both maps")
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    parser.add_argument("--threads", metavar="N", type=int)
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def format_agreement(record: Mapping[str, Any]) -> str:
    """Return the record's figures as lines of text.

    Parameters
    ----------
    record
        As `measure` gives it.

    Returns
    -------
    str
        One line for each map and comparison.
    """
    return "\n".join(
        f"{layer}; {what}: crack IoU {found['crack_iou']:.4f} on {found['crack_pixels']} px, difference at most "
        f"{found['difference_p999']} on 99.9 %, {found['difference_max']} on all"
        for layer, comparisons in record["agreement"].items()
        for what, found in comparisons.items()
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        As `parse_arguments` takes them.
    """
    arguments = parse_arguments(words)
    record = measure(arguments)
    print(format_agreement(record))
    print(f"Faults: {', '.join(record['faults']) or 'none'}")
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record, record['weights']['name'])}")


if __name__ == "__main__":
    main()
