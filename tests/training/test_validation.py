"""Validation: pooled over pictures, at the recipe's size."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from efficientcracknet.evaluation.pairs import pair_folders
from efficientcracknet.training.validation import ValidationSet, validate


class DarkIsCrack(nn.Module):
    """Logit +1 where the normalised picture is below 0, else -1."""

    def __init__(self) -> None:
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(1))

    def forward(self, pictures: Tensor) -> Tensor:
        return torch.where(pictures.mean(1, keepdim=True) < 0, 1.0, -1.0)


@pytest.fixture
def held(tmp_path: Path) -> ValidationSet:
    dark = np.zeros((2, 4, 8), np.bool_)
    dark[0, :, :2] = True  # 8 pixels, all crack
    dark[1, :, :1] = True  # 4 pixels, no crack, while 12 others are
    truth = dark.copy()
    truth[1] = False
    truth[1, :, 5:] = True
    for folder, arrays in (("images", np.where(dark, 0, 255)), ("masks", truth * 255)):
        (tmp_path / folder).mkdir()
        for number, array in enumerate(arrays):
            Image.fromarray(array.astype(np.uint8)).save(tmp_path / folder / f"{number}.png")
    return ValidationSet(pair_folders(tmp_path / "images", tmp_path / "masks"), 4, 8)


def test_scores_are_pooled_over_all_pixels(held: ValidationSet) -> None:
    validation = validate(DarkIsCrack(), held, step=5)
    true_positives, false_positives, false_negatives = 8, 4, 12
    assert validation.step == 5
    assert validation.f1 == pytest.approx(2 * 8 / (2 * 8 + 4 + 12))
    background = 64 - true_positives - false_positives - false_negatives
    assert validation.miou == pytest.approx((8 / 24 + background / (background + 16)) / 2)


def test_loss_is_the_mean_cross_entropy_whatever_the_batch(held: ValidationSet) -> None:
    wrong, right = np.log1p(np.e), np.log1p(np.exp(-1))
    expected = (16 * wrong + 48 * right) / 64
    for batch in (1, 2):
        assert validate(DarkIsCrack(), held, step=0, batch=batch).loss == pytest.approx(expected, rel=1e-5)
