"""Edge extraction: the fixed filters and what they are not."""

import pytest
import torch
from torch.nn import functional

from efficientcracknet.model.edges import (
    EdgeExtraction,
    FoldedEdgeExtraction,
    curvature_kernel,
    difference_kernel,
    filter_each_channel,
    gaussian_kernel,
    laplacian_kernel,
)


def test_gaussian_is_the_sampled_bell_times_the_gain() -> None:
    corner, side, centre = torch.exp(torch.tensor([-1.0, -0.5, 0.0]))
    total = 4 * corner + 4 * side + centre
    expected = 0.9 / total * torch.tensor([[corner, side, corner], [side, centre, side], [corner, side, corner]])
    torch.testing.assert_close(gaussian_kernel(), expected)


def test_laplacian_answers_nothing_on_a_slope() -> None:
    slope = torch.arange(5.0).expand(5, 5)[None, None]
    assert filter_each_channel(slope, laplacian_kernel())[0, 0, 1:-1, 1:-1].abs().max() < 1e-5


@pytest.mark.parametrize("kernel", [gaussian_kernel(), laplacian_kernel()])
def test_dense_filter_of_public_code_equals_filtering_the_channel_sum_once(kernel: torch.Tensor) -> None:
    x = torch.randn(2, 6, 9, 11)
    dense = functional.conv2d(x, kernel.expand(6, 6, 3, 3), padding=1)
    once = filter_each_channel(x.sum(1, keepdim=True), kernel)
    torch.testing.assert_close(dense, once.expand_as(dense), atol=2e-5, rtol=1e-4)


def test_each_channel_is_filtered_by_itself() -> None:
    x = torch.randn(1, 3, 8, 8)
    alone = filter_each_channel(x[:, 1:2], gaussian_kernel())
    torch.testing.assert_close(filter_each_channel(x, gaussian_kernel())[:, 1:2], alone)


def test_folded_filters_equal_the_two_steps_they_replace() -> None:
    x = torch.randn(1, 2, 12, 12)
    blurred = filter_each_channel(x, gaussian_kernel())
    torch.testing.assert_close(filter_each_channel(x, difference_kernel()), x - blurred, atol=1e-5, rtol=1e-4)
    inner = (..., slice(2, -2), slice(2, -2))  # at the border the two steps pad twice
    twice = filter_each_channel(blurred, laplacian_kernel())
    torch.testing.assert_close(filter_each_channel(x, curvature_kernel())[inner], twice[inner], atol=1e-5, rtol=1e-4)


def test_folded_block_starts_with_the_folded_filters() -> None:
    block = FoldedEdgeExtraction(8)
    assert all(torch.equal(kernel[0], difference_kernel()) for kernel in block.difference_filter.weight)
    assert all(torch.equal(kernel[0], curvature_kernel()) for kernel in block.curvature_filter.weight)


@pytest.mark.parametrize("block", [EdgeExtraction(8), FoldedEdgeExtraction(8)])
def test_edge_block_keeps_the_shape_and_every_parameter_learns(block: torch.nn.Module) -> None:
    x = torch.randn(2, 8, 10, 7)
    out = block(x)
    assert out.shape == x.shape
    out.square().mean().backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in block.parameters())


def test_fixed_filters_of_the_paper_are_no_parameters() -> None:
    names = {name for name, _ in EdgeExtraction(8).named_parameters()}
    assert not {"gaussian", "laplacian"} & names
