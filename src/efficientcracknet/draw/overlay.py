"""The picture with its cracks marked, for eyes of every kind and on every ground.

A bright yellow line runs around each crack and a dark blue one around that: the pair differs in brightness as well as
in hue, so that it shows on light and dark grounds, in print, and to colour-blind readers. The crack itself stays to be
seen under a thin veil of the yellow.
"""

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError

BRIGHT = (255, 221, 0)
DARK = (0, 32, 96)
VEIL_PERCENT = 35
"""Share of the bright colour over the crack itself."""
LINES_PER_SIDE = 1000
"""The longer side of a picture is this many lines wide: seen whole on a screen, a line is about one pixel."""
BLOCK_PX = 256
"""Side of the squares that are drawn one after the other, px: those without a crack are skipped."""


def draw_overlay(pixels: NDArray[np.uint8], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Draw the outline of every crack onto a copy of the picture.

    Lines are at least 1 px wide and grow with the picture, so that a crack 1 px wide is seen in a picture of 12
    megapixels when the whole of it is on the screen.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8, red green blue.
    mask
        (H, W) bool, True on cracks; without a single one the picture comes back as it was.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3), a new array.

    Raises
    ------
    DataError
        If picture and mask differ in size.

    Examples
    --------
    >>> marked = draw_overlay(np.zeros((5, 5, 3), np.uint8), np.arange(25).reshape(5, 5) == 12)
    >>> marked[2, 1].tolist(), marked[2, 0].tolist()
    ([255, 221, 0], [0, 32, 96])
    """
    if pixels.shape[:2] != mask.shape:
        raise DataError(
            f"draw_overlay: `mask` must have the size of the picture, {pixels.shape[:2]}, got {mask.shape}. "
            "Resize neither; take both from one prediction."
        )
    marked = pixels.copy()
    line_px = max(1, round(max(mask.shape) / LINES_PER_SIDE))
    reach_px = line_px + max(1, line_px // 2)
    height, width = mask.shape
    for top in range(0, height, BLOCK_PX):
        for left in range(0, width, BLOCK_PX):
            block = slice(top, top + BLOCK_PX), slice(left, left + BLOCK_PX)
            above, before = min(reach_px, top), min(reach_px, left)
            around = mask[top - above : top + BLOCK_PX + reach_px, left - before : left + BLOCK_PX + reach_px]
            if around.any():
                near = grow_mask(around, line_px)
                far = grow_mask(near, reach_px - line_px)
                inside = slice(above, above + BLOCK_PX), slice(before, before + BLOCK_PX)
                _draw_block(marked[block], mask[block], near[inside], far[inside])
    return marked


def _draw_block(
    marked: NDArray[np.uint8], mask: NDArray[np.bool_], near: NDArray[np.bool_], far: NDArray[np.bool_]
) -> None:
    """Draw the veil over `mask`, the bright line over the rest of `near`, the dark one over the rest of `far`."""
    for channel, (bright, dark) in enumerate(zip(BRIGHT, DARK, strict=True)):  # indices would cost 16 bytes a pixel
        values = marked[..., channel]
        veiled = (values * np.uint16(100 - VEIL_PERCENT) + np.uint16(VEIL_PERCENT * bright + 50)) // 100
        np.copyto(values, dark, where=far)
        np.copyto(values, bright, where=near)
        np.copyto(values, veiled, where=mask, casting="unsafe")


def grow_mask(mask: NDArray[np.bool_], radius_px: int) -> NDArray[np.bool_]:
    """Return the mask grown by a square in every direction.

    Parameters
    ----------
    mask
        (H, W) bool.
    radius_px
        How far to grow, px, at least 0.

    Returns
    -------
    NDArray[np.bool_]
        (H, W), True within `radius_px` rows and columns of a True; a new array.

    Examples
    --------
    >>> grow_mask(np.array([[False, False, True, False, False]]), 1).tolist()
    [[False, True, True, True, False]]
    """
    wide = mask.copy()
    for step in range(1, radius_px + 1):
        wide[:, step:] |= mask[:, :-step]
        wide[:, :-step] |= mask[:, step:]
    tall = wide.copy()
    for step in range(1, radius_px + 1):
        tall[step:] |= wide[:-step]
        tall[:-step] |= wide[step:]
    return tall
