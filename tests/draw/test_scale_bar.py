import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.draw.scale_bar import plan_scale_bar


@given(st.integers(1, 100_000), st.floats(1e-5, 1e4))
def test_the_bar_takes_between_a_tenth_and_a_quarter_of_the_width(width_px: int, mm_per_px: float) -> None:
    bar = plan_scale_bar(width_px, mm_per_px)

    assert 0.0999 * width_px <= bar.length_px <= 0.2501 * width_px


@pytest.mark.parametrize(
    ("mm_per_px", "text"), [(0.1, "20 mm"), (1.0, "200 mm"), (4.0, "1 m"), (0.001, "0.2 mm"), (100, "20 m")]
)
def test_the_text_is_the_length_on_the_surface(mm_per_px: float, text: str) -> None:
    bar = plan_scale_bar(1000, mm_per_px)
    number, unit = text.split()

    assert bar.text == text
    assert bar.length_px * mm_per_px == pytest.approx(float(number) * {"mm": 1, "m": 1000}[unit])
