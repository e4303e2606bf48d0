"""Branches fold into one filter that answers alike."""

import pytest
import torch

from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.model.branches import BranchedFilter, fold_branches
from efficientcracknet.model.network import build_network


@pytest.mark.parametrize(("stride", "kernel"), [(1, 3), (2, 3), (1, 5)])
def test_a_folded_filter_answers_as_its_branches(stride: int, kernel: int) -> None:
    torch.manual_seed(0)
    block = BranchedFilter(4, stride, kernel)
    for _ in range(3):
        block(torch.randn(2, 4, 8, 10) * 3 + 1)  # statistics that are not those of the start
    x = torch.randn(1, 4, 7, 9)
    torch.testing.assert_close(block.eval().fold()(x), block(x))


def test_a_folded_network_answers_alike_and_has_the_parameters_of_the_formula() -> None:
    torch.manual_seed(0)
    preset = vary_preset("compact", {"branches": True})
    network = build_network(preset)
    network(torch.randn(2, 3, 32, 32))
    folded = fold_branches(network.eval())
    x = torch.randn(1, 3, 40, 56)
    torch.testing.assert_close(folded(x), network(x), rtol=1e-4, atol=1e-4)
    assert sum(p.numel() for p in folded.parameters()) == count_cost(preset, 40, 56).parameters


def test_a_network_without_branches_is_left_as_it_is() -> None:
    network = build_network(vary_preset("compact", {}))
    assert fold_branches(network) is network
