"""Overlay and annotated picture of a result: drawn when somebody asks for them, as `predict` draws them."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError
from efficientcracknet.draw.annotate import draw_annotated
from efficientcracknet.draw.overlay import draw_overlay
from efficientcracknet.measure.severity import classify_report, find_standard
from efficientcracknet.prediction import fit_jpeg
from efficientcracknet.runtime.images import read_mask, read_photo, write_jpeg
from efficientcracknet.web.desk.documents import replace_shared
from efficientcracknet.web.desk.places import PicturePlaces, ResultPlaces
from efficientcracknet.web.desk.pyramid import Pyramid
from efficientcracknet.web.desk.result_file import read_result
from efficientcracknet.web.desk.tile_file import write_photo_tiles

PHOTO_OVERLAP_PX = 1
"""What tiles of photos share, so that no seams show between them."""


def ensure_overlay(photo: Path, result: ResultPlaces) -> Path:
    """Return where the overlay of a result lies, drawn now if it was not yet.

    Parameters
    ----------
    photo
        As it came.
    result
        Of the same picture.

    Returns
    -------
    Path
        Of a JPEG.
    """
    if not result.overlay.is_file():
        mask = read_mask(result.mask)
        with replace_shared(result.overlay) as part:
            write_jpeg(part, fit_jpeg(draw_overlay(read_photo(photo).pixels, mask)))
    return result.overlay


def ensure_annotated(photo: Path, result: ResultPlaces, standard: str | None) -> Path:
    """Return where the annotated picture of a result lies, drawn now if it was not yet.

    Parameters
    ----------
    photo
        As it came.
    result
        Of the same picture.
    standard
        Whose colours it has; None: no classes.

    Returns
    -------
    Path
        Of a JPEG.

    Raises
    ------
    DataError
        If the result is gone.
    """
    path = result.annotated(standard)
    if path.is_file():
        return path
    found = read_result(result)
    if found is None:
        raise DataError(f"desk: result {result.folder.name} must be there to be drawn, got none. Ask for the latest.")
    known = None if standard is None else find_standard(standard)
    severities = classify_report(found.report, known) if known else ()
    with replace_shared(path) as part:
        write_jpeg(part, draw_annotated(read_photo(photo).pixels, found.report, severities, known))
    return path


def ensure_photo_tiles(photo: Path, places: PicturePlaces) -> Path:
    """Return where the tiles of a photo lie, made now if they were not yet.

    Parameters
    ----------
    photo
        As it came.
    places
        Of the picture.

    Returns
    -------
    Path
        Of a file of tiles.
    """
    if not places.photo_tiles.is_file():
        make_photo_tiles(places, read_photo(photo).pixels)
    return places.photo_tiles


def make_photo_tiles(places: PicturePlaces, pixels: NDArray[np.uint8]) -> None:
    """Write the tiles of a photo.

    Parameters
    ----------
    places
        Of the picture.
    pixels
        (H, W, 3) uint8, of the photo.
    """
    with replace_shared(places.photo_tiles) as part:
        write_photo_tiles(part, plan_photo_tiles(*pixels.shape[:2]), pixels)


def plan_photo_tiles(height_px: int, width_px: int) -> Pyramid:
    """Return the pyramid of a photo."""
    return Pyramid(height_px, width_px, overlap_px=PHOTO_OVERLAP_PX)
