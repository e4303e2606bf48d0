"""An untrained network answers with the recipe's share of cracks."""

import torch
from torch import nn

from efficientcracknet.training.prior import set_prior


def test_a_head_that_sees_nothing_answers_the_share() -> None:
    head = nn.Sequential(nn.Conv2d(16, 4, 1), nn.PixelShuffle(2))
    set_prior(head, 0.025)
    answer = head(torch.zeros(1, 16, 3, 3)).sigmoid()
    assert torch.allclose(answer, torch.full_like(answer, 0.025))


def test_only_the_last_convolution_is_set() -> None:
    head = nn.Sequential(nn.Conv2d(8, 4, 1), nn.Conv2d(4, 1, 1))
    before = head[0].bias.clone()
    set_prior(head, 0.25)
    assert torch.equal(head[0].bias, before)
    assert torch.allclose(head[1].bias.sigmoid(), torch.tensor([0.25]))
