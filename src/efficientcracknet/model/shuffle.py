"""Pixel shuffle: the maps of the head become one map at full size.

Source: Shi et al., "Real-Time Single Image and Video Super-Resolution", CVPR 2016, arXiv:1609.05158.
Letters: B batch, r times larger, H rows, W columns.
"""

from torch import Tensor, nn


class PixelShuffle(nn.Module):
    """Each pixel's r x r maps become r x r pixels: (B, r r, H, W) -> (B, 1, r H, r W).

    Two moves of one axis each, which runtimes do in blocks and on all threads; as the one node that it could be, it is
    done number by number on one thread, a tenth of the network's time.

    Parameters
    ----------
    times
        How many times larger the map becomes on each side, r.
    """

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def forward(self, x: Tensor) -> Tensor:
        """Return the map at full size."""
        x = x.unflatten(1, (self.times, self.times))  # B r r H W
        x = x.permute(0, 1, 3, 4, 2).flatten(3)  # B r H rW
        out: Tensor = x.transpose(1, 2).flatten(1, 2).unsqueeze(1)  # B 1 rH rW
        return out
