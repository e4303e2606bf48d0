import numpy as np
import pytest

from efficientcracknet.measure.profile import find_crossings, take_profiles
from efficientcracknet.measure.surface import Surface
from tests.measure.drawings import draw_bar


def test_borders_lie_where_heights_cross_the_level() -> None:
    heights = np.array([[1.0], [0.9], [0.4]], np.float32)

    assert find_crossings(heights, 0.5) == pytest.approx([1.8])
    assert find_crossings(heights, 0.65) == pytest.approx([1.5])


def test_a_profile_that_begins_beside_the_crack_or_never_leaves_it_has_no_border() -> None:
    heights = np.array([[0.2, 1.0], [0.9, 1.0], [0.1, 0.8]], np.float32)

    assert np.isnan(find_crossings(heights, 0.5)).all()


def test_a_profile_that_leaves_the_picture_has_no_border() -> None:
    heights = np.array([[1.0, 1.0], [np.nan, 0.2]], np.float32)

    assert find_crossings(heights, 0.5).tolist() == pytest.approx([np.nan, 0.625], nan_ok=True)


def test_width_and_middle_do_not_depend_on_where_the_profile_begins() -> None:
    surface = Surface.of_map(draw_bar(100, 8, centre=(60.25, 60)))
    points = np.array([[59.0, 50], [60, 60], [61.5, 70]])
    profiles = take_profiles(surface, points, np.tile([-1.0, 0.0], (3, 1)), reach_px=10)

    assert profiles.widths_px == pytest.approx(8, abs=0.2)
    assert profiles.find_middle()[:, 0] == pytest.approx(60.25, abs=0.1)
    borders = profiles.find_borders()
    assert borders[:, 0, 0] == pytest.approx(56.25, abs=0.2)
    assert borders[:, 1, 0] == pytest.approx(64.25, abs=0.2)


def test_a_profile_that_reaches_too_short_has_no_width() -> None:
    surface = Surface.of_map(draw_bar(100, 8))
    profiles = take_profiles(surface, np.array([[60.0, 60]]), np.array([[-1.0, 0]]), reach_px=3)

    assert np.isnan(profiles.widths_px).all()
    assert profiles.find_middle().tolist() == [[60, 60]]
