"""A folder with a network in another program's form, and what must be known to run it beside it.

``network.toml`` is written in the form that describes weights everywhere in this package, so that an ONNX file in the
folder is also one that ``predict --weights`` takes.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.weights import Weights

STEM = "network"
"""What files in the folder are called, whatever the weights are."""

DESCRIPTION = f"{STEM}.toml"


def write_folder(weights: Weights, target: str, tile_px: int | None, made: Iterable[Path], folder: Path) -> None:
    """Put the files of a target into a folder.

    Parameters
    ----------
    weights
        That they were made from.
    target
        Its name.
    tile_px
        Side of the one square that they take; None: any size.
    made
        The files, elsewhere; they keep their names.
    folder
        Made if missing; files of these names are replaced, others left alone.
    """
    for path in made:
        with replace_file(folder / path.name) as part:
            part.write_bytes(path.read_bytes())
    with replace_file(folder / DESCRIPTION) as part:
        part.write_text(describe(weights, target, tile_px), encoding="utf-8", newline="\n")


def describe(weights: Weights, target: str, tile_px: int | None) -> str:
    """Return what must be known to run exported weights.

    Parameters
    ----------
    weights
        That they were made from.
    target
        Its name.
    tile_px
        Side of the one square that they take; None: any size.

    Returns
    -------
    str
        TOML.
    """
    largest = tile_px or weights.tile_px
    facts = {
        "mean": [0.0, 0.0, 0.0],
        "std": [1.0, 1.0, 1.0],
        "output": "probability",
        "tile_px": largest,
        "overlap_px": min(weights.overlap_px, largest // 4),
        "multiple_px": tile_px or weights.multiple_px,
        "threshold": weights.threshold,
        "data": weights.data,
        "terms": weights.terms,
        "parameters": weights.parameters,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items() if value is not None]
    head = f"# {weights.name} as {target}. Made from an ONNX file with the sha256 {weights.sha256}.\n"
    return (
        head
        + "# It takes red, green, blue, each pixel / 255; it gives the probability of a crack.\n"
        + "\n".join([*lines, ""])
    )
