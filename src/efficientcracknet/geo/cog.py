"""Probability and mask of a raster as Cloud Optimized GeoTIFFs, in one pass over the finished work.

Both say where they lie and how they came about, have overviews inside, and come out with the same bytes every time.
0 in the probability and 255 in the mask say that nothing was judged there.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import rasterio
import rasterio.shutil
from rasterio._err import CPLE_BaseError
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from efficientcracknet.core.errors import OutputError
from efficientcracknet.geo.grid import WorkingGrid
from efficientcracknet.geo.windows import quantise_threshold
from efficientcracknet.geo.work import WorkRaster

COG = {
    "COMPRESS": "DEFLATE",
    "PREDICTOR": "NO",
    "BLOCKSIZE": "512",
    "BIGTIFF": "IF_SAFER",
    "NUM_THREADS": "1",
    "STATISTICS": "NO",
}
QUIET = {"GDAL_CACHEMAX": 64 * 2**20, "GDAL_PAM_ENABLED": "NO", "GDAL_NUM_THREADS": "1"}
CRACK, NO_CRACK, NOT_JUDGED = 1, 0, 255


@dataclass(frozen=True, slots=True)
class RasterFiles:
    """Where the rasters are written; each is there whole or not at all.

    Attributes
    ----------
    probability, mask
        ``probability/NAME.tif``, ``masks/NAME.tif``.
    """

    probability: Path
    mask: Path

    @classmethod
    def of(cls, out: Path, name: str) -> "RasterFiles":
        """Return the files of the raster that is called `name` in the folder `out` of the results."""
        return cls(out / "probability" / f"{name}.tif", out / "masks" / f"{name}.tif")


def write_rasters(
    work: WorkRaster, grid: WorkingGrid, threshold: float, tags: Mapping[str, str], files: RasterFiles
) -> None:
    """Write probability and mask.

    Parameters
    ----------
    work
        Finished; what is written on the way lies beside it.
    grid
        Where its pixels lie.
    threshold
        0..1; see `quantise_threshold`.
    tags
        How it came about, for the metadata of both files.
    files
        Replaced if there. An `OutputError` says what cannot be written.
    """
    work.sync()
    folder = work.path.parent
    probability = _Band(tags, scale=1 / 255, nodata=0, description="crack probability")
    _write(folder / "probability.vrt", _describe(grid, probability, _tell_bytes(work)))
    _copy(folder / "probability.vrt", files.probability, "AVERAGE")
    mask = _Band(tags, scale=None, nodata=NOT_JUDGED, description="crack: 1, none: 0, not judged: 255")
    _write(folder / "mask.vrt", _describe(grid, mask, _tell_levels(grid, quantise_threshold(threshold))))
    _copy(folder / "mask.vrt", files.mask, "NEAREST")


@dataclass(frozen=True, slots=True)
class _Band:
    tags: Mapping[str, str]
    scale: float | None
    nodata: int
    description: str


def _tell_bytes(work: WorkRaster) -> tuple[str, str]:
    """Return class and content of a band that lies in the work file."""
    layout = f"<ImageOffset>0</ImageOffset><PixelOffset>1</PixelOffset><LineOffset>{work.width}</LineOffset>"
    source = f'<SourceFilename relativetoVRT="1">{escape(work.path.name)}</SourceFilename>'
    return ' subClass="VRTRawRasterBand"', source + layout


def _tell_levels(grid: WorkingGrid, smallest_crack: int) -> tuple[str, str]:
    """Return class and content of a band that is 1 where the probability reaches a byte."""
    below = f"1:{NO_CRACK},{smallest_crack - 1}:{NO_CRACK}," if smallest_crack > 1 else ""
    table = f"0:{NOT_JUDGED},{below}{smallest_crack}:{CRACK},255:{CRACK}"
    size = f'xOff="0" yOff="0" xSize="{grid.width}" ySize="{grid.height}"'
    entries = '<Entry c1="0" c2="0" c3="0" c4="0"/><Entry c1="227" c2="26" c3="28" c4="255"/>'
    source = '<SourceFilename relativetoVRT="1">probability.vrt</SourceFilename><SourceBand>1</SourceBand>'
    return "", (
        f"<ColorInterp>Palette</ColorInterp><ColorTable>{entries}</ColorTable>"
        f"<ComplexSource>{source}<SrcRect {size}/><DstRect {size}/><LUT>{table}</LUT></ComplexSource>"
    )


def _describe(grid: WorkingGrid, band: _Band, content: tuple[str, str]) -> str:
    """Return the XML by which GDAL finds pixels, place and metadata."""
    kind, source = content
    a, b, c, d, e, f = grid.transform
    place = "" if grid.transform == (1, 0, 0, 0, 1, 0) else ", ".join(f"{value!r}" for value in (c, a, b, f, d, e))
    tags = "".join(f"<MDI key={quoteattr(key)}>{escape(value)}</MDI>" for key, value in band.tags.items())
    lines = (
        f'<VRTDataset rasterXSize="{grid.width}" rasterYSize="{grid.height}">',
        "" if grid.crs_wkt is None else f'<SRS dataAxisToSRSAxisMapping="1,2">{escape(grid.crs_wkt)}</SRS>',
        f"<GeoTransform>{place}</GeoTransform>" if place else "",
        f"<Metadata>{tags}</Metadata>",
        f'<VRTRasterBand dataType="Byte" band="1"{kind}>',
        f"<Description>{escape(band.description)}</Description><NoDataValue>{band.nodata}</NoDataValue>",
        "" if band.scale is None else f"<Offset>0</Offset><Scale>{band.scale!r}</Scale>",
        source,
        "</VRTRasterBand></VRTDataset>",
    )
    return "\n".join(line for line in lines if line)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"output: '{path}' must be writable, got: {error.strerror}. Free space.") from error


def _copy(source: Path, target: Path, overviews: str) -> None:
    """Write a raster as COG beside its source, read it back, and move it to its place."""
    part = source.with_suffix(".part.tif")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with rasterio.Env(**QUIET), warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            rasterio.shutil.copy(source, part, driver="COG", OVERVIEW_RESAMPLING=overviews, **COG)
            _read_back(part)
        part.replace(target)
    except (RasterioError, CPLE_BaseError, OSError) as error:
        said = str(error.__cause__ or error) or type(error).__name__
        raise OutputError(
            f"output: '{target}' must be writable, got: {said.rstrip('.')}. Free space, or choose another folder."
        ) from error
    finally:
        for left in source.parent.glob(f"{source.stem}.part.*"):
            left.unlink(missing_ok=True)


def _read_back(path: Path) -> None:
    """Read a raster to its end: a full disk may be told to nobody when the last of it is written."""
    with rasterio.open(path) as dataset:
        for _, window in dataset.block_windows(1):
            dataset.read(1, window=window)
