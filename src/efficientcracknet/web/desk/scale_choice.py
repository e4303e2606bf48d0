"""How pixels become mm, as the page says it and files keep it, and the scale that follows by the rules of `predict`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from efficientcracknet.core.scale import Scale
from efficientcracknet.jobs.scales import ScaleOptions, parse_scale_options

ScaleChoice = Mapping[str, Any]
"""``kind`` is ``mm_per_px``, ``two_points`` or ``corners``; the rest are the numbers that belong to it."""


def choose_options(choice: ScaleChoice | None) -> ScaleOptions:
    """Return what `predict` would have been told.

    Parameters
    ----------
    choice
        Checked for its form before; None: no scale.

    Returns
    -------
    ScaleOptions
        With the very numbers of the choice.

    Examples
    --------
    >>> choose_options({"kind": "two_points", "points_px": [[1, 2], [1, 4.5]], "distance_mm": 10}).two_points
    '1.0,2.0,1.0,4.5'
    """
    if choice is None:
        return ScaleOptions()
    if choice["kind"] == "mm_per_px":
        return ScaleOptions(mm_per_px=choice["mm_per_px"])
    if choice["kind"] == "two_points":
        first, second = map(_write_point, choice["points_px"])
        return ScaleOptions(two_points=f"{first},{second}", distance_mm=choice["distance_mm"])
    corners = tuple(map(_write_point, choice["corners_px"]))
    sides = f"{float(choice['width_mm'])!r}x{float(choice['height_mm'])!r}"
    return ScaleOptions(corners=corners, rectangle_mm=sides)


def find_scale(choice: ScaleChoice | None) -> Scale | None:
    """Return the scale of a choice.

    Parameters
    ----------
    choice
        As for `choose_options`; a `ScaleError` says what is impossible about its numbers.

    Returns
    -------
    Scale | None
        None for no choice.
    """
    return parse_scale_options(choose_options(choice))(Path(), None).scale


def _write_point(point: Sequence[float]) -> str:
    return ",".join(repr(float(number)) for number in point)
