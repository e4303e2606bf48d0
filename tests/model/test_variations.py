"""Every form a block of the compact network can take: it runs, learns, and costs what the formula says."""

import pytest
import torch

from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.model.edges import FoldedEdgeExtraction
from efficientcracknet.model.joining import ConcatJoin, SumJoin
from efficientcracknet.model.network import build_network

VARIATIONS = [
    {"widths": [8, 16, 24, 32]},
    {"edge_strides": []},
    {"edge_strides": [2, 4, 8]},
    {"edge_filters": "fixed"},
    {"edge_filters": "sum"},
    {"subspaces": 0},
    {"subspaces": 1},
    {"attention": False},
    {"attention": {"depth": 1, "grid": 4}},
    {"attention": {"grid": None, "patch": 2}},
    {"attention": {"grid": None, "window": 4}},
    {"attention": {"separable": True}},
    {"kernel": 5},
    {"join": "concat"},
    {"head_stride": 4},
    {"head_stride": 4, "refine": True},
    {"pool_subspaces": True},
    {"attention_stride": 8},
]


@pytest.mark.parametrize("changes", VARIATIONS, ids=str)
def test_variation_answers_learns_and_has_the_parameters_of_the_formula(changes: dict[str, object]) -> None:
    torch.manual_seed(0)
    preset = vary_preset("compact", changes)
    network = build_network(preset)
    logits = network(torch.randn(2, 3, 40, 56))
    assert logits.shape == (2, 1, 40, 56)
    logits.square().mean().backward()
    trained = [p for p in network.parameters() if p.requires_grad]
    # outputs of an unused last stage would stay without a gradient
    assert all(p.grad is not None for p in trained)
    assert sum(p.numel() for p in trained) == count_cost(preset, 40, 56).parameters


def test_filters_of_the_channel_sum_cost_one_map() -> None:
    channels_at_4, channels_at_8, taps = 32, 64, 9 + 25
    at_4, at_8 = 48 * 64, 24 * 32
    saved = taps * ((channels_at_4 - 1) * at_4 + (channels_at_8 - 1) * at_8)
    per_channel = count_cost(vary_preset("first", {"edge_filters": "fixed"}), 192, 256).multiply_adds
    of_the_sum = count_cost(vary_preset("first", {"edge_filters": "sum"}), 192, 256).multiply_adds
    assert per_channel - of_the_sum == saved


def test_fixed_filters_stay_as_they_are() -> None:
    block = FoldedEdgeExtraction(8, "fixed")
    assert not block.difference_filter.weight.requires_grad
    assert not block.curvature_filter.weight.requires_grad


def test_joins_add_or_lay_beside_the_same_enlarged_projection() -> None:
    torch.manual_seed(0)
    added, beside = SumJoin(3, 2).eval(), ConcatJoin(3, 2).eval()
    beside.load_state_dict(added.state_dict())
    x, skip = torch.randn(1, 3, 2, 2), torch.randn(1, 2, 4, 4)
    both = beside(x, skip)
    torch.testing.assert_close(both[:, :2], skip)
    torch.testing.assert_close(added(x, skip), both[:, :2] + both[:, 2:])
    assert torch.equal(both[:, 2:, :2, :2], both[:, 2:, :1, :1].expand(1, 2, 2, 2))
