"""Subspace attention against the formula of its paper, one subspace at a time."""

import numpy as np
import torch

from efficientcracknet.model.ulsam import SubspaceAttention


def attend_one_subspace(x: np.ndarray, scale: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(G, H, W): depthwise 1x1, ReLU, 3x3 maximum, one map, ReLU, softmax over the picture, x + a x."""
    keep = 1 / np.sqrt(1 + 1e-5)  # batch normalisation with mean 0 and variance 1
    y = np.maximum(x * scale[:, None, None] * keep, 0)
    padded = np.pad(y, ((0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    height, width = x.shape[1:]
    y = np.max([padded[:, r : r + height, c : c + width] for r in range(3) for c in range(3)], axis=0)
    score = np.maximum(np.tensordot(weights, y, 1) * keep, 0)
    a = np.exp(score - score.max())
    a /= a.sum()
    return x + a * x


def test_grouped_form_equals_the_formula_for_each_subspace() -> None:
    torch.manual_seed(0)
    block = SubspaceAttention(12, subspaces=3).eval()
    x = torch.randn(1, 12, 5, 7)
    scale = block.weigh[0].weight.detach().numpy().reshape(12)
    weights = block.merge[0].weight.detach().numpy().reshape(3, 4)
    parts = [
        attend_one_subspace(x[0, 4 * s : 4 * s + 4].numpy(), scale[4 * s : 4 * s + 4], weights[s]) for s in range(3)
    ]
    np.testing.assert_allclose(block(x).detach().numpy()[0], np.concatenate(parts), atol=1e-5)


def test_attention_adds_one_picture_s_worth_of_weight_to_each_channel() -> None:
    block = SubspaceAttention(8, subspaces=4).eval()
    ones = torch.ones(1, 8, 6, 5)
    added = (block(ones) - ones).sum((2, 3))  # the softmax sums to 1
    torch.testing.assert_close(added, torch.ones(1, 8))
