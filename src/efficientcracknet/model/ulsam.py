"""Ultra-lightweight subspace attention.

Source: Saini et al., "ULSAM", WACV 2020, arXiv:2006.15102.
Letters: B batch, C channels, g subspaces, G = C / g channels of one subspace, H rows, W columns.
"""

from torch import Tensor, nn


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
    """

    def __init__(self, channels: int, subspaces: int) -> None:
        super().__init__()
        self.weigh = nn.Sequential(
            nn.Conv2d(channels, channels, 1, groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, stride=1, padding=1),
        )
        self.merge = nn.Sequential(
            nn.Conv2d(channels, subspaces, 1, groups=subspaces, bias=False),
            nn.BatchNorm2d(subspaces),
            nn.ReLU(inplace=True),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return `x + a * x`, where each subspace's map `a` sums to 1 over the picture."""
        height, width = x.shape[-2:]
        maps = self.merge(self.weigh(x))  # B g H W
        attention = maps.flatten(2).softmax(-1)  # B g HW
        attention = attention.unflatten(2, (height, width)).unsqueeze(2)  # B g 1 H W
        subspaces = x.unflatten(1, (attention.shape[1], -1))  # B g G H W
        out: Tensor = (subspaces + attention * subspaces).flatten(1, 2)  # B C H W
        return out
