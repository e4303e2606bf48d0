import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.report.charts import MOST_BARS, ROSE_RADIUS, add_up_directions, plan_bars, plan_rose
from tests.report.summaries import build_summary


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=50))
def test_every_value_is_counted_once_in_few_bars(values: list[float]) -> None:
    bars = plan_bars(values)

    assert sum(bar.count for bar in bars) == len(values)
    assert 1 <= len(bars) <= MOST_BARS
    assert bars[0].start == 0
    assert max(bar.share for bar in bars) == 1


def test_bars_have_round_widths_and_join() -> None:
    bars = plan_bars([0.1, 0.31, 1.0])

    assert [bar.start for bar in bars[1:]] == [bar.end for bar in bars[:-1]]
    assert {round(bar.end - bar.start, 9) for bar in bars} == {0.1}
    assert [bar.count for bar in bars] == [0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1]


def test_no_values_give_no_bars() -> None:
    assert plan_bars([]) == ()
    assert plan_rose([0.0] * 12) == plan_rose([]) == ()


def test_the_rose_points_up_for_upright_cracks() -> None:
    lengths = [0.0] * 12
    lengths[6] = 5.0  # 90 to 105 degrees
    sector = plan_rose(lengths)[6]
    x1, y1 = map(float, re.match(r"M0 0L(\S+) ([^A]+)A", sector.path).groups())

    assert math.hypot(x1, y1) == pytest.approx(ROSE_RADIUS)
    assert (x1, y1) == pytest.approx((0, -ROSE_RADIUS), abs=0.01)
    assert sector.text == "90\N{EN DASH}105\N{DEGREE SIGN}: 100%"


def test_directions_add_up_in_mm_only_if_every_picture_with_cracks_has_a_scale() -> None:
    scaled, plain, empty = build_summary(mm_per_px=2.0), build_summary(), build_summary(cracks=0)

    assert math.fsum(add_up_directions([scaled, empty])) == pytest.approx(scaled.length_mm)
    assert math.fsum(add_up_directions([scaled, plain])) == pytest.approx(2 * plain.length_px)
    assert add_up_directions([empty]) == add_up_directions([]) == ()
