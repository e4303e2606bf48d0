"""The running average of weights."""

import pytest
import torch
from torch import nn

from efficientcracknet.training.averaging import WeightAverage


def set_all(network: nn.Module, value: float) -> None:
    for parameter in network.parameters():
        nn.init.constant_(parameter, value)


def test_average_moves_by_the_share_that_does_not_stay() -> None:
    network = nn.Linear(1, 1)
    set_all(network, 0.0)
    average = WeightAverage(network, decay=0.75)
    set_all(network, 1.0)
    average.follow(network, step=10_000)
    assert float(average.network.weight) == pytest.approx(0.25)


def test_average_forgets_the_start_quickly() -> None:
    network = nn.Linear(1, 1)
    set_all(network, 0.0)
    average = WeightAverage(network, decay=0.999)
    set_all(network, 1.0)
    average.follow(network, step=0)
    assert float(average.network.weight) == pytest.approx(0.9)


def test_buffers_are_averaged_and_counters_copied() -> None:
    network = nn.BatchNorm1d(1)
    average = WeightAverage(network, decay=0.0)
    network(torch.tensor([[1.0], [3.0]]))
    average.follow(network, step=0)
    assert float(average.network.running_mean) == pytest.approx(float(network.running_mean))
    assert int(average.network.num_batches_tracked) == 1


def test_following_never_changes_the_network() -> None:
    network = nn.Linear(2, 2)
    before = network.weight.clone()
    WeightAverage(network, 0.5).follow(network, 0)
    assert torch.equal(network.weight, before)
