import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.scores import Confusion, count_confusion
from efficientcracknet.evaluation.counting import (
    THRESHOLD_STEPS,
    THRESHOLDS,
    bin_probabilities,
    count_picture,
    count_silence,
)
from efficientcracknet.evaluation.curve import count_at_thresholds
from efficientcracknet.evaluation.matching import Match, match_centrelines, match_within
from tests.evaluation.counted import SHARP, count


def test_the_usual_thresholds_are_on_the_grid() -> None:
    assert len(THRESHOLDS) == THRESHOLD_STEPS - 1 >= 255
    assert {np.float32(step / 20) for step in range(1, 20)} <= set(THRESHOLDS)


@given(st.integers(0, 2**32 - 1))
def test_counts_at_every_threshold_are_those_of_the_mask_cut_there(seed: int) -> None:
    generator = np.random.default_rng(seed)
    values = np.concatenate([THRESHOLDS, np.nextafter(THRESHOLDS, np.float32(0)), np.float32([0, 1])])
    probability = generator.choice(values, (6, 50)).astype(np.float32)  # on the edges, and just below them
    truth = generator.random((6, 50)) < 0.3

    counts = count_at_thresholds([count_picture("one", CrackMap(probability, 0.5), truth)])[0]

    for index in generator.choice(len(THRESHOLDS), 20):
        mask = CrackMap(probability, float(THRESHOLDS[index])).mask
        assert Confusion(*counts[index].tolist()) == count_confusion(mask, truth)


def test_confusion_is_counted_at_the_threshold_itself() -> None:
    counted = count([[0.7, 0.69, 0.71, 0.2]], [[1, 1, 0, 0]], threshold=0.7)

    assert counted.confusion == Confusion(1, 1, 1, 1)  # 0.7 itself is crack, as in masks


def test_a_picture_is_matched_at_the_same_threshold() -> None:
    generator = np.random.default_rng(7)
    probability, truth = generator.random((20, 30), dtype=np.float32), generator.random((20, 30)) < 0.2
    counted = count_picture("key", CrackMap(probability, 0.8), truth)

    assert counted.key == "key"
    assert counted.within == match_within(probability >= 0.8, truth)
    assert counted.centrelines == match_centrelines(probability >= 0.8, truth)


def test_bins_hold_every_pixel_once_and_cannot_be_written_to() -> None:
    probability = np.linspace(0, 1, 300, dtype=np.float32).reshape(10, 30)
    truth = np.arange(300).reshape(10, 30) % 3 == 0
    crack, background = bin_probabilities(probability, truth)

    assert (crack.sum(), background.sum()) == (100, 200)
    with pytest.raises(ValueError, match="read-only"):
        crack[0] = 1


def test_silence_counts_as_an_empty_map_does() -> None:
    truth = np.array([[1, 1, 0, 0]], dtype=bool)
    empty = count_picture("sharp", CrackMap(np.zeros((1, 4), np.float32), 0.5), truth)
    silence = count_silence(SHARP)

    assert (silence.key, silence.confusion) == ("sharp", Confusion(0, 0, 2, 2)) == (empty.key, empty.confusion)
    assert silence.within == empty.within == Match(true=2)
    assert silence.centrelines == empty.centrelines
    assert np.array_equal(silence.crack_by_bin, empty.crack_by_bin)
    assert np.array_equal(silence.background_by_bin, empty.background_by_bin)
