import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.web.desk.strokes import MOST_WORK, cover_stroke, require_affordable

PLACES = st.tuples(st.floats(-50, 150), st.floats(-50, 150))


def draw(points: list[tuple[float, float]], radius: float, size: tuple[int, int] = (100, 100)) -> np.ndarray:
    picture = np.zeros(size, np.float32)
    for piece in cover_stroke(points, radius, size):
        window = picture[piece.rows, piece.cols]
        np.maximum(window, piece.share, out=window)
    return picture


@pytest.mark.parametrize("radius", [2.0, 7.5, 20.0])
def test_a_dot_has_the_area_of_its_circle(radius: float) -> None:
    assert draw([(50, 50)], radius).sum() == pytest.approx(math.pi * (radius**2 + 1 / 12), rel=0.03)  # of a cone's rim


def test_a_line_is_as_wide_as_the_brush() -> None:
    assert draw([(50, 10), (50, 90)], 3.0)[:, 30:70].sum(axis=0) == pytest.approx(6.0)


def test_a_bent_stroke_covers_all_of_its_corners() -> None:
    picture = draw([(10, 10), (10, 80), (90, 80)], 2.0)

    assert picture[10, 10] == picture[10, 80] == picture[90, 80] == picture[50, 80] == 1
    assert picture[50, 40] == 0


@settings(deadline=None, max_examples=25)
@given(st.lists(PLACES, min_size=1, max_size=5), st.floats(0.5, 40))
def test_nothing_is_covered_beyond_the_brush(points: list[tuple[float, float]], radius: float) -> None:
    covered = np.argwhere(draw(points, radius) > 0)
    near = np.array(points if len(points) > 1 else points * 2)
    steps = np.concatenate([np.linspace(a, b, 400) for a, b in pairwise(near)])
    distances = [np.hypot(*(steps - place).T).min() for place in covered[:: max(1, len(covered) // 50)]]

    assert all(distance <= radius + 1.2 for distance in distances)


def test_a_stroke_outside_covers_nothing() -> None:
    assert not draw([(-500, -500), (-400, 900)], 10).any()


def test_a_stroke_that_takes_too_long_is_refused() -> None:
    zigzag = [(float(500 * (number % 2)), float(number)) for number in range(300)]
    require_affordable(zigzag, 2.0)

    with pytest.raises(SettingsError, match=f"no more than {MOST_WORK:,} pixels, got [0-9,]+"):
        require_affordable(zigzag, 400.0)
