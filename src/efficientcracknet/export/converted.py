"""The network for ncnn, LiteRT and ExecuTorch: one square of fixed size, by converters in environments of their own.

All three begin with pnnx, which reads ONNX; what it writes for ncnn is taken as it is, what it writes for torch goes on
into the other two converters.
"""

import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import numpy as np
import onnx

from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.export.agreement import draw_tile, require_agreement, to_plain
from efficientcracknet.export.environments import Environment, find_environment
from efficientcracknet.export.folder import STEM, write_folder
from efficientcracknet.export.folding import split_permutations
from efficientcracknet.export.graph import save_graph
from efficientcracknet.export.plain import choose_tile, refuse_unused, write_plain
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.runtime.weights import Weights

FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ncnn": (f"{STEM}.param", f"{STEM}.bin"),
        "litert": (f"{STEM}.tflite",),
        "executorch": (f"{STEM}.pte",),
    }
)
"""What each target consists of."""


def write_converted(target: str, weights: Weights, folder: Path, options: ExportOptions) -> None:
    """Write the files of a target and run one tile through them before they count as written.

    Parameters
    ----------
    target
        A name of `FILES`.
    weights
        Found whole.
    folder
        Made if missing.
    options
        Side of the square; whether the environment may be made.
    """
    refuse_unused(target, options, "tile_px", "make_environment")
    tile_px = choose_tile(weights, options)
    environment = find_environment(target, make=options.make_environment)
    tile = draw_tile(tile_px)
    with TemporaryDirectory() as aside:
        path = Path(aside) / f"{STEM}.onnx"
        write_plain(weights, tile_px, path)
        model = onnx.load(path)
        split_permutations(model)
        save_graph(model, path, {})
        np.save(path.with_name("tile.npy"), to_plain(tile))
        _convert(target, environment, path.parent)
        require_agreement(weights, target, tile, np.load(path.with_name("found.npy")))
        write_folder(weights, target, tile_px, [path.with_name(name) for name in FILES[target]], folder)


def _convert(target: str, environment: Environment, folder: Path) -> None:
    program = str(files("efficientcracknet") / "export" / "programs" / "convert.py")
    words = [str(environment.python), program, target, str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, errors="replace")
    if done.returncode:
        said = (done.stderr.strip() or "nothing").splitlines()[-1]
        raise RuntimeFault(
            f"export: the converter for {target} must succeed, got exit status {done.returncode} and: {said}. "
            f"Try another size with --tile; if its environment is broken, delete '{environment.folder}'."
        )
