"""The head's maps are interleaved, as torch's own layer does it."""

import torch

from efficientcracknet.model.shuffle import PixelShuffle


def test_four_maps_become_one_of_twice_the_side() -> None:
    maps = torch.tensor([[[[1.0, 2.0]], [[3.0, 4.0]], [[5.0, 6.0]], [[7.0, 8.0]]]])
    full = torch.tensor([[[[1.0, 3.0, 2.0, 4.0], [5.0, 7.0, 6.0, 8.0]]]])
    assert torch.equal(PixelShuffle(2)(maps), full)


def test_every_pixel_lies_where_torch_puts_it() -> None:
    maps = torch.rand(2, 16, 3, 5)
    assert torch.equal(PixelShuffle(4)(maps), torch.nn.PixelShuffle(4)(maps))
