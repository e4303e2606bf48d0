import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from efficientcracknet.core.tiles import Tile
from efficientcracknet.geo.arcs import find_arcs
from efficientcracknet.geo.chains import join_chains


def outline_by_cores(heights: NDArray[np.uint8], core_px: int) -> list[NDArray[np.float64]]:
    """Return the rings that the arcs of all cores make."""
    height, width = heights.shape
    whole = Tile(0, 0, height, width)
    arcs = []
    for top in range(0, height, core_px):
        for left in range(0, width, core_px):
            core = Tile(top, left, min(core_px, height - top), min(core_px, width - left))
            arcs += find_arcs(heights, whole, core, (height, width), 127.5)
    rings = []
    for chain in join_chains(np.array([arc.keys for arc in arcs], np.int64).reshape(-1, 2)):
        lines = [arcs[number].points[:: -1 if backwards else 1] for number, backwards in chain.members]
        assert chain.closed or arcs[chain.members[0][0]].keys == (-1, -1)
        rings.append(np.concatenate([lines[0], *(line[1:] for line in lines[1:])]))
    return rings


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1000), core_px=st.integers(1, 7))
def test_arcs_of_all_cores_make_the_rings_of_one(seed: int, core_px: int) -> None:
    heights = np.random.default_rng(seed).choice([0, 100, 150, 255], (9, 11)).astype(np.uint8)
    rings, whole = outline_by_cores(heights, core_px), outline_by_cores(heights, 100)

    assert len(rings) == len(whole)
    assert all((ring[0] == ring[-1]).all() for ring in rings)
    areas = (sorted(shapely.Polygon(ring).area for ring in found) for found in (rings, whole))
    assert next(areas) == pytest.approx(next(areas))


def test_an_outline_runs_between_pixels_where_the_level_is_crossed() -> None:
    heights = np.zeros((5, 5), np.uint8)
    heights[2, 2] = 255
    (ring,) = outline_by_cores(heights, 100)

    assert sorted(map(tuple, ring[:-1].tolist())) == [(1.5, 2.0), (2.0, 1.5), (2.0, 2.5), (2.5, 2.0)]


def test_a_crack_at_the_rim_of_the_raster_is_closed_half_a_pixel_beyond() -> None:
    (ring,) = outline_by_cores(np.full((3, 3), 255, np.uint8), 2)

    assert (ring.min(axis=0).tolist(), ring.max(axis=0).tolist()) == ([-0.5, -0.5], [2.5, 2.5])


def test_pixels_that_touch_by_a_corner_are_in_one_outline() -> None:
    heights = np.zeros((6, 6), np.uint8)
    heights[2, 2] = heights[3, 3] = 255

    assert len(outline_by_cores(heights, 3)) == len(outline_by_cores(heights, 100)) == 1
