import numpy as np
import pytest

from benchmarks.drawn_cracks import FAMILIES, degrade, draw_crack


@pytest.mark.parametrize("family", ["bar", "arc", "wandering line", "taper"])
def test_area_is_length_times_mean_width(family: str) -> None:
    for seed in range(5):
        drawn = draw_crack(family, np.random.default_rng(seed))

        assert drawn.coverage.sum() == pytest.approx(drawn.length_px * drawn.mean_width_px, rel=0.002)


@pytest.mark.parametrize("family", ["Y junction", "X junction"])
def test_where_lines_meet_area_counts_once(family: str) -> None:
    drawn = draw_crack(family, np.random.default_rng(0))
    area = drawn.length_px * drawn.mean_width_px

    assert area - 3 * drawn.mean_width_px**2 <= drawn.coverage.sum() < area


@pytest.mark.parametrize("family", FAMILIES)
def test_cracks_lie_inside_their_picture(family: str) -> None:
    for seed in range(5):
        coverage = draw_crack(family, np.random.default_rng(seed)).coverage

        assert max(coverage[[0, -1]].max(), coverage[:, [0, -1]].max()) == 0


def test_a_taper_has_its_widths_at_its_ends() -> None:
    drawn = draw_crack("taper", np.random.default_rng(0))
    (line,) = drawn.lines

    assert drawn.find_width(line) == pytest.approx(drawn.widths_px)
    assert drawn.find_width(line.mean(axis=0, keepdims=True)) == pytest.approx(drawn.mean_width_px)


def test_direction_of_a_bar_is_that_of_its_ends() -> None:
    drawn = draw_crack("bar", np.random.default_rng(0))
    start, stop = drawn.lines[0]
    true_deg = np.degrees(np.arctan2(start[0] - stop[0], stop[1] - start[1]))

    assert abs(drawn.direction) == pytest.approx(1)
    assert np.degrees(np.angle(drawn.direction)) / 2 % 180 == pytest.approx(true_deg % 180)


def test_blur_keeps_the_sum_and_noise_stays_within_0_and_1() -> None:
    random = np.random.default_rng(0)
    coverage = draw_crack("bar", random).coverage

    assert degrade(coverage, 1.0, 0.0, random).sum() == pytest.approx(coverage.sum(), rel=1e-3)
    noisy = degrade(coverage, 0.0, 0.3, random)
    assert (noisy.min(), noisy.max()) == (0, 1)
