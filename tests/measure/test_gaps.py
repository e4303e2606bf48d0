import numpy as np
import pytest

from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage
from efficientcracknet.measure.measuring import measure_mask
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.values import CrackReport

GAP_PX = 8


def measure_two(shift_px: float = 0.0, turn: float = 0.0, **rules: float) -> CrackReport:
    """Measure two cracks of 60 px with a gap between them, the second shifted down and turned."""
    second = ((40 + shift_px, 70 + GAP_PX), (40 + shift_px + 60 * np.sin(turn), 70 + GAP_PX + 60 * np.cos(turn)))
    cracks = [CrackDrawing(4, ((40, 10), (40, 70))), CrackDrawing(4, second)]
    return measure_mask(draw_coverage(120, 160, cracks) >= 0.5, settings=MeasureSettings(**rules))


def test_gaps_are_left_open_unless_asked_for() -> None:
    assert len(measure_two().cracks) == 2


def test_cracks_in_line_are_one_and_the_gap_adds_no_length() -> None:
    (crack,) = measure_two(join_gap_px=GAP_PX + 1).cracks

    assert crack.length_px == pytest.approx(120, abs=2)
    assert crack.span_px == pytest.approx(120 + GAP_PX, abs=2)
    assert len(crack.branches) == 2


def test_a_gap_wider_than_allowed_stays_open() -> None:
    assert len(measure_two(join_gap_px=GAP_PX - 1).cracks) == 2


@pytest.mark.parametrize(("shift_px", "cracks"), [(3, 1), (7, 2)])  # atan(3 / 8) is 21 degrees, atan(7 / 8) is 41
def test_ends_that_miss_each_other_are_not_joined(shift_px: float, cracks: int) -> None:
    assert len(measure_two(shift_px, join_gap_px=12, join_angle_deg=30).cracks) == cracks


@pytest.mark.parametrize(("turn_deg", "cracks"), [(20, 1), (45, 2)])
def test_ends_that_point_elsewhere_are_not_joined(turn_deg: float, cracks: int) -> None:
    report = measure_two(turn=np.radians(turn_deg), join_gap_px=12, join_angle_deg=30)

    assert len(report.cracks) == cracks
