"""Sets whose best threshold is known because their pixels have few probabilities."""

import numpy as np
import pytest
from scipy.special import logit

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.calibration import AS_IT_IS, LogitLine
from efficientcracknet.evaluation.logit_counts import EDGES, LogitCounts, sort_logits
from efficientcracknet.evaluation.threshold_choice import choose_threshold, score_threshold


def make_set(crack: dict[float, int], background: dict[float, int]) -> LogitCounts:
    """So many pixels of each probability."""
    counts = LogitCounts()
    for part, pixels in ((counts.crack, crack), (counts.background, background)):
        for probability, number in pixels.items():
            part[sort_logits(np.float32(probability))] += number
    return counts


def make_quiet_set(*loudest: float) -> LogitCounts:
    """Pictures without crack that fall silent above these probabilities."""
    counts = LogitCounts()
    counts.background[0] = 1000
    counts.quiet_from = [int(sort_logits(np.float32(one))) for one in loudest]
    return counts


CLEAR = make_set({0.9: 90, 0.3: 10}, {0.05: 900, 0.4: 100})
"""Best above 0.4: 90 of 100 found, nothing false, F1 of 180/190."""

FAINT = make_set({0.6: 100}, {0.1: 900, 0.7: 50})
"""Best up to 0.6: 100 found and 50 false, F1 of 200/250; nothing right above."""


def test_the_best_threshold_of_one_set_lies_between_what_is_false_and_what_is_true() -> None:
    chosen = choose_threshold({"clear": CLEAR}, AS_IT_IS)

    assert 0.4 < chosen.threshold <= 0.9
    assert chosen.f1 == {"clear": pytest.approx(180 / 190)}


def test_the_mean_over_the_sets_decides_and_not_their_size() -> None:
    larger = make_set({0.9: 9_000_000}, {0.4: 1, 0.8: 1})  # is right up to 0.9
    chosen = choose_threshold({"faint": FAINT, "clear": CLEAR, "larger": larger}, AS_IT_IS)

    assert 0.4 < chosen.threshold <= 0.6
    assert chosen.mean_f1 == pytest.approx((200 / 250 + 180 / 190 + 1) / 3, abs=1e-6)


def test_a_limit_on_alarms_moves_the_threshold_up() -> None:
    sets = {"clear": CLEAR, "walls": make_quiet_set(0.2, 0.75, 0.2, 0.2)}

    assert choose_threshold(sets, AS_IT_IS).threshold < 0.5
    limited = choose_threshold(sets, AS_IT_IS, most_alarmed=0.1)
    assert 0.7 < limited.threshold < 0.9
    assert limited.alarmed == {"walls": 0.0}
    assert limited.f1["clear"] == pytest.approx(180 / 190)


def test_the_mean_share_of_alarmed_pictures_is_held_to_the_limit() -> None:
    sets = {"clear": CLEAR, "walls": make_quiet_set(0.8), "floors": make_quiet_set(*[0.1] * 9)}
    chosen = choose_threshold(sets, AS_IT_IS, most_alarmed=0.5)  # all of the walls, none of the floors

    assert chosen.threshold < 0.5
    assert chosen.mean_alarmed == 0.5


def test_the_threshold_is_one_of_calibrated_probability() -> None:
    line = LogitLine(0.5, 0.2)
    plain, moved = choose_threshold({"a": CLEAR}, AS_IT_IS), choose_threshold({"a": CLEAR}, line)

    assert logit(moved.threshold) == pytest.approx(0.5 * logit(plain.threshold) + 0.2, abs=0.01)
    assert dict(moved.f1) == dict(plain.f1)


def test_a_given_threshold_is_scored_where_it_lies() -> None:
    scores = score_threshold({"clear": CLEAR, "walls": make_quiet_set(0.1, 0.6)}, AS_IT_IS, 0.35)

    assert scores.f1["clear"] == pytest.approx(2 * 90 / (2 * 90 + 100 + 10))
    assert scores.alarmed["walls"] == 0.5


def test_sets_that_all_show_cracks_are_never_alarmed() -> None:
    assert choose_threshold({"clear": CLEAR}, AS_IT_IS).mean_alarmed == 0


def test_a_limit_without_pictures_to_hold_it_against_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"left out without sets that show no crack, got 0\.1"):
        choose_threshold({"clear": CLEAR}, AS_IT_IS, most_alarmed=0.1)


def test_a_limit_that_no_threshold_keeps_is_refused_with_what_could_be_kept() -> None:
    loud = LogitCounts()
    loud.background[0] = 1000
    loud.quiet_from = [len(EDGES), 10, 10, 10]

    with pytest.raises(SettingsError, match=r"got 0\.1 where 0\.25 is the least"):
        choose_threshold({"clear": CLEAR, "loud": loud}, AS_IT_IS, most_alarmed=0.1)
