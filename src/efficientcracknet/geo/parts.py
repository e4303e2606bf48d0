"""What is kept of a window: figures of its pieces, fragments and arcs, and apart from them their many points.

Letters: P connected pieces of the mask, F fragments of branches, A arcs of outlines, R pixels along the core's rim.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.geo.arcs import Arc
from efficientcracknet.geo.fragments import Fragment

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WindowFigures:
    """All but the points.

    Attributes
    ----------
    areas_px, areas_mm2, probabilities
        (P,): of each piece's pixels in the core; mm2 are 0 without a scale; probabilities are summed.
    boxes
        (P, 4): top, left, bottom, right of these pixels, the latter two exclusive; all 0 if there are none.
    too_wide
        (P,) bool: has no fragments, because it is too wide to be measured.
    rim_pixels, rim_pieces
        (R,): pixels on either side of the core's rim, numbered row by row in the raster, and the pieces they are in.
    fragment_pieces, fragment_ends, fragment_keys
        (F,), (F, 2), (F, 2): as `Fragment` has them.
    fragment_figures
        (F, 2): how many profiles were taken, and the radius in px.
    fragment_places
        (F, 2, 2): the pixels of the skeleton at either end.
    fragment_sizes
        (F, 2): how many points of lines, and how many profiles.
    arc_pieces, arc_keys, arc_sizes
        (A,), (A, 2), (A,).
    """

    areas_px: Ints
    areas_mm2: Floats
    probabilities: Floats
    boxes: Ints
    too_wide: NDArray[np.bool_]
    rim_pixels: Ints
    rim_pieces: Ints
    fragment_pieces: Ints
    fragment_ends: Ints
    fragment_keys: Ints
    fragment_figures: Floats
    fragment_places: Floats
    fragment_sizes: Ints
    arc_pieces: Ints
    arc_keys: Ints
    arc_sizes: Ints


@dataclass(frozen=True, slots=True, eq=False)
class WindowPoints:
    """Points in px of the raster, those of all fragments one after the other, and of all arcs.

    Attributes
    ----------
    lines, borders, arcs
        (N, 2), (M, 2, 2), (K, 2).
    """

    lines: Floats
    borders: Floats
    arcs: Floats


@dataclass(frozen=True, slots=True, eq=False)
class WindowParts:
    """All that is kept of a window."""

    figures: WindowFigures
    points: WindowPoints


def pack_fragments(fragments: Sequence[tuple[int, Fragment]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return fragments as fields of `WindowFigures` and of `WindowPoints`.

    Parameters
    ----------
    fragments
        Each with the number of its piece.

    Returns
    -------
    tuple[dict[str, Any], dict[str, Any]]
        Arrays by name, empty without fragments.
    """
    parts = [fragment for _, fragment in fragments]
    figures = {
        "fragment_pieces": np.array([number for number, _ in fragments], np.int64),
        "fragment_ends": np.array([part.ends for part in parts], np.int64).reshape(-1, 2),
        "fragment_keys": np.array([part.keys for part in parts], np.int64).reshape(-1, 2),
        "fragment_figures": np.array([(part.taken, part.radius_px) for part in parts], np.float64).reshape(-1, 2),
        "fragment_places": np.array([part.places for part in parts], np.float64).reshape(-1, 2, 2),
        "fragment_sizes": np.array([(len(part.line), len(part.borders)) for part in parts], np.int64).reshape(-1, 2),
    }
    points = {
        "lines": np.concatenate([np.empty((0, 2)), *(part.line for part in parts)]),
        "borders": np.concatenate([np.empty((0, 2, 2)), *(part.borders for part in parts)]),
    }
    return figures, points


def pack_arcs(arcs: Sequence[tuple[int, Arc]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return arcs as fields of `WindowFigures` and of `WindowPoints`.

    Parameters
    ----------
    arcs
        Each with the number of its piece.

    Returns
    -------
    tuple[dict[str, Any], dict[str, Any]]
        Arrays by name, empty without arcs.
    """
    figures = {
        "arc_pieces": np.array([number for number, _ in arcs], np.int64),
        "arc_keys": np.array([arc.keys for _, arc in arcs], np.int64).reshape(-1, 2),
        "arc_sizes": np.array([len(arc.points) for _, arc in arcs], np.int64),
    }
    return figures, {"arcs": np.concatenate([np.empty((0, 2)), *(arc.points for _, arc in arcs)])}
