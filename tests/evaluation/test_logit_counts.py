import numpy as np
import pytest
from scipy.special import expit

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.evaluation.logit_counts import BINS, CENTRES, EDGES, LogitCounts, sort_logits


def test_every_bin_holds_its_own_centre() -> None:
    inner = np.abs(CENTRES) < 12  # beyond, float32 no longer tells probabilities apart by 1/32 of a logit

    found = sort_logits(expit(CENTRES).astype(np.float32))
    assert (found[inner] == np.arange(BINS)[inner]).all()


def test_bins_rise_with_probability() -> None:
    assert (np.diff(sort_logits(np.linspace(0, 1, 5000, dtype=np.float32))) >= 0).all()


def test_all_pixels_are_counted_and_those_near_cracks_once_more() -> None:
    probability = np.full((1, 100), 0.1, np.float32)
    truth = np.zeros((1, 100), bool)
    truth[0, 0] = True
    counts = LogitCounts()
    counts.add(CrackMap(probability, 0.5), truth)
    counts.add(CrackMap(probability, 0.5), truth)

    assert (counts.crack.sum(), counts.background.sum()) == (2, 198)
    assert (counts.near_crack.sum(), counts.near_background.sum()) == (2, 20)
    assert counts.quiet_from == []


@pytest.mark.parametrize("loudest", [1, 2])
def test_a_picture_without_crack_is_quiet_from_where_a_thousandth_is_left(loudest: int) -> None:
    probability = np.full(1000, 0.02, np.float32)
    probability[:loudest] = 0.9  # one of a thousand may be called crack, two may not
    counts = LogitCounts()
    counts.add(CrackMap(probability.reshape(20, 50), 0.5), np.zeros((20, 50), bool))

    (quiet_from,) = counts.quiet_from
    lowest = 0.02 if loudest == 1 else 0.9
    assert expit(EDGES[quiet_from]) > lowest > expit(EDGES[quiet_from - 2])


def test_a_picture_of_certain_crack_is_never_quiet() -> None:
    counts = LogitCounts()
    counts.add(CrackMap(np.ones((4, 4), np.float32), 0.5), np.zeros((4, 4), bool))

    assert counts.quiet_from == [len(EDGES)]
