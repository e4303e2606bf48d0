"""Rasters that are read by windows: bytes for the network, and which of them are judged. All reading is done here.

Letters: H rows, W columns of a window of the working grid.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from efficientcracknet.core.errors import ImageError
from efficientcracknet.core.tiles import Tile
from efficientcracknet.geo.bands import choose_bands
from efficientcracknet.geo.grid import WorkingGrid
from efficientcracknet.geo.refusals import refuse_unreadable
from efficientcracknet.geo.stretch import Stretch
from efficientcracknet.geo.valid import REACH_PX, fill_missing, fill_pinholes, shrink
from efficientcracknet.runtime.headers import RasterHeader

DRIVERS = {"TIFF": "GTiff", "JPEG": "JPEG", "PNG": "PNG"}
"""How GDAL calls what may be opened; the others read what may lie anywhere, or run programs."""

CACHE_BYTES = 64 * 2**20
LARGEST_CACHE_BYTES = 512 * 2**20
"""For rasters stored row by row: a row of tiles must stay decoded while its tiles are read one by one."""

SAMPLE_PX = 1024
"""Longest side of the reduced copy that the stretch is taken from."""


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What can be chosen about reading.

    Attributes
    ----------
    gsd_mm
        Side of a pixel of the working grid on the ground; None: the raster's own grid.
    bands
        See `choose_bands`.
    tile_px
        Height of the windows that will be read.
    """

    gsd_mm: float | None = None
    bands: tuple[int, ...] | None = None
    tile_px: int = 1024


@dataclass(frozen=True, slots=True, eq=False)
class MapPixels:
    """One window.

    Attributes
    ----------
    pixels
        (H, W, 3) uint8, filled where nothing is shown; None where nothing is shown at all.
    judged
        (H, W) bool: where something may be said about cracks.
    """

    pixels: NDArray[np.uint8] | None
    judged: NDArray[np.bool_]


class MapReader:
    """A raster on its working grid, open; made by `open_map`. One thread at a time may read.

    Parameters
    ----------
    path
        Of the raster.
    dataset
        On the working grid, as rasterio opened it.
    grid
        Where its pixels lie.
    bands
        Shown as red, green, blue.
    sample
        The raster as rasterio opened it, on its own grid: the stretch is taken from it.

    Attributes
    ----------
    path
        Of the raster.
    grid
        Where its pixels lie.
    bands
        Shown as red, green, blue.
    stretch
        How values become bytes; None where they are bytes.
    """

    def __init__(self, path: Path, dataset: Any, grid: WorkingGrid, bands: tuple[int, int, int], sample: Any) -> None:
        self.path, self.grid, self.bands = path, grid, bands
        self._dataset = dataset
        self._palette = _find_palette(dataset, bands)
        self._has_holes = not all(MaskFlags.all_valid in flags for flags in dataset.mask_flag_enums)
        self._is_float = dataset.dtypes[bands[0] - 1].startswith("float")
        self._black_is_nodata = dataset.nodata == 0 and dataset.dtypes[0].startswith("uint")
        self.stretch = None if dataset.dtypes[bands[0] - 1] == "uint8" else self._fit_stretch(sample)

    def read(self, tile: Tile) -> MapPixels:
        """Return one window; an `ImageError` tells of damage.

        Parameters
        ----------
        tile
            Inside the grid.

        Returns
        -------
        MapPixels
            Its pixels, and where they are judged.
        """
        around = self._look_around(tile)
        inner = np.s_[tile.top - around.top :, tile.left - around.left :]
        pixels = self.grid.height * self.grid.width
        with translate_errors(self.path, f"near row {tile.top}, column {tile.left} of its {pixels:,} px"):
            values, shown = self._read_values(around)
        shown_here, judged = (crop(one[inner], tile) for one in (shown, shrink(shown)))
        if not shown_here.any():
            return MapPixels(None, judged)
        filled = fill_missing(self._to_bytes(values), shown)
        return MapPixels(np.ascontiguousarray(crop(filled[inner], tile)), judged)

    def list_facts(self) -> dict[str, Any]:
        """Return what was decided about reading, ready for JSON."""
        stretch = None if self.stretch is None else self.stretch.to_dict()
        return {"bands": list(self.bands), "stretch": stretch, "grid": self.grid.to_dict()}

    def _look_around(self, tile: Tile) -> Tile:
        """Return the window that tells which pixels of a tile are judged."""
        if not (self._has_holes or self._is_float):
            return tile
        top, left = max(0, tile.top - REACH_PX), max(0, tile.left - REACH_PX)
        bottom = min(self.grid.height, tile.top + tile.height + REACH_PX)
        right = min(self.grid.width, tile.left + tile.width + REACH_PX)
        return Tile(top, left, bottom - top, right - left)

    def _read_values(self, tile: Tile) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Return (B, H, W) values of the bands, each once, and (H, W) bool: which of them show something."""
        window = Window(tile.left, tile.top, tile.width, tile.height)
        values = self._dataset.read(list(dict.fromkeys(self.bands)), window=window)
        shown = np.ones(values.shape[1:], np.bool_)
        if self._has_holes:
            shown = self._dataset.dataset_mask(window=window) >= 128  # an alpha below is more hole than picture
            shown = fill_pinholes(shown) if self._black_is_nodata else shown
        if self._is_float:
            shown &= np.isfinite(values).all(axis=0)
        return values, shown

    def _to_bytes(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """Return (H, W, 3) uint8 of (B, H, W) values."""
        if self._palette is not None:
            return np.asarray(self._palette[values[0]])
        stretched = values if self.stretch is None else self.stretch.apply(values)
        order = list(dict.fromkeys(self.bands))
        return np.stack([stretched[order.index(band)] for band in self.bands], axis=-1)

    def _fit_stretch(self, sample: Any) -> Stretch:
        """Return the stretch of the raster, from a reduced copy of the whole."""
        reduction = max(1.0, max(sample.shape) / SAMPLE_PX)
        shape = tuple(max(1, round(side / reduction)) for side in sample.shape)
        bands = list(dict.fromkeys(self.bands))
        values = sample.read(bands, out_shape=(len(bands), *shape), resampling=Resampling.nearest)
        valid = (sample.dataset_mask(out_shape=shape) >= 128) & np.isfinite(values).all(axis=0)
        return Stretch.fit(values, valid)


@contextmanager
def open_map(path: Path, header: RasterHeader, choices: ReadingChoices) -> Iterator[MapReader]:
    """Open a raster on its working grid.

    Parameters
    ----------
    path
        TIFF, JPEG or PNG.
    header
        Of this file.
    choices
        About grid and bands. An `ImageError` says what cannot be read, a `SettingsError` or `ScaleError` what does not
        suit the raster.

    Yields
    ------
    MapReader
        To be read from inside the block.
    """
    with ExitStack() as stack:
        with translate_errors(path):
            plain = stack.enter_context(_open(path, header))
            cache_bytes = count_cache_bytes(plain, choices.tile_px)
            refuse_unreadable(path, header, plain, cache_bytes, LARGEST_CACHE_BYTES)
            grid = WorkingGrid(plain.height, plain.width, tuple(plain.transform)[:6], _find_crs(plain))
            colours = [colour.name for colour in plain.colorinterp]
            bands = choose_bands(colours, choices.bands)
            stack.enter_context(rasterio.Env(GDAL_CACHEMAX=max(CACHE_BYTES, cache_bytes)))
            dataset = plain
            if choices.gsd_mm is not None:
                grid = grid.resample(choices.gsd_mm)
                dataset = _resample(plain, grid, lambda level: _open(path, header, overview_level=level), stack)
            reader = MapReader(path, dataset, grid, bands, plain)
        yield reader


@contextmanager
def translate_errors(path: Path, where: str = "") -> Iterator[None]:
    """Tell what rasterio and GDAL say in our words.

    Parameters
    ----------
    path
        Of the raster.
    where
        Which part of it was read.

    Raises
    ------
    ImageError
        In place of theirs.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            yield
    except (RasterioError, CPLE_BaseError, MemoryError) as error:
        said = str(error.__cause__ or error) or type(error).__name__
        place = f" {where}" if where else ""
        raise ImageError(
            f"map: `path` must be an undamaged raster, got '{path}'{place} ({said.rstrip('.')}). Copy it again "
            "from where it came; gdalinfo -checksum FILE reads all of it."
        ) from error


