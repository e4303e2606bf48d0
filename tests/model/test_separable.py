"""Separable convolution and squeeze-and-excitation."""

import torch

from efficientcracknet.model.separable import SeparableConv, SqueezeExcitation


def test_separable_convolution_equals_the_dense_one_it_factorises() -> None:
    torch.manual_seed(0)
    block = SeparableConv(3, 5).eval()
    depthwise, pointwise = block[0].weight.detach(), block[1].weight.detach()  # (3, 1, 3, 3), (5, 3, 1, 1)
    dense = pointwise[:, :, 0, 0, None, None] * depthwise[None, :, 0]  # (5, 3, 3, 3)
    x = torch.randn(1, 3, 6, 7)
    expected = torch.nn.functional.conv2d(x, dense, padding=1).div((1 + 1e-5) ** 0.5).relu()
    torch.testing.assert_close(block(x), expected, atol=1e-6, rtol=1e-4)


def test_stride_two_halves_both_sides() -> None:
    assert SeparableConv(3, 4, stride=2)(torch.zeros(2, 3, 8, 6)).shape == (2, 4, 4, 3)


def test_excitation_weighs_whole_channels_between_nothing_and_all() -> None:
    x = torch.rand(2, 8, 5, 4) + 0.5
    ratio = SqueezeExcitation(8)(x) / x
    torch.testing.assert_close(ratio, ratio[:, :, :1, :1].expand_as(ratio))
    assert ((ratio > 0) & (ratio < 1)).all()
