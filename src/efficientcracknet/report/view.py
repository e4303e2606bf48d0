"""From a document to what the template shows: chosen, ordered and put into words."""

import base64
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path
from typing import Any

from PIL import Image

from efficientcracknet.draw.palette import find_class_colour
from efficientcracknet.measure.rows import CrackRow
from efficientcracknet.measure.severity import Standard
from efficientcracknet.report.charts import add_up_directions, plan_bars, plan_rose
from efficientcracknet.report.document import PictureSummary, ReportDocument
from efficientcracknet.report.map import plan_map
from efficientcracknet.report.numbers import write_angle, write_length, write_width
from efficientcracknet.runtime.images import read_photo, resize_picture

MOST_PICTURES = 100
"""Pictures that are shown; of more, those with the longest cracks."""
MOST_ROWS = 1000
"""Rows of the table; of more cracks, the longest."""
PICTURE_SIDE_PX = 1200
PICTURE_QUALITY = 80


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture as the template shows it."""

    number: int
    summary: PictureSummary
    length: str
    embed: Callable[[], str]


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the table: the number of the picture, the crack, and its figures in words."""

    picture: int
    row: CrackRow
    length: str
    median: str
    p95: str
    largest: str
    orientation: str
    colour: str | None


def build_view(document: ReportDocument) -> dict[str, Any]:
    """Return everything the template needs.

    Parameters
    ----------
    document
        To be shown.

    Returns
    -------
    dict[str, Any]
        Variables of ``report.html.j2``; pictures are read from the folder of the results only when they are shown.
    """
    numbered = list(enumerate(document.pictures, start=1))
    rows = [(number, row) for number, picture in numbered for row in picture.rows]
    longest = sorted(nlargest(MOST_ROWS, rows, key=lambda entry: _rank_length(entry[1])), key=_find_place)
    shown = sorted(nlargest(MOST_PICTURES, numbered, key=lambda entry: _rank_length(entry[1])), key=lambda one: one[0])
    with_width_mm = [row.width_p95_mm for _, row in rows if row.width_p95_mm is not None]
    with_width_px = [row.width_p95_px for _, row in rows if row.width_p95_px is not None]
    return {
        "document": document,
        "summary": _sum_up(document, [row for _, row in rows]),
        "classes": _count_classes(document.standard, [row for _, row in rows]),
        "rows": [_show_row(number, row, document.standard) for number, row in longest],
        "row_count": len(rows),
        "pictures": [_show_picture(number, picture, document.folder) for number, picture in shown],
        "width_bars": plan_bars(with_width_mm or with_width_px),
        "width_unit": "mm" if with_width_mm else "px",
        "rose": plan_rose(add_up_directions(document.pictures)),
        "map": plan_map(document.pictures),
        "unscaled": sum(picture.scale is None for picture in document.pictures),
        "bounded": sum(row.width_is_upper_bound for _, row in rows),
    }


def _rank_length(item: CrackRow | PictureSummary) -> tuple[float, float]:
    """Return what orders lengths: by mm, and those without a scale after all others, by px."""
    return (-1.0 if item.length_mm is None else item.length_mm, item.length_px)


def _find_place(entry: tuple[int, CrackRow]) -> tuple[int, int]:
    return entry[0], entry[1].crack


def _sum_up(document: ReportDocument, rows: list[CrackRow]) -> list[tuple[str, str]]:
    pictures = document.pictures
    scaled = [picture.length_mm for picture in pictures if picture.length_mm is not None]
    plain = [picture.length_px for picture in pictures if picture.length_mm is None]
    lengths = [write_length(sum(scaled), None)] if scaled else []
    lengths += [write_length(None, sum(plain))] if plain else []
    summary = [
        ("Pictures", f"{len(pictures) + len(document.failures)}"),
        ("With cracks", f"{sum(bool(picture.rows) for picture in pictures)}"),
        ("Cracks", f"{len(rows)}"),
        ("Length in all", " + ".join(lengths) or write_length(None, 0)),
        ("Widest (p95)", _find_widest(rows)),
    ]
    return [*summary, ("Failed", f"{len(document.failures)}")] if document.failures else summary


def _find_widest(rows: list[CrackRow]) -> str:
    measured = [row for row in rows if row.width_p95_px is not None]
    if not measured:
        return write_width(None, None)
    in_mm = [row for row in measured if row.width_p95_mm is not None]
    widest = max(in_mm or measured, key=lambda row: (row.width_p95_mm or 0, row.width_p95_px or 0))
    return write_width(widest.width_p95_mm, widest.width_p95_px, is_upper_bound=widest.width_is_upper_bound)


def _count_classes(standard: Standard | None, rows: list[CrackRow]) -> list[tuple[str, str, int]]:
    counts = Counter(row.severity for row in rows if row.severity is not None)
    if standard is None or not counts:
        return []
    names = [one.name for one in standard.classes] + ["undetermined"]
    return [(name, _find_colour(name, standard), counts[name]) for name in names]


def _find_colour(name: str, standard: Standard) -> str:
    names = [one.name for one in standard.classes]
    rank = names.index(name) if name in names else None
    return "#{:02x}{:02x}{:02x}".format(*find_class_colour(rank, len(names)))


def _show_row(number: int, row: CrackRow, standard: Standard | None) -> RowView:
    bound = row.width_is_upper_bound
    return RowView(
        number,
        row,
        write_length(row.length_mm, row.length_px),
        write_width(row.width_median_mm, row.width_median_px, is_upper_bound=bound),
        write_width(row.width_p95_mm, row.width_p95_px, is_upper_bound=bound),
        write_width(row.width_max_mm, row.width_max_px, is_upper_bound=bound),
        write_angle(row.orientation_deg),
        None if standard is None or row.severity is None else _find_colour(row.severity, standard),
    )


def _show_picture(number: int, picture: PictureSummary, folder: Path) -> PictureView:
    length = write_length(picture.length_mm, picture.length_px)
    return PictureView(number, picture, length, lambda: embed_picture(folder / picture.annotated))


def embed_picture(path: Path) -> str:
    """Return a picture as a data URI of a JPEG, reduced to what a page needs.

    Parameters
    ----------
    path
        Any picture.

    Returns
    -------
    str
        ``data:image/jpeg;base64,...``; its longest side is at most `PICTURE_SIDE_PX`.
    """
    pixels = read_photo(path).pixels
    factor = min(1.0, PICTURE_SIDE_PX / max(pixels.shape))
    height, width = (max(1, round(side * factor)) for side in pixels.shape[:2])
    encoded = io.BytesIO()
    Image.fromarray(resize_picture(pixels, height, width)).save(encoded, "JPEG", quality=PICTURE_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(encoded.getvalue()).decode('ascii')}"
