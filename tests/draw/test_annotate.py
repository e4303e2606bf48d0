from dataclasses import replace

import numpy as np
import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.draw.annotate import MOST_LABELS, SIDE_PX, SMALLEST_SIDE_PX, draw_annotated, write_width
from efficientcracknet.draw.palette import INK, PLAIN, RANKS
from efficientcracknet.measure.severity import classify_report, find_standard
from tests.measured import build_crack, build_report

GREY = 128


def paint_wall(height: int = 600, width: int = 800):
    return np.full((height, width, 3), GREY, np.uint8)


def count(picture, colour) -> int:
    return int((picture == np.array(colour, np.uint8)).all(axis=2).sum())


def annotate(*cracks, standard: str | None = None, mm_per_px: float | None = None, size=(600, 800)):
    report = build_report(*cracks, height_px=size[0], width_px=size[1], mm_per_px=mm_per_px)
    chosen = None if standard is None else find_standard(standard)
    return draw_annotated(paint_wall(*size), report, classify_report(report, chosen) if chosen else (), chosen)


def test_a_crack_is_traced_where_it_runs() -> None:
    picture = annotate(build_crack(1, (300, 100), (300, 700)))
    rows, columns = np.nonzero((picture == np.array(PLAIN, np.uint8)).all(axis=2))
    on_line = np.abs(rows - 300) <= 2

    assert set(range(110, 690)) <= set(columns[on_line].tolist())


def test_the_picture_that_is_given_stays_as_it_is() -> None:
    wall = paint_wall()
    draw_annotated(wall, build_report(build_crack(1, (9, 9), (500, 500)), height_px=600, width_px=800))

    assert (wall == GREY).all()


def test_classes_have_their_colours() -> None:
    low, high = build_crack(1, (100, 9), (100, 700), 10.0, 0.5), build_crack(2, (400, 9), (400, 600), 10.0, 5.0)
    picture = annotate(low, high, standard="ltpp-asphalt", mm_per_px=0.5)

    assert (picture[100, 300] == RANKS[0]).all()
    assert (picture[400, 300] == RANKS[-1]).all()


def test_large_pictures_are_reduced_and_small_ones_enlarged() -> None:
    assert annotate(size=(3000, 1000)).shape == (SIDE_PX, round(SIDE_PX / 3), 3)
    assert annotate(size=(30, 40)).shape == (450, SMALLEST_SIDE_PX, 3)
    assert annotate(size=(1, 5000)).shape == (1, SIDE_PX, 3)


def test_without_cracks_and_scale_nothing_is_drawn() -> None:
    assert (annotate() == GREY).all()


def test_only_a_scale_gives_a_bar() -> None:
    corner = np.s_[520:, :260]

    assert count(annotate(mm_per_px=0.1)[corner], INK) > 1000
    assert count(annotate()[corner], INK) == 0


def test_hundreds_of_cracks_are_all_drawn() -> None:
    cracks = [build_crack(number, (3 * number, 10), (3 * number, 790)) for number in range(1, 3 * MOST_LABELS)]
    picture = annotate(*cracks)

    assert all((picture[3 * number - 1 : 3 * number + 2, 5:795] == PLAIN).all(axis=2).any() for number in range(1, 120))


def test_the_label_says_the_width_and_whether_it_is_a_bound() -> None:
    assert write_width(build_crack(1, (0, 0), (0, 9), 4.2)) == "4.2 px"
    assert write_width(build_crack(1, (0, 0), (0, 9), 4.2, mm_per_px=0.1)) == "0.42 mm"
    assert write_width(build_crack(1, (0, 0), (0, 9), 42, mm_per_px=0.5)) == "21.0 mm"
    assert write_width(build_crack(1, (0, 0), (0, 9), 2.0, mm_per_px=0.1)) == "up to 0.20 mm"
    assert write_width(build_crack(1, (0, 0), (0, 9), 2.0)) == "up to 3.0 px"
    assert write_width(replace(build_crack(1, (0, 0), (0, 9)), width_p95_px=None)) == ""


def test_picture_and_report_of_different_sizes_are_refused() -> None:
    with pytest.raises(DataError, match=r"must be of the picture's size, \(600, 800\), got \(300, 400\)"):
        draw_annotated(paint_wall(), build_report())
