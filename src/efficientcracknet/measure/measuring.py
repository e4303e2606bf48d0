"""Measure the cracks of a picture: from a crack map, or from anybody's mask."""

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError, ScaleError
from efficientcracknet.core.scale import Scale
from efficientcracknet.measure.crack import make_crack
from efficientcracknet.measure.direction import count_directions, name_pattern
from efficientcracknet.measure.gaps import join_gaps
from efficientcracknet.measure.pieces import find_pieces
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.surface import Surface
from efficientcracknet.measure.system import measure_piece
from efficientcracknet.measure.values import CrackReport

DEFAULT_SETTINGS = MeasureSettings()

INVERTED_SHARE = 0.5
"""Share of crack pixels above which a mask is likely to be inverted."""


def measure_map(
    crack_map: CrackMap, scale: Scale | None = None, settings: MeasureSettings = DEFAULT_SETTINGS
) -> CrackReport:
    """Measure the cracks of a crack map, their borders to a fraction of a pixel.

    Parameters
    ----------
    crack_map
        What the network says; its threshold is where a crack ends.
    scale
        Of the picture; None gives no mm.
    settings
        The rules.

    Returns
    -------
    CrackReport
        Without cracks if nothing reaches the threshold, or if every pixel does, which its remark says.

    Examples
    --------
    >>> probability = np.zeros((40, 120), np.float32)
    >>> probability[18:22, 10:110] = 1
    >>> (crack,) = measure_map(CrackMap(probability, threshold=0.5)).cracks
    >>> round(crack.length_px), round(crack.width_median_px, 3), crack.orientation_deg
    (100, 4.0, 0.0)
    """
    return _measure(Surface.of_map(crack_map), scale, settings)


def measure_mask(
    mask: NDArray[np.bool_], scale: Scale | None = None, settings: MeasureSettings = DEFAULT_SETTINGS
) -> CrackReport:
    """Measure the cracks of a mask.

    Parameters
    ----------
    mask
        (H, W) bool, True on cracks.
    scale
        Of the picture; None gives no mm.
    settings
        The rules; `mask_smoothing_px` blurs the stairs of the mask's borders.

    Returns
    -------
    CrackReport
        Without cracks if nothing is marked, or if every pixel is, which its remark says.

    Raises
    ------
    DataError
        If `mask` is not bool with two axes.
    """
    if mask.dtype != np.bool_ or mask.ndim != 2:
        raise DataError(
            f"measure_mask: `mask` must be bool of shape (height, width), got {mask.dtype} of shape {mask.shape}. "
            "Compare it with what means crack: mask > 0."
        )
    return _measure(Surface.of_mask(mask, settings.mask_smoothing_px), scale, settings)


def _measure(surface: Surface, scale: Scale | None, settings: MeasureSettings) -> CrackReport:
    height, width = surface.size_px
    share = float(np.count_nonzero(surface.mask) / max(surface.mask.size, 1))
    systems = (
        []
        if share == 1
        else [measure_piece(one, surface, scale, settings) for one in find_pieces(surface.mask, settings)]
    )
    groups = [(sum(one.length_px for one in group), group) for group in join_gaps(systems, settings)]
    groups = sorted((item for item in groups if item[0] >= settings.smallest_length_px), key=lambda item: -item[0])
    cracks = tuple(make_crack(number, group, scale) for number, (_, group) in enumerate(groups, start=1))
    kept = [system for _, group in groups for system in group]
    histogram = count_directions(branch.line for system in kept for branch in system.branches)
    network_px = sum(system.length_px for system in kept if system.cells)
    length_mm = None if scale is None else sum(crack.length_mm or 0.0 for crack in cracks)
    return CrackReport(
        height_px=height,
        width_px=width,
        cracks=cracks,
        crack_share=share,
        length_px=sum(crack.length_px for crack in cracks),
        length_mm=length_mm,
        length_per_area_m_per_m2=_divide_by_area(length_mm, scale, surface.size_px),
        orientation_histogram=tuple(histogram.tolist()),
        pattern=name_pattern(histogram, sum(system.cells for system in kept), network_px),
        scale=scale,
        remark=_remark(share),
    )


def _divide_by_area(length_mm: float | None, scale: Scale | None, size_px: tuple[int, int]) -> float | None:
    """Return length over the surface that the picture shows: its four corners moved to the plane."""
    if length_mm is None or scale is None or 0 in size_px:
        return None
    bottom, right = size_px[0] - 0.5, size_px[1] - 0.5
    corners_px = np.array([[-0.5, -0.5], [-0.5, right], [bottom, right], [bottom, -0.5]])
    try:
        down, across = scale.to_plane_mm(corners_px).T
    except ScaleError:  # a corner beyond the horizon: the picture shows no limited part of the plane
        return None
    area_mm2 = abs(float(down @ np.roll(across, 1) - across @ np.roll(down, 1))) / 2
    return length_mm / area_mm2 * 1000


def _remark(share: float) -> str | None:
    if share == 1:
        return "Every pixel is crack: there is no border that a width could be taken from. Is the mask inverted?"
    if share > INVERTED_SHARE:
        return f"{share:.0%} of the picture is crack. Is the mask inverted?"
    return None
