import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.morphology import skeletonize

from efficientcracknet.evaluation.bootstrap import Resampling
from efficientcracknet.evaluation.by_width import count_by_width, measure_widths, state_by_width, write_by_width

FEW = Resampling(resamples=20)


def draw_bar(width: int, height: int = 60, length: int = 80) -> NDArray[np.bool_]:
    """A bar along all columns."""
    mask = np.zeros((height, length), bool)
    mask[20 : 20 + width] = True
    return mask


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 8, 9, 16, 20])
def test_the_width_of_a_bar_is_that_it_was_drawn_with(width: int) -> None:
    bar = draw_bar(width)
    for mask in (bar, bar.T.copy()):
        assert np.median(measure_widths(mask, skeletonize(mask))) == width


@pytest.mark.parametrize("width", [3, 6, 10])
@pytest.mark.parametrize("angle_deg", [20, 45, 70])
def test_the_width_of_a_slanting_bar_is_off_by_a_pixel_at_most(width: int, angle_deg: int) -> None:
    rows, columns = np.mgrid[:120, :160]
    across = (rows - 60.3) * np.cos(np.radians(angle_deg)) - (columns - 80.2) * np.sin(np.radians(angle_deg))
    mask = np.abs(across) <= width / 2

    assert abs(np.median(measure_widths(mask, skeletonize(mask))) - width) <= 1


@pytest.mark.parametrize(("width", "place"), [(1, 0), (2, 1), (3, 1), (4, 2), (7, 2), (8, 3), (15, 3), (16, 4)])
def test_each_width_has_its_class(width: int, place: int) -> None:
    bar = draw_bar(width, length=200)
    counts = count_by_width(bar, bar)

    assert counts[place].tolist() == [bar.sum()] * 4
    assert counts.sum() == 4 * bar.sum()


def test_of_two_cracks_each_counts_for_its_own_width() -> None:
    truth = np.zeros((80, 100), bool)
    truth[10] = True  # 1 px, missed
    truth[40:46] = True  # 6 px, found

    counts = count_by_width(truth & (np.arange(80)[:, None] > 20), truth)

    assert counts[0].tolist() == [0, 0, 0, 100]
    assert counts[2].tolist() == [600, 600, 600, 600]


def test_a_prediction_near_a_crack_is_wrong_for_its_width_and_one_far_off_for_none() -> None:
    truth = np.zeros((80, 100), bool)
    truth[10] = True
    prediction = np.zeros_like(truth)
    prediction[[10, 18, 60]] = True  # on it, 8 px off, 50 px off

    assert count_by_width(prediction, truth)[0].tolist() == [100, 200, 100, 100]


def test_nothing_true_counts_nothing_and_everything_true_is_widest() -> None:
    whole = np.ones((5, 6), bool)

    assert not count_by_width(whole, ~whole).any()
    assert count_by_width(whole, whole)[4].tolist() == [30, 30, 30, 30]


def test_pictures_are_pooled_and_a_width_that_is_not_there_has_no_score() -> None:
    bar = draw_bar(3)
    nothing = np.zeros_like(bar)
    scores = state_by_width([count_by_width(bar, bar), count_by_width(nothing, bar)], FEW)

    assert scores[1].recall is not None
    assert scores[1].f1 is not None
    assert scores[1].recall.value == 0.5
    assert scores[1].f1.value == pytest.approx(2 / 3)  # all that was predicted is right
    assert [score.true_pixels for score in scores] == [0, 480, 0, 0, 0]
    assert write_by_width(scores, 3)["f1"][0] is None
    assert write_by_width(scores, 3)["recall"][1] == [0.5, 0.0, 1.0]
