"""The two networks: sizes, gradients, determinism, and what they cost."""

import pytest
import torch

from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.presets import PRESETS, CompactPreset
from efficientcracknet.model.network import build_network

names = pytest.mark.parametrize("name", PRESETS)


@names
@pytest.mark.parametrize("size", [(1, 1), (17, 33), (64, 48)])
def test_logits_have_the_size_of_the_picture(name: str, size: tuple[int, int]) -> None:
    network = build_network(PRESETS[name]).eval()
    assert network(torch.rand(2, 3, *size)).shape == (2, 1, *size)


@names
def test_every_parameter_learns(name: str) -> None:
    torch.manual_seed(0)
    network = build_network(PRESETS[name])
    network(torch.randn(2, 3, 32, 48)).square().mean().backward()
    still = [key for key, p in network.named_parameters() if p.grad is None or not torch.isfinite(p.grad).all()]
    assert still == []


@names
def test_logits_fall_on_both_sides_of_zero(name: str) -> None:
    torch.manual_seed(0)
    logits = build_network(PRESETS[name])(torch.randn(2, 3, 64, 64))
    assert logits.min() < 0 < logits.max()


@names
def test_equal_seeds_give_equal_networks_and_answers(name: str) -> None:
    x = torch.rand(1, 3, 32, 32)
    answers = []
    for _ in range(2):
        torch.manual_seed(7)
        answers.append(build_network(PRESETS[name]).eval()(x))
    assert torch.equal(*answers)


@names
def test_parameters_are_those_of_the_formula_derived_by_hand(name: str) -> None:
    network = build_network(PRESETS[name])
    assert sum(p.numel() for p in network.parameters()) == count_cost(name, 192, 256).parameters


def test_edges_are_extracted_only_where_the_preset_says() -> None:
    def edge_blocks(preset: CompactPreset) -> list[str]:
        return [n for n, m in build_network(preset).named_modules() if type(m).__name__ == "FoldedEdgeExtraction"]

    assert edge_blocks(CompactPreset(edge_strides=())) == []
    assert edge_blocks(CompactPreset(edge_strides=(2, 8))) == ["enc1.1", "enc3.2"]
