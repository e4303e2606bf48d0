"""The examples of the guide to exporting, run as they stand there, each where its runtime is."""

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError, RuntimeFault, list_nearest_first
from efficientcracknet.export.environments import find_environment

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide" / "export.md"
RUNNER = Path(__file__).with_name("example_runner.py")

Pixels = NDArray[np.uint8]
Probability = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Road:
    """How a target is run.

    Attributes
    ----------
    package
        Distribution that holds the runtime.
    least_iou
        Crack IoU that it must reach.
    most_difference
        Largest difference of probability that its numbers explain: float32's, float16's, or any.
    tile_px
        Side of the squares that it takes; None: any size.
    apart
        Whether its runtime is in an environment of its own.
    """

    package: str
    least_iou: float = 0.99
    most_difference: float = 1e-3
    tile_px: int | None = None
    apart: bool = False


ROADS: Mapping[str, Road] = MappingProxyType(
    {
        "onnx-fp16": Road("onnxruntime", most_difference=0.05),
        "onnx-int8": Road("onnxruntime", least_iou=0.95, most_difference=1.0),
        "openvino": Road("openvino"),
        "ncnn": Road("ncnn", most_difference=0.05, tile_px=512, apart=True),
        "litert": Road("ai-edge-litert", tile_px=512, apart=True),
        "executorch": Road("executorch", tile_px=512, apart=True),
    }
)
"""By target; ncnn holds maps in float16 unless told otherwise."""


def find_example(target: str, guide: str) -> str:
    """Return the code that a guide shows for a target.

    Parameters
    ----------
    target
        Its name.
    guide
        Text of the guide.

    Returns
    -------
    str
        Python.

    Raises
    ------
    DataError
        If the guide has none.
    """
    found = re.search(rf"<!-- example:{re.escape(target)} -->\n```python\n(.*?)```", guide, re.DOTALL)
    if found is None:
        shown = list_nearest_first(target, re.findall(r"<!-- example:(\S+) -->", guide))
        raise DataError(
            f"export_examples: `target` must have an example in the guide, got {target!r}. Choose: {shown}."
        )
    return found[1]


def run_example(target: str, folder: Path, pictures: Sequence[Pixels]) -> tuple[list[Probability], str]:
    """Run an exported network in its runtime as the guide shows it.

    Parameters
    ----------
    target
        A name of `ROADS`.
    folder
        As exported; what is written for the run stays in it.
    pictures
        (H, W, 3) each.

    Returns
    -------
    tuple[list[Probability], str]
        (H, W) for each picture, and the version of the runtime.

    Raises
    ------
    RuntimeFault
        If the example fails.
    """
    (folder / "pictures").mkdir()
    for number, pixels in enumerate(pictures):
        np.save(folder / "pictures" / f"{number:04}.npy", pixels)
    example = folder / "example.py"
    example.write_text(find_example(target, GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
    python = find_environment(target, make=False).python if ROADS[target].apart else Path(sys.executable)
    words = [str(python), str(RUNNER), str(example), str(folder), ROADS[target].package]
    done = subprocess.run(words, capture_output=True, text=True, check=False, errors="replace")
    if done.returncode:
        said = (done.stderr.strip() or "nothing").splitlines()[-1]
        raise RuntimeFault(f"export_examples: the example for {target} must run, got: {said}. Correct the guide.")
    found = [np.load(path) for path in sorted((folder / "found").glob("*.npy"))]
    return found, (folder / "version.txt").read_text(encoding="utf-8")
