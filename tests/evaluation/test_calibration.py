"""Networks that are too sure, too timid or biased by a known line: the fit has to find that line."""

import numpy as np
import pytest
from scipy.special import expit

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.calibration import AS_IT_IS, LogitLine, fit_line, measure_error
from efficientcracknet.evaluation.logit_counts import BINS, CENTRES, LogitCounts


def make_set(line: LogitLine, pixels: int = 100_000, logits: tuple[float, float] = (-6, 6)) -> LogitCounts:
    """A set whose pixels near cracks are crack exactly as often as the line says, equally many in every bin."""
    seen = (logits[0] < CENTRES) & (logits[1] > CENTRES)
    crack = np.rint(pixels * expit(CENTRES * line.scale + line.shift)).astype(np.int64) * seen
    return LogitCounts(crack, pixels * seen - crack, crack, pixels * seen - crack)


@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (0.5, 0.0), (2.0, -1.0), (0.8, 1.5)])
def test_the_fit_finds_the_line_that_the_pixels_were_drawn_from(scale: float, shift: float) -> None:
    line = fit_line({"drawn": make_set(LogitLine(scale, shift))})

    assert (line.scale, line.shift) == pytest.approx((scale, shift), abs=1e-3)


def test_the_line_makes_the_error_vanish() -> None:
    drawn = make_set(LogitLine(0.5, -1.0))

    assert measure_error([drawn]) > 0.1
    assert measure_error([drawn], fit_line({"drawn": drawn})) < 1e-3


def test_the_error_of_a_network_that_always_says_a_half_is_how_far_a_half_is_off() -> None:
    counts = LogitCounts()
    counts.crack[BINS // 2] = counts.near_crack[BINS // 2] = 30
    counts.background[BINS // 2] = counts.near_background[BINS // 2] = 70

    assert measure_error([counts]) == pytest.approx(0.2, abs=0.01)  # the bin lies 1/64 of a logit above 0
    assert measure_error([counts], LogitLine(1.0, float(np.log(30 / 70)))) == pytest.approx(0, abs=0.01)


def test_a_set_counts_the_same_however_many_pictures_it_has() -> None:
    one, other = LogitLine(1.0, 1.0), LogitLine(1.0, -1.0)
    line = fit_line({"large": make_set(one, 1_000_000), "small": make_set(other, 10_000)})

    assert line.shift == pytest.approx(0, abs=1e-3)


def test_pixels_far_from_cracks_do_not_move_the_line() -> None:
    plain, padded = make_set(LogitLine(0.5)), make_set(LogitLine(0.5))
    padded.background = padded.background + 10**6

    assert fit_line({"a": padded}).scale == pytest.approx(fit_line({"a": plain}).scale, abs=1e-6)


def test_nothing_counted_has_no_error() -> None:
    assert measure_error([LogitCounts()], AS_IT_IS) == 0


def test_sets_without_any_crack_are_refused() -> None:
    with pytest.raises(DataError, match="at least one set must show cracks, got 2 without any"):
        fit_line({"walls": LogitCounts(), "floors": LogitCounts()})


def test_pictures_that_are_all_right_leave_the_line_open() -> None:
    counts = LogitCounts()
    counts.crack[-200] = counts.near_crack[-200] = 10
    counts.background[200] = counts.near_background[200] = 10

    with pytest.raises(DataError, match=r"none wrong: all crack has a logit above 9\.8, all else one below -9\.7"):
        fit_line({"perfect": counts})


def test_a_network_that_is_wrong_throughout_has_no_rising_line() -> None:
    with pytest.raises(DataError, match=r"settled by the pictures, got a scale of 0\.05"):
        fit_line({"upside down": make_set(LogitLine(-1.0))})
