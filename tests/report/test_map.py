import math

import pytest

from efficientcracknet.report.map import HEIGHT, MARGIN, WIDTH, plan_map
from tests.report.summaries import build_summary


def test_pictures_without_a_place_give_no_map() -> None:
    assert plan_map([]) is plan_map([build_summary()]) is None


def test_north_is_up_and_east_is_right_and_numbers_are_those_of_the_report() -> None:
    places = [(48.0, 11.0), None, (48.01, 11.0), (48.0, 11.01)]
    planned = plan_map([build_summary(place=place) for place in places])
    origin, north, east = planned.points

    assert [point.number for point in planned.points] == [1, 3, 4]
    assert (north.x, east.y) == (origin.x, origin.y)
    assert north.y < origin.y
    assert east.x > origin.x
    # At 48 degrees a degree of longitude is cos(48 degrees) times as long as one of latitude.
    assert (east.x - origin.x) / (origin.y - north.y) == pytest.approx(math.cos(math.radians(48)), abs=0.01)


def test_the_bar_is_to_the_scale_of_the_map() -> None:
    planned = plan_map([build_summary(place=(48.0, 11.0)), build_summary(place=(48.0, 11.01))])
    metres = 6_371_000 * math.radians(0.01) * math.cos(math.radians(48))
    length, unit = planned.bar.text.split()

    assert unit == "m"
    assert planned.points[1].x - planned.points[0].x == pytest.approx(WIDTH - 2 * MARGIN)
    assert float(length) / planned.bar.length_px == pytest.approx(metres / (WIDTH - 2 * MARGIN), rel=1e-3)


def test_one_place_lies_in_the_middle_and_the_date_line_does_not_split_the_map() -> None:
    (point,) = plan_map([build_summary(place=(0.0, 100.0))]).points
    near = plan_map([build_summary(place=(0.0, 179.9999)), build_summary(place=(0.0, -179.9999))])

    assert (point.x, point.y) == (WIDTH / 2, HEIGHT / 2)
    assert near.points[0].x < near.points[1].x
    assert near.bar.text == "5 m"