def count_cache_bytes(dataset: Any, tile_px: int) -> int:
    """Return how much must stay decoded so that no row of tiles is decoded twice; 0 for a raster stored in squares."""
    block_height, block_width = dataset.block_shapes[0]
    if block_width < dataset.width or dataset.width <= tile_px:
        return 0
    size = sum(np.dtype(kind).itemsize for kind in dataset.dtypes)
    return int(1.1 * (tile_px + 2 * block_height) * dataset.width * size)


def crop(array: NDArray[Any], tile: Tile) -> NDArray[Any]:
    """Return the top left part of an array, of the tile's size."""
    return array[: tile.height, : tile.width]


def _open(path: Path, header: RasterHeader, **options: Any) -> Any:
    return rasterio.open(path, driver=DRIVERS[header.kind], **options)


def _find_crs(dataset: Any) -> str | None:
    """Return the CRS of a raster that has a place in one."""
    if dataset.crs is None or dataset.transform == Affine.identity():
        return None
    return str(dataset.crs.to_wkt())


def _find_palette(dataset: Any, bands: tuple[int, ...]) -> NDArray[np.uint8] | None:
    """Return (256, 3) uint8, the colours that the values of the first band stand for."""
    if dataset.colorinterp[bands[0] - 1] != ColorInterp.palette:
        return None
    entries = dataset.colormap(bands[0])
    return np.array([entries.get(value, (0, 0, 0, 0))[:3] for value in range(256)], np.uint8)


def _resample(plain: Any, grid: WorkingGrid, open_overview: Callable[[int], Any], stack: ExitStack) -> Any:
    """Return the raster on another grid, from its coarsest overview that is no coarser."""
    ratio = min(plain.height / grid.height, plain.width / grid.width)
    fitting = [level for level, factor in enumerate(plain.overviews(1)) if factor <= ratio]
    source = stack.enter_context(open_overview(fitting[-1])) if fitting else plain
    resampling = Resampling.average if ratio >= 1 else Resampling.bilinear
    is_marked = plain.nodata is not None or ColorInterp.alpha in plain.colorinterp
    return stack.enter_context(
        WarpedVRT(
            source,
            crs=source.crs,
            transform=Affine(*grid.transform),
            height=grid.height,
            width=grid.width,
            resampling=Resampling.nearest if ColorInterp.palette in plain.colorinterp else resampling,
            add_alpha=not is_marked,
        )
    )
