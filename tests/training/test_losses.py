"""Losses against values worked out by hand."""

import math

import pytest
import torch

from efficientcracknet.training.losses import centre_line_loss, crack_loss, dice_loss, iou_loss, thin_softly
from efficientcracknet.training.recipe import LossRecipe

TRUTH = torch.tensor([1.0, 1.0, 0.0, 0.0]).view(1, 1, 2, 2)
HALF = torch.full((1, 1, 2, 2), 0.5)


def test_overlap_losses_of_a_half_sure_answer() -> None:
    # overlap 1, sums 2 and 2; each fraction is smoothed by 1
    assert float(dice_loss(HALF, TRUTH)) == pytest.approx(1 - 3 / 5)
    assert float(iou_loss(HALF, TRUTH)) == pytest.approx(1 - 2 / 4)


@pytest.mark.parametrize("loss", [dice_loss, iou_loss])
def test_overlap_losses_are_zero_where_the_answer_is_right(loss) -> None:
    assert float(loss(TRUTH, TRUTH)) == pytest.approx(0)
    assert float(loss(torch.zeros_like(TRUTH), torch.zeros_like(TRUTH))) == pytest.approx(0)


def test_terms_are_added_by_their_weights() -> None:
    recipe = LossRecipe(bce=2.0, dice=3.0, iou=5.0)
    expected = 2 * math.log(2) + 3 * 0.4 + 5 * 0.5
    assert float(crack_loss(torch.zeros(1, 1, 2, 2), TRUTH, recipe, 0.0)) == pytest.approx(expected)


def test_overlap_terms_fall_at_each_fifth_of_the_run_and_stop_at_nothing() -> None:
    recipe = LossRecipe(bce=0.0, dice=0.5, iou=0.0, overlap_fall=0.2)
    falls = [float(crack_loss(torch.zeros(1, 1, 2, 2), TRUTH, recipe, p)) for p in (0.0, 0.19, 0.2, 0.4, 0.6, 1.0)]
    assert falls == pytest.approx([0.2, 0.2, 0.12, 0.04, 0.0, 0.0])


def test_soft_thinning_leaves_the_middle_row_of_a_bar() -> None:
    bar = torch.zeros(1, 1, 9, 12)
    bar[..., 3:6, 1:11] = 1
    lines = thin_softly(bar)[0, 0]
    assert lines[4, 3:9].tolist() == [1.0] * 6
    assert lines[[3, 5], 3:9].sum() == 0


def test_centre_lines_do_not_mind_a_wider_crack_but_a_gap() -> None:
    thin, wide, cut = torch.zeros(3, 1, 1, 11, 20)
    thin[..., 4:7, :] = 1
    wide[..., 3:8, :] = 1
    cut[..., 4:7, :] = 1
    cut[..., 8:12] = 0
    assert float(centre_line_loss(wide, thin)) == pytest.approx(0, abs=0.05)
    # 4 of 20 columns are missing: sensitivity 0.8, clDice 2 * 0.8 / 1.8
    assert float(centre_line_loss(cut, thin)) == pytest.approx(1 - 1.6 / 1.8, abs=0.03)


def test_a_teacher_s_probability_is_followed_beside_the_mask() -> None:
    recipe = LossRecipe(bce=0.0, dice=0.0, teacher=2.0)
    loss = crack_loss(torch.zeros(1, 1, 2, 2), TRUTH, recipe, 0.0, HALF)
    assert float(loss) == pytest.approx(2 * math.log(2))
