import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.measure.direction import count_directions, find_orientation, name_pattern


def draw_line(direction_deg: float, length: float = 10.0) -> np.ndarray:
    angle = np.radians(direction_deg)
    return np.array([[0.0, 0.0], [-length * np.sin(angle), length * np.cos(angle)]])


@pytest.mark.parametrize("direction_deg", [0, 30, 90, 135, 179])
def test_a_line_has_its_own_direction_either_way_round(direction_deg: float) -> None:
    assert find_orientation([draw_line(direction_deg)]) == pytest.approx(direction_deg, abs=1e-5)
    assert find_orientation([draw_line(direction_deg + 180)]) == pytest.approx(direction_deg, abs=1e-5)


def test_the_mean_goes_through_zero_and_not_the_long_way() -> None:
    assert find_orientation([draw_line(170), draw_line(20)]) == pytest.approx(5)  # a plain mean says 95


def test_length_is_weight() -> None:
    # Doubled: 3 along 0 degrees and 1 along 90 degrees add up to atan(1 / 3); half of it is the mean.
    assert find_orientation([draw_line(0, 3), draw_line(45, 1)]) == pytest.approx(np.degrees(np.arctan(1 / 3)) / 2)


def test_a_cross_has_no_direction() -> None:
    assert find_orientation([draw_line(20), draw_line(110)]) is None
    assert find_orientation([]) is None


@given(st.floats(0, 180, exclude_max=True), st.floats(0.5, 50))
def test_all_length_lies_in_the_bin_of_the_direction(direction_deg: float, length: float) -> None:
    histogram = count_directions([draw_line(direction_deg, length)])
    filled = int(histogram.argmax())

    assert histogram[filled] == pytest.approx(length)
    assert abs((direction_deg - 15 * filled - 7.5 + 90) % 180 - 90) <= 7.5 + 1e-6  # on a border, rounding decides


@pytest.mark.parametrize(
    ("direction_deg", "name"),
    [
        (0, "transverse"),
        (29, "transverse"),
        (31, "diagonal"),
        (59, "diagonal"),
        (61, "longitudinal"),
        (90, "longitudinal"),
    ],
)
def test_patterns_are_told_by_thirds_of_a_right_angle(direction_deg: float, name: str) -> None:
    assert name_pattern(count_directions([draw_line(direction_deg)]), 0, 0) == name
    assert name_pattern(count_directions([draw_line(180 - direction_deg)]), 0, 0) == name


def test_a_network_needs_three_cells_and_half_of_the_length() -> None:
    histogram = count_directions([draw_line(90)])

    assert name_pattern(histogram, cells=3, network_px=5) == "network"
    assert name_pattern(histogram, cells=2, network_px=10) == "longitudinal"
    assert name_pattern(histogram, cells=3, network_px=4.9) == "longitudinal"


def test_nothing_forms_no_pattern() -> None:
    assert name_pattern(count_directions([]), 0, 0) == "none"
