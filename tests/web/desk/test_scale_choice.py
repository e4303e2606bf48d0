import pytest

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.jobs.scales import ScaleOptions
from efficientcracknet.web.desk.scale_choice import choose_options, find_scale


def test_no_choice_gives_no_scale() -> None:
    assert choose_options(None) == ScaleOptions()
    assert find_scale(None) is None


def test_a_choice_says_what_the_command_line_would() -> None:
    points = {"kind": "two_points", "points_px": [[10, 0], [10, 200]], "distance_mm": 100}
    corners = {"kind": "corners", "corners_px": [[0, 0], [0, 9], [9, 9], [9, 0]], "width_mm": 20, "height_mm": 30}

    assert choose_options({"kind": "mm_per_px", "mm_per_px": 0.2}) == ScaleOptions(mm_per_px=0.2)
    assert choose_options(points) == ScaleOptions(two_points="10.0,0.0,10.0,200.0", distance_mm=100)
    assert choose_options(corners).rectangle_mm == "20.0x30.0"
    assert choose_options(corners).corners == ("0.0,0.0", "0.0,9.0", "9.0,9.0", "9.0,0.0")
    assert find_scale(points).mm_per_px == 0.5


def test_small_numbers_keep_every_digit() -> None:
    points = {"kind": "two_points", "points_px": [[1e-7, 0], [0.1 + 0.2, 3]], "distance_mm": 1}

    assert choose_options(points).two_points == "1e-07,0.0,0.30000000000000004,3.0"


def test_impossible_choices_are_refused() -> None:
    with pytest.raises(ScaleError, match=r"must lie a finite distance apart, got \(1\.0, 2\.0\) and \(1\.0, 2\.0\)"):
        find_scale({"kind": "two_points", "points_px": [[1, 2], [1, 2]], "distance_mm": 5})
