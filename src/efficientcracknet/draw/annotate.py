"""The picture with its cracks traced, numbered and measured, small enough to be sent on.

Each crack is a line in the colour of its class, cased in dark so that it shows on every ground, with a ring where it is
widest and a label ``number  width``. Without a scale the width is in px.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from efficientcracknet.core.errors import DataError
from efficientcracknet.core.scale import PixelScale
from efficientcracknet.draw.labels import Box, LabelPlanner
from efficientcracknet.draw.palette import INK, PAPER, PLAIN, Colour, find_class_colour
from efficientcracknet.draw.scale_bar import plan_scale_bar
from efficientcracknet.measure.severity import Severity, Standard
from efficientcracknet.measure.values import RESOLUTION_PX, Crack, CrackReport
from efficientcracknet.runtime.images import resize_picture

SIDE_PX = 2000
"""Longest side of an annotated picture; a larger one is reduced."""
SMALLEST_SIDE_PX = 600
"""A smaller picture is enlarged until its longest side has this, or labels would cover it."""
MOST_LABELS = 40
"""Only this many cracks, the longest, get a label; all are drawn."""


def draw_annotated(
    pixels: NDArray[np.uint8],
    report: CrackReport,
    severities: Sequence[Severity | None] = (),
    standard: Standard | None = None,
) -> NDArray[np.uint8]:
    """Draw what was measured onto a copy of the picture.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8, red green blue.
    report
        Measured on a map of the same size.
    severities
        One per crack, or none at all.
    standard
        That the classes come from; explained in the corner.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3); its longest side is between `SMALLEST_SIDE_PX` and `SIDE_PX`.

    Raises
    ------
    DataError
        If picture and report differ in size.
    """
    height, width = pixels.shape[:2]
    if (height, width) != (report.height_px, report.width_px):
        raise DataError(
            f"draw_annotated: `report` must be of the picture's size, {(height, width)}, got "
            f"{(report.height_px, report.width_px)}. Take both from one prediction."
        )
    zoom = min(max(1.0, SMALLEST_SIDE_PX / max(height, width)), SIDE_PX / max(height, width))
    size = max(1, round(height * zoom)), max(1, round(width * zoom))
    sheet = _Sheet(pixels if zoom == 1 else resize_picture(pixels, *size), zoom)
    marks = severities or (None,) * len(report.cracks)
    colours = [_find_colour(severity, standard) for severity in marks]
    for crack, colour in reversed(list(zip(report.cracks, colours, strict=True))):  # the longest lies on top
        sheet.trace(crack, colour)
    sheet.write_corner(report, standard)
    for crack, colour in list(zip(report.cracks, colours, strict=True))[:MOST_LABELS]:
        sheet.point_at(crack, colour)
    sheet.write_labels()
    sheet.write_corner(report, standard)  # once more: a ring or line may have run into it
    return np.asarray(sheet.picture)


def write_width(crack: Crack) -> str:
    """Return the width of a crack as a label says it.

    Parameters
    ----------
    crack
        With or without a scale.

    Returns
    -------
    str
        The p95 width in mm, or else in px; ``up to`` where it is an upper bound; empty where there is none.
    """
    bound = "up to " if crack.width_is_upper_bound else ""
    if crack.width_p95_mm is not None:
        return f"{bound}{crack.width_p95_mm:.{2 if crack.width_p95_mm < 10 else 1}f} mm"
    if crack.width_p95_px is None:
        return ""
    return f"{bound}{max(crack.width_p95_px, RESOLUTION_PX if bound else 0):.1f} px"


def _find_colour(severity: Severity | None, standard: Standard | None) -> Colour:
    if severity is None or standard is None:
        return PLAIN
    return find_class_colour(severity.rank, len(standard.classes))


class _Sheet:
    """A picture to draw on, in units of its own pixels; `zoom` leads there from those of the report."""

    def __init__(self, pixels: NDArray[np.uint8], zoom: float) -> None:
        self.picture = Image.fromarray(pixels).convert("RGB")
        self._zoom = zoom
        self._pen = ImageDraw.Draw(self.picture)
        self._line_px = max(2, round(max(pixels.shape) / 600))
        self._text_px = max(13, round(max(pixels.shape) / 80))
        self._font = ImageFont.load_default(size=self._text_px)
        self._lines = Image.new("1", self.picture.size)
        self._planner: LabelPlanner | None = None
        self._taken: list[Box] = []
        self._labels: list[tuple[Box, str, Colour]] = []

    def trace(self, crack: Crack, colour: Colour) -> None:
        """Draw the course of a crack."""
        paths = [self._to_path(branch.points_px) for branch in crack.branches]
        for path in paths:
            self._pen.line(path, fill=INK, width=self._line_px + 2, joint="curve")
            ImageDraw.Draw(self._lines).line(path, fill=1, width=self._line_px + 4)
        for path in paths:
            self._pen.line(path, fill=colour, width=self._line_px, joint="curve")

    def point_at(self, crack: Crack, colour: Colour) -> None:
        """Ring the widest place of a crack, and lead from it to where its label will stand, if there is room."""
        self._planner = self._planner or LabelPlanner(np.asarray(self._lines), self._taken)
        points = crack.branches[0].points_px
        row, column = crack.widest_at_px or points[len(points) // 2]
        (x, y), *_ = self._to_path(np.array([[row, column]]))
        text, pad = f"{crack.number}  {write_width(crack)}".rstrip(), self._text_px // 3
        width_px = round(self._pen.textlength(text, font=self._font)) + 3 * pad + self._line_px
        box = self._planner.place((y, x), width_px, self._text_px + 2 * pad)
        if box is None:
            return
        thin, radius = max(1, self._line_px // 2), 2 * self._line_px
        ring = (x - radius, y - radius, x + radius, y + radius)
        for colour_of_mark, width in ((INK, thin + 2), (PAPER, thin)):  # seen on dark cracks and on light walls
            self._pen.line((x, y, *_find_nearest(box, x, y)), fill=colour_of_mark, width=width)
            self._pen.ellipse(ring, outline=colour_of_mark, width=width)
        self._labels.append((box, text, colour))

    def write_labels(self) -> None:
        """Write number and width of every crack that was pointed at, over all rings and lines."""
        for box, text, colour in self._labels:
            self._write_box(box, text, colour)

    def write_corner(self, report: CrackReport, standard: Standard | None) -> None:
        """Draw scale bar and legend into the lower left corner, where they fit."""
        pad = self._text_px // 2
        bottom = self.picture.height - pad
        if isinstance(report.scale, PixelScale):
            bottom = self._write_scale_bar(bottom, report.scale.mm_per_px / self._zoom) - pad
        if standard is None or report.scale is None or not report.cracks:
            return
        entries = [
            (one.name, find_class_colour(rank, len(standard.classes))) for rank, one in enumerate(standard.classes)
        ]
        for name, colour in reversed([*entries, ("undetermined", find_class_colour(None, 0))]):
            width_px = round(self._pen.textlength(name, font=self._font)) + 3 * pad
            box = (pad, bottom - self._text_px - pad, pad + width_px, bottom)
            if box[1] >= 0 and box[2] <= self.picture.width:
                self._write_box(box, name, colour)
                self._taken.append(box)
            bottom = box[1]

    def _write_scale_bar(self, bottom: int, mm_per_px: float) -> int:
        bar, pad = plan_scale_bar(self.picture.width, mm_per_px), self._text_px // 2
        text_px: int = round(self._pen.textlength(bar.text, font=self._font))
        box: Box = (pad, bottom - 2 * self._text_px - pad, pad + max(round(bar.length_px), text_px) + 2 * pad, bottom)
        if box[1] < 0 or box[2] > self.picture.width:
            return bottom
        self._pen.rectangle(box, fill=INK)
        self._pen.text((box[0] + pad, box[1] + pad // 2), bar.text, fill=PAPER, font=self._font)
        y = box[3] - pad
        self._pen.rectangle((box[0] + pad, y - self._line_px, box[0] + pad + bar.length_px, y), fill=PAPER)
        self._taken.append(box)
        return box[1]

    def _write_box(self, box: Box, text: str, colour: Colour) -> None:
        left, top, right, bottom = box
        swatch = left + self._text_px // 3
        self._pen.rectangle((left, top, right - 1, bottom - 1), fill=INK)
        self._pen.rectangle((left, top, swatch, bottom - 1), fill=colour)
        middle = (top + bottom) / 2
        self._pen.text((swatch + self._text_px // 3, middle), text, fill=PAPER, font=self._font, anchor="lm")

    def _to_path(self, points_px: NDArray[np.float64]) -> list[tuple[float, float]]:
        places = (points_px + 0.5) * self._zoom - 0.5
        return [(float(column), float(row)) for row, column in places]


def _find_nearest(box: Box, x: float, y: float) -> tuple[float, float]:
    left, top, right, bottom = box
    return min(max(x, left), right), min(max(y, top), bottom)
