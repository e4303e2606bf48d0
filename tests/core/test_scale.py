"""The scale: lengths grow with it, areas with its square, and nothing is guessed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.scale import PixelScale

SCALE = st.floats(1e-3, 1e3)
AMOUNT = st.floats(0, 1e6)


@given(SCALE, AMOUNT)
def test_doubling_the_scale_doubles_lengths_and_quadruples_areas(mm_per_px, amount):
    single, double = PixelScale(mm_per_px), PixelScale(2 * mm_per_px)

    assert double.length_mm(amount) == pytest.approx(2 * single.length_mm(amount))
    assert double.area_mm2(amount) == pytest.approx(4 * single.area_mm2(amount))


@given(SCALE, AMOUNT)
def test_the_area_of_a_square_is_the_square_of_its_side(mm_per_px, side_px):
    scale = PixelScale(mm_per_px)

    assert scale.area_mm2(side_px**2) == pytest.approx(scale.length_mm(side_px) ** 2)


@pytest.mark.parametrize("mm_per_px", [0.0, -0.5, math.nan, math.inf])
def test_impossible_scales_are_refused(mm_per_px):
    with pytest.raises(ScaleError, match=f"`mm_per_px` must be finite and above 0, got {mm_per_px}"):
        PixelScale(mm_per_px)
