"""Depthwise separable convolution, the unit of every stage.

Source: Howard et al., "MobileNets", 2017, arXiv:1704.04861.
Letters: B batch, C channels in, D channels out, H rows, W columns, s stride.
"""

from torch import Tensor, nn

from efficientcracknet.model.branches import BranchedFilter


class SeparableConv(nn.Sequential):
    """Filter each channel, mix the channels, normalise, rectify: (B, C, H, W) -> (B, D, H/s, W/s).

    Parameters
    ----------
    inputs
        Channels in, C.
    outputs
        Channels out, D.
    stride
        Step of the depthwise filter, 1 or 2.
    kernel
        Side of the depthwise filter, odd.
    branched
        Whether the depthwise filter has branches while it is trained.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1, kernel: int = 3, *, branched: bool = False) -> None:
        filtered = (
            BranchedFilter(inputs, stride, kernel)
            if branched
            else nn.Conv2d(inputs, inputs, kernel, stride, padding=kernel // 2, groups=inputs, bias=False)
        )
        super().__init__(
            filtered,
            nn.Conv2d(inputs, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )


class PointConv(nn.Sequential):
    """Mix the channels and normalise, without rectifying: (B, C, H, W) -> (B, D, H, W).

    Parameters
    ----------
    inputs
        Channels in, C.
    outputs
        Channels out, D.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))


class SqueezeExcitation(nn.Module):
    """Weigh each channel by what the whole map holds: (B, C, H, W) -> (B, C, H, W).

    Source: Hu et al., "Squeeze-and-Excitation Networks", CVPR 2018, arXiv:1709.01507.

    Parameters
    ----------
    channels
        Channels, C.
    reduction
        The hidden layer has C / reduction channels, at least 4.
    """

    def __init__(self, channels: int, reduction: int = 4) -> None:
        super().__init__()
        hidden = max(channels // reduction, 4)
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(channels, hidden, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(hidden, channels, 1),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the map with its channels weighed."""
        weights: Tensor = self.gate(x)  # B C 1 1, in 0..1
        return x * weights
