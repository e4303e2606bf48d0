import numpy as np
import pytest

from efficientcracknet.evaluation.bootstrap import Figure, Resampling
from efficientcracknet.evaluation.negatives import state_negatives
from tests.evaluation.counted import ALARM, QUIET, SHARP, count

FEW = Resampling(resamples=20)


def test_false_area_is_averaged_over_crackless_pictures_only() -> None:
    figures = state_negatives([ALARM, QUIET, SHARP], FEW)

    assert figures["alarmed_share"].value == 0.5
    assert figures["false_area_share_mean"].value == pytest.approx(0.25 / 2)


@pytest.mark.parametrize(("false_pixels", "alarmed"), [(1, 0.0), (2, 1.0)])
def test_one_pixel_in_a_thousand_is_not_yet_an_alarm(false_pixels: int, alarmed: float) -> None:
    probability = np.where(np.arange(1000) < false_pixels, 0.9, 0.0).reshape(10, 100)
    figures = state_negatives([count(list(probability), list(np.zeros((10, 100))))], FEW)

    assert figures["alarmed_share"] == Figure(alarmed, alarmed, alarmed)
    assert figures["false_area_share_mean"].value == pytest.approx(false_pixels / 1000)


def test_a_set_that_shows_cracks_everywhere_has_no_negatives() -> None:
    assert state_negatives([SHARP], FEW) == {}
