"""Ultra-lightweight subspace attention.

Source: Saini et al., "ULSAM", WACV 2020, arXiv:2006.15102.
Letters: B batch, C channels, g subspaces, G = C / g channels of one subspace, H rows, W columns.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional


class ChannelScale(nn.Conv2d):
    """Depthwise 1 x 1 convolution, one factor a channel: (B, C, H, W) -> (B, C, H, W).

    Torch runs a depthwise 1 x 1 on the CPU channel by channel, ten times slower than the product it is. Exported, it
    stays a convolution, into which the runtime folds what follows.

    Parameters
    ----------
    channels
        Channels, C.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels, channels, 1, groups=channels, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return every channel times its factor."""
        return super().forward(x) if torch.compiler.is_exporting() else x * self.weight.view(1, -1, 1, 1)


class GroupSum(nn.Conv2d):
    """1 x 1 convolution in groups, one weighted sum a group: (B, C, H, W) -> (B, g, H, W).

    Written as a sum for the reason given at `ChannelScale`.

    Parameters
    ----------
    channels
        Channels C, a multiple of `groups`.
    groups
        Number of groups, g.
    """

    def __init__(self, channels: int, groups: int) -> None:
        super().__init__(channels, groups, 1, groups=groups, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return one map for each group."""
        if torch.compiler.is_exporting():
            return super().forward(x)
        out: Tensor = (x.unflatten(1, (self.groups, -1)) * self.weight).sum(2)
        return out


class Spread(nn.Module):
    """One map for each group becomes one for each of its channels: (B, g, H, W) -> (B, C, H, W).

    A 1 x 1 convolution of ones and zeros: runtimes keep maps in blocks of channels, which repeating would take apart.

    Parameters
    ----------
    groups
        Number of groups, g.
    channels
        Channels C, a multiple of `groups`.
    """

    ones: Tensor

    def __init__(self, groups: int, channels: int) -> None:
        super().__init__()
        ones = torch.eye(groups).repeat_interleave(channels // groups, 0)  # C g
        self.register_buffer("ones", ones[..., None, None], persistent=False)

    def forward(self, maps: Tensor) -> Tensor:
        """Return every map once for each channel of its group."""
        return functional.conv2d(maps, self.ones)


class SubspaceAttention(nn.Module):
    """One attention map for each subspace of channels: (B, C, H, W) -> (B, C, H, W).

    The subspaces run side by side: a depthwise filter and batch normalisation know no subspace, and the 1 x 1 that
    makes one map out of G channels is a convolution in g groups.

    Parameters
    ----------
    channels
        Channels C, a multiple of `subspaces`.
    subspaces
        Number of subspaces, g.
    pool
        The softmax runs over the means of squares of so many pixels a side; 1 for every pixel. H and W are multiples.
    """

    def __init__(self, channels: int, subspaces: int, pool: int = 1) -> None:
        super().__init__()
        self.pool = pool
        self.weigh = nn.Sequential(
            ChannelScale(channels),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, stride=1, padding=1),
        )
        self.merge = nn.Sequential(
            GroupSum(channels, subspaces),
            nn.BatchNorm2d(subspaces),
            nn.ReLU(inplace=True),
        )
        self.spread = Spread(subspaces, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return `(1 + a) x`, where each subspace's map `a` sums to 1 over the picture, or over its squares."""
        squares = functional.avg_pool2d(x, self.pool) if self.pool > 1 else x
        maps = self.merge(self.weigh(squares))  # B g H W
        attention = maps.flatten(2).softmax(-1).unflatten(2, maps.shape[-2:])  # B g H W
        if self.pool > 1:
            attention = functional.interpolate(attention, size=x.shape[-2:], mode="nearest")
        out: Tensor = x * self.spread(1 + attention)  # B C H W
        return out
