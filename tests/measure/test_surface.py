import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.measure.pieces import find_pieces
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.surface import Outline, Surface


def find_outline(heights: list[list[float]], level: float = 0.5) -> Outline:
    surface = Surface.of_map(CrackMap(np.array(heights, np.float32), level))
    (piece,) = find_pieces(surface.mask, MeasureSettings(smallest_area_px=0))
    return Outline(surface, piece.inside, piece.corner)


def test_the_border_lies_between_pixels_where_heights_cross_the_level() -> None:
    # From 0.9 to 0.1 the level of a half is reached halfway; from 0.9 to 0.4 after four fifths.
    outline = find_outline([[0.1, 0.4, 0.1], [0.1, 0.9, 0.1], [0.1, 0.1, 0.1]])

    assert sorted(outline.points_px.round(5).tolist()) == [[0.2, 1], [1, 0.5], [1, 1.5], [1.5, 1]]
    assert outline.inscribe(np.array([[1.0, 1.0]])) == pytest.approx([0.5])


def test_the_border_of_the_picture_is_none_of_the_crack() -> None:
    outline = find_outline([[0, 0, 0, 0], [1, 1, 1, 1], [1, 1, 1, 1]])

    assert sorted(outline.points_px.tolist()) == [[0.5, column] for column in range(4)]


def test_a_lone_point_lies_on_the_line_to_the_farthest_border() -> None:
    outline = find_outline([[0, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]])

    assert outline.lay_line(np.array([1.0, 1.0])).tolist() == [[1, 0.5], [1, 1.5]]


def test_heights_outside_the_picture_are_not_numbers() -> None:
    surface = Surface.of_map(CrackMap(np.array([[0, 1], [0, 1]], np.float32), 0.5))

    assert surface.sample(np.array([[0.5, 0.25], [0, 1], [0, 1.1], [-0.1, 0]])).tolist() == pytest.approx(
        [0.25, 1, np.nan, np.nan], nan_ok=True
    )


def test_a_mask_is_certain_and_its_straight_border_stays_where_it_is() -> None:
    mask = np.zeros((9, 9), bool)
    mask[:, 4:] = True
    surface = Surface.of_mask(mask, 0.6)

    assert surface.is_certain
    assert surface.sample(np.array([[4.0, 3.5]])) == pytest.approx([0.5], abs=1e-6)
