"""A program for any environment: run an example of the guide on many pictures.

    PYTHON example_runner.py EXAMPLE FOLDER LIBRARY

EXAMPLE is a file of Python that reads ``photo.png`` and leaves `probability`; FOLDER holds what it runs and
``pictures/*.npy``, (H, W, 3) uint8 each. ``found/*.npy`` and the version of LIBRARY, ``version.txt``, go there too.
"""

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def main() -> None:
    """Run what the command line names."""
    example, folder, library = sys.argv[1:]
    code = compile(Path(example).read_text(encoding="utf-8"), example, "exec")
    os.chdir(folder)
    Path("found").mkdir()
    for path in sorted(Path("pictures").glob("*.npy")):
        Image.fromarray(np.load(path)).save("photo.png")
        names: dict[str, Any] = {}
        exec(code, names)
        np.save(Path("found") / path.name, np.asarray(names["probability"], np.float32))
    Path("version.txt").write_text(version(library), encoding="utf-8")


if __name__ == "__main__":
    main()
