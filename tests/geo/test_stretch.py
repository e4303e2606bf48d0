"""The stretch to 8 bits: one line for the whole raster, from its 2nd to its 98th percentile."""

import numpy as np
import pytest

from efficientcracknet.core.errors import ImageError
from efficientcracknet.geo.stretch import Stretch

ALL = np.ones((1, 101), np.bool_)


def test_the_line_runs_from_the_2nd_to_the_98th_percentile() -> None:
    ramp = np.arange(101, dtype=np.uint16).reshape(1, 1, 101) * 10
    stretch = Stretch.fit(ramp, ALL)

    assert (stretch.low, stretch.high) == ((20.0,), (980.0,))
    assert stretch.apply(ramp)[0, 0, [0, 2, 50, 98, 100]].tolist() == [0, 0, 128, 255, 255]


def test_every_band_has_its_own_line() -> None:
    ramp = np.arange(101, dtype=np.float32).reshape(1, 101)
    stretch = Stretch.fit(np.stack([ramp, ramp * 100]), ALL)

    np.testing.assert_allclose(
        stretch.apply(np.stack([ramp, ramp * 100]))[0], stretch.apply(np.stack([ramp, ramp * 100]))[1]
    )


def test_invalid_pixels_do_not_count() -> None:
    values = np.array([[[-9999.0] * 50 + [1.0] * 51]], np.float32)
    valid = values[0] > 0

    assert Stretch.fit(values, valid).low == (1.0,)


def test_a_band_of_one_value_becomes_black_and_not_a_number_too() -> None:
    flat = np.full((1, 1, 101), 7, np.float32)

    assert Stretch.fit(flat, ALL).apply(flat).max() == 0
    assert Stretch((0.0,), (1.0,)).apply(np.array([[[np.nan]]])).tolist() == [[[0]]]


def test_a_raster_without_valid_pixels_is_refused() -> None:
    with pytest.raises(ImageError, match="must have valid pixels, got 0 of 101 in its reduced copy"):
        Stretch.fit(np.zeros((1, 1, 101)), ~ALL)


def test_the_line_is_told_for_the_record() -> None:
    assert Stretch((1.0,), (2.0,)).to_dict() == {"percentiles": [2.0, 98.0], "low": [1.0], "high": [2.0]}
