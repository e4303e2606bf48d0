"""The printed sheet as pixels: what its PDF draws, read back from the PDF itself."""

import re

import numpy as np

HEIGHT_MM, WIDTH_MM = 297, 210
RECTANGLES = re.compile(rb"([01]) g|([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re")


def paint_sheet(pdf: bytes, px_per_mm: int):
    """Return (H, W, 3) uint8: the filled rectangles of the page, black and white; text and rulers are left out."""
    page = np.full((HEIGHT_MM * px_per_mm, WIDTH_MM * px_per_mm, 3), 255, np.uint8)
    grey = 0
    for shade, *numbers in RECTANGLES.findall(pdf):
        if shade:
            grey = 255 * int(shade)
            continue
        left, bottom, width, height = (float(number) * px_per_mm for number in numbers)
        top = HEIGHT_MM * px_per_mm - bottom - height
        page[round(top) : round(top + height), round(left) : round(left + width)] = grey
    return page
