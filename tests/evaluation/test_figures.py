from collections.abc import Sequence

import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.evaluation.bootstrap import Resampling
from efficientcracknet.evaluation.counting import PictureCounts, count_picture
from efficientcracknet.evaluation.figures import CAPTIONS, state_scores
from efficientcracknet.evaluation.matching import match_centrelines
from tests.evaluation.counted import ALARM, FAINT, QUIET, SHARP, count

FEW = Resampling(resamples=20)
BROAD = count([[0.9, 0.9, 0.9, 0.9, 0.9, 0.9]], [[1, 1, 1, 0, 0, 0]], "broad")
"""3 hits, 3 false alarms: F1 2/3, crack IoU 1/2, background IoU 0."""


def state_values(pictures: Sequence[PictureCounts]) -> dict[str, float]:
    return {name: figure.value for name, figure in state_scores(pictures, FEW).items()}


def test_pooled_scores_add_the_counts_first() -> None:
    values = state_values([SHARP, BROAD])  # together 5 hits, 3 false alarms, no miss, 2 left alone

    assert values["precision_pooled"] == pytest.approx(5 / 8)
    assert values["recall_pooled"] == 1.0
    assert values["f1_pooled"] == pytest.approx(10 / 13)
    assert values["crack_iou_pooled"] == pytest.approx(5 / 8)
    assert values["miou_pooled"] == pytest.approx((5 / 8 + 2 / 5) / 2)


def test_per_image_scores_are_averaged_after_scoring() -> None:
    values = state_values([SHARP, BROAD])

    assert values["f1_per_image_mean"] == pytest.approx((1 + 2 / 3) / 2)
    assert values["crack_iou_per_image_mean"] == pytest.approx((1 + 1 / 2) / 2)
    assert values["miou_per_image_mean"] == pytest.approx((1 + (1 / 2 + 0) / 2) / 2)


def test_empty_truths_score_one_or_zero_and_can_be_taken_out_again() -> None:
    pictures = [SHARP, BROAD, ALARM, QUIET]
    mean = state_values(pictures)["f1_per_image_mean"]

    assert mean == pytest.approx((1 + 2 / 3 + 0 + 1) / 4)
    assert (4 * mean - 1) / (4 - 2) == pytest.approx(state_values([SHARP, BROAD])["f1_per_image_mean"])


def test_a_set_without_any_crack_has_no_scores() -> None:
    assert state_scores([ALARM, QUIET], FEW) == {}


def test_tolerance_forgives_two_pixels() -> None:
    shifted = count([[0.0, 0.0, 0.9, 0.0, 0.0]], [[1, 0, 0, 0, 0]])
    values = state_values([shifted, FAINT])  # one hit of one said; of three true pixels one is near

    assert values["f1_pooled"] == 0.0
    assert (values["precision_2px_pooled"], values["recall_2px_pooled"]) == pytest.approx((1.0, 1 / 3))
    assert values["f1_2px_pooled"] == pytest.approx(0.5)


def test_cldice_is_stated_pooled_and_per_image() -> None:
    generator = np.random.default_rng(5)
    maps = generator.random((2, 20, 20), dtype=np.float32)
    truths = generator.random((2, 20, 20)) < 0.3
    both = list(zip(maps, truths, strict=True))
    values = state_values([count_picture("one", CrackMap(each, 0.75), truth) for each, truth in both])
    matches = [match_centrelines(each >= 0.75, truth) for each, truth in both]

    def harmonic(hits: float, said: float, found: float, true: float) -> float:
        return 2 / (said / hits + true / found)

    parts = [(one.predicted_hits, one.predicted, one.true_hits, one.true) for one in matches]
    assert values["cldice_pooled"] == pytest.approx(harmonic(*map(sum, zip(*parts, strict=True))))
    assert values["cldice_per_image_mean"] == pytest.approx(np.mean([harmonic(*part) for part in parts]))


def test_every_figure_has_a_caption_an_interval_and_the_averaging_in_its_name() -> None:
    figures = state_scores([SHARP, BROAD, FAINT], FEW)

    assert [name for name in CAPTIONS if name in figures] == list(figures)
    assert all(0 <= figure.low <= figure.high <= 1 for figure in figures.values())
    assert all(name.endswith(("_pooled", "_per_image_mean")) for name in figures)


def test_pooled_intervals_resample_pictures_and_not_pixels() -> None:
    # Two pictures, one all right and one all wrong: a resample holds both, or twice the same.
    right = count([[0.9, 0.9]], [[1, 0]])
    wrong = count([[0.1, 0.9]], [[1, 0]])
    figure = state_scores([right, wrong], Resampling(resamples=400))["recall_pooled"]

    assert (figure.value, figure.low, figure.high) == (0.5, 0.0, 1.0)
