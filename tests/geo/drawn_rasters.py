"""Small rasters as GDAL writes them, and a network to look at them whose answer can be derived by hand."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.errors import NotGeoreferencedWarning

from tests.tiny_networks import DARKNESS, write_darkness_logits

UTM = "EPSG:32632"
PLACE = Affine(0.01, 0, 500_000, 0, -0.01, 5_500_000)
"""10 mm a pixel, north up."""

WALL, CRACK = 200, 20
TILE_PX, OVERLAP_PX = 32, 8


def write_raster(path: Path, values: NDArray[Any], **profile: Any) -> Path:
    """Write (H, W) or (H, W, B) values as a GeoTIFF, or as `driver` says; with `crs` and `transform` it is a map."""
    colours = profile.pop("colours", None)
    bands = np.moveaxis(np.atleast_3d(values), 2, 0)
    settings = {"driver": "GTiff", "count": len(bands), "height": bands.shape[1], "width": bands.shape[2], **profile}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path, "w", dtype=values.dtype, **settings) as dataset:
            if colours:
                dataset.colorinterp = [ColorInterp[colour] for colour in colours]
            dataset.write(bands)
    return path


@contextmanager
def open_raster(path: Path) -> Iterator[Any]:
    """Open a raster that may lie nowhere, of which rasterio would warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path) as dataset:
            yield dataset


def draw_wall(height: int, width: int, *, crack_row: int, crack_px: int = 4) -> NDArray[np.uint8]:
    """Return (height, width, 3): a light wall with one dark crack from side to side."""
    wall = np.full((height, width, 3), WALL, np.uint8)
    wall[crack_row : crack_row + crack_px] = CRACK
    return wall


def write_map(path: Path, values: NDArray[Any], **profile: Any) -> Path:
    """Write a map in metres, 10 mm a pixel."""
    return write_raster(path, values, **{"crs": UTM, "transform": PLACE, **profile})


def write_tiled_network(path: Path) -> Path:
    """Write the darkness detector so that it looks at tiles of `TILE_PX` that overlap by `OVERLAP_PX`."""
    return write_darkness_logits(path, f"{DARKNESS}tile_px = {TILE_PX}\noverlap_px = {OVERLAP_PX}\n")
