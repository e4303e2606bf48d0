"""Walls to upload: white, with black bars that the darkness detector takes for cracks."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT, WIDTH = 60, 160


def paint_wall(*rows: int, height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.uint8]:
    """Return a white wall with black bars of 6 px around these rows, 20 px away from both sides."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    for row in rows:
        pixels[row - 3 : row + 3, 20 : width - 20] = 0
    return pixels


def encode_wall(*rows: int, kind: str = "PNG", **size: int) -> bytes:
    """Return the file of such a wall."""
    encoded = io.BytesIO()
    Image.fromarray(paint_wall(*rows, **size)).save(encoded, kind)
    return encoded.getvalue()
