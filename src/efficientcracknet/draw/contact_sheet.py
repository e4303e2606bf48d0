"""Many pictures on one sheet, each as picture, truth and errors, to be looked through by eye.

Colours after Okabe and Ito: orange and sky blue stay apart for every common kind of colour blindness, and white,
orange, blue and the ground differ in brightness too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from efficientcracknet.core.errors import DataError
from efficientcracknet.core.scores import count_confusion

HIT = (255, 255, 255)
MISS = (230, 159, 0)
FALSE_ALARM = (86, 180, 233)
GROUND = (40, 40, 40)
PAPER = (250, 250, 250)
INK = (20, 20, 20)

CELL_PX = 320
GAP_PX = 8
TEXT_PX = 16
LINE_PX = 24
CELLS = 3


@dataclass(frozen=True, slots=True, eq=False)
class SheetRow:
    """One picture of the sheet.

    Attributes
    ----------
    key
        Written below it.
    pixels
        (H, W, 3) uint8.
    truth
        (H, W) bool.
    prediction
        (H, W) bool.
    """

    key: str
    pixels: NDArray[np.uint8]
    truth: NDArray[np.bool_]
    prediction: NDArray[np.bool_]


def draw_error_map(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Paint hits white, misses orange and false alarms blue on dark grey.

    Parameters
    ----------
    prediction
        (H, W) bool.
    truth
        (H, W) bool.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3).

    Examples
    --------
    >>> draw_error_map(np.array([[True, False]]), np.array([[True, True]])).tolist()
    [[[255, 255, 255], [230, 159, 0]]]
    """
    palette = np.array([GROUND, MISS, FALSE_ALARM, HIT], dtype=np.uint8)
    return palette[2 * prediction.astype(np.intp) + truth]


def draw_contact_sheet(rows: Sequence[SheetRow]) -> NDArray[np.uint8]:
    """Draw picture, truth and errors of each row side by side, with key and F1 below, under a legend.

    Parameters
    ----------
    rows
        From top to bottom, at least one.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3); every picture is scaled to fit a square of 320 px.

    Raises
    ------
    DataError
        If there is no row.
    """
    if not rows:
        raise DataError("draw_contact_sheet: `rows` must hold at least one picture, got 0. Ask for one or more.")
    strips = [_draw_legend(), *(_draw_row(row) for row in rows)]
    sheet = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)), PAPER)
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    return np.asarray(sheet)


def _draw_row(row: SheetRow) -> Image.Image:
    truth = np.where(row.truth[..., None], np.uint8(255), np.array(GROUND, dtype=np.uint8))
    cells = [_fit_cell(cell) for cell in (row.pixels, truth, draw_error_map(row.prediction, row.truth))]
    strip = _make_strip(cells[0].height + LINE_PX + GAP_PX)
    for column, cell in enumerate(cells):
        strip.paste(cell, (GAP_PX + column * (CELL_PX + GAP_PX), GAP_PX))
    counted = count_confusion(row.prediction, row.truth)
    _write(strip, (GAP_PX, cells[0].height + GAP_PX), f"{row.key}   F1 {counted.f1:.3f}")
    return strip


def _draw_legend() -> Image.Image:
    strip = _make_strip(LINE_PX)
    pen = ImageDraw.Draw(strip)
    _write(strip, (GAP_PX, 2), "picture")
    _write(strip, (2 * GAP_PX + CELL_PX, 2), "truth")
    left = 3 * GAP_PX + 2 * CELL_PX
    for word, colour in (("hit", HIT), ("missed", MISS), ("false alarm", FALSE_ALARM)):
        pen.rectangle((left, 3, left + LINE_PX - 6, LINE_PX - 3), fill=colour, outline=INK)
        _write(strip, (left + LINE_PX, 2), word)
        left += LINE_PX + 10 * (len(word) + 1)
    return strip


def _make_strip(height: int) -> Image.Image:
    return Image.new("RGB", (CELLS * (CELL_PX + GAP_PX) + GAP_PX, height), PAPER)


def _fit_cell(cell: NDArray[np.uint8]) -> Image.Image:
    height, width = cell.shape[:2]
    scale = CELL_PX / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return Image.fromarray(cell).resize(size, Image.Resampling.BILINEAR if scale < 1 else Image.Resampling.NEAREST)


def _write(strip: Image.Image, place: tuple[int, int], text: str) -> None:
    ImageDraw.Draw(strip).text(place, text, fill=INK, font=ImageFont.load_default(size=TEXT_PX))
