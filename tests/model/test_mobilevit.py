"""MobileViT: cutting into patches, and attention against the plain formula."""

import math

import pytest
import torch

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.presets import AttentionPlan
from efficientcracknet.model.mobilevit import (
    Attention,
    MobileViTBlock,
    cut_windows,
    fold,
    join_windows,
    pad_to_multiple,
    unfold,
)

PLAN = AttentionPlan(width=8, depth=1, heads=2, head_width=3, mlp_ratio=2, grid=2)


def test_unfold_lines_up_the_pixels_that_share_a_place_in_their_patch() -> None:
    picture = torch.arange(16.0).reshape(1, 1, 4, 4)
    sequences = unfold(picture, (2, 2)).squeeze(-1)
    assert sequences.tolist() == [[0, 2, 8, 10], [1, 3, 9, 11], [4, 6, 12, 14], [5, 7, 13, 15]]


def test_fold_undoes_unfold() -> None:
    x = torch.randn(2, 3, 6, 12)
    torch.testing.assert_close(fold(unfold(x, (3, 4)), (3, 4), (6, 12)), x)


def test_windows_line_up_the_pixels_of_each_and_join_again() -> None:
    picture = torch.arange(16.0).reshape(1, 1, 4, 4)
    windows = cut_windows(picture, 2).squeeze(-1)
    assert windows.tolist() == [[0, 1, 4, 5], [2, 3, 6, 7], [8, 9, 12, 13], [10, 11, 14, 15]]
    x = torch.randn(2, 3, 6, 12)
    torch.testing.assert_close(join_windows(cut_windows(x, 3), 3, (6, 12)), x)


def test_attention_equals_the_plain_formula() -> None:
    torch.manual_seed(1)
    block = Attention(PLAN)
    x = torch.randn(2, 5, 8)
    q, k, v = (part.unflatten(-1, (2, 3)) for part in block.project_in(block.normalise(x)).chunk(3, -1))
    mixed = torch.zeros(2, 5, 2, 3)
    for b in range(2):
        for h in range(2):
            weights = torch.softmax(q[b, :, h] @ k[b, :, h].T / math.sqrt(3), -1)
            mixed[b, :, h] = weights @ v[b, :, h]
    torch.testing.assert_close(block(x), block.project_out(mixed.flatten(2)), atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("size", [(1, 1), (5, 7), (6, 8)])
@pytest.mark.parametrize("cut", [{"grid": 2}, {"patch": 2}, {"window": 2}])
def test_block_takes_any_size_and_every_parameter_learns(size: tuple[int, int], cut: dict[str, int]) -> None:
    plan = AttentionPlan(width=8, depth=2, heads=2, head_width=4, mlp_ratio=2, **cut)
    block = MobileViTBlock(4, plan)
    out = block(torch.randn(2, 4, *size))
    assert out.shape == (2, 4, *size)
    out.square().sum().backward()
    assert all(p.grad is not None for p in block.parameters())


def test_a_grid_keeps_sequences_short_where_patches_let_them_grow() -> None:
    tokens = torch.zeros(1, 8, 32, 32)
    assert unfold(tokens, MobileViTBlock(4, PLAN).count_patches(32, 32)).shape == (256, 4, 8)
    patches = AttentionPlan(width=8, depth=1, heads=2, head_width=3, mlp_ratio=2, patch=2)
    assert unfold(tokens, MobileViTBlock(4, patches).count_patches(32, 32)).shape == (4, 256, 8)


def test_padding_repeats_the_last_row_and_column() -> None:
    padded = pad_to_multiple(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]), 3)
    assert padded[0, 0].tolist() == [[1, 2, 2], [3, 4, 4], [3, 4, 4]]


def test_a_plan_that_cuts_in_two_ways_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"exactly one of .* must be set, got 2, 4 and None"):
        AttentionPlan(width=8, depth=1, heads=2, head_width=4, mlp_ratio=2, patch=2, grid=4)
