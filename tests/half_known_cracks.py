"""Pictures whose crack the darkness detector half knows: of each grey, a known share is crack."""

from pathlib import Path

import numpy as np
from PIL import Image

GREYS = (64, 96, 128, 160, 192)
"""Of the darkness detector: logits of 5, 2.5, 0, -2.5 and -5."""

CRACK_SHARES = (0.9, 0.7, 0.5, 0.3, 0.1)
"""How many pixels of each grey are crack: those of a network less than half as sure."""


def write_pair(folder: Path, seed: int, *, cracked: bool = True) -> None:
    """Write ``images/SEED.png`` and, where there is crack, ``masks/SEED.png``; without crack all is bright."""
    generator = np.random.default_rng(seed)
    place = generator.integers(0, len(GREYS), (40, 50)) if cracked else np.full((40, 50), 4)
    truth = generator.random((40, 50)) < np.array(CRACK_SHARES)[place]
    grey = np.array(GREYS, np.uint8)[place]
    for name, array in (("images", np.stack([grey] * 3, axis=2)), ("masks", truth)):
        if cracked or name == "images":
            (folder / name).mkdir(parents=True, exist_ok=True)
            Image.fromarray(array).save(folder / name / f"{seed}.png")
