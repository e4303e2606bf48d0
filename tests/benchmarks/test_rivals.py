"""The networks that ours is compared with are what their papers say."""

import pytest
import torch

from benchmarks.rivals import RIVALS, SmallUNet, ULite
from efficientcracknet.core.cost import count_cost


@pytest.mark.parametrize("build", RIVALS.values(), ids=RIVALS)
def test_a_rival_takes_any_size_and_every_parameter_learns(build) -> None:
    torch.manual_seed(0)
    network = build()
    logits = network(torch.randn(2, 3, 70, 90))
    assert logits.shape == (2, 1, 70, 90)
    logits.square().mean().backward()
    assert all(p.grad is not None for p in network.parameters())


def test_u_lite_has_the_878_thousand_parameters_of_its_paper() -> None:
    assert sum(p.numel() for p in ULite().parameters()) // 1000 == 878


def test_the_small_u_net_has_as_many_parameters_as_the_compact_network_within_two_percent() -> None:
    ours = count_cost("compact", 192, 256).parameters
    assert sum(p.numel() for p in SmallUNet().parameters()) == pytest.approx(ours, rel=0.02)
