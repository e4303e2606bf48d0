"""Edge extraction method (EEM): difference of Gaussians times Laplacian of Gaussian, inside a trainable block.

Source: Zim et al., "EfficientCrackNet", WACV 2025, arXiv:2409.18099, section on the edge extraction method.
Letters: B batch, C channels, H rows, W columns, G Gaussian, L Laplacian, * convolution channel by channel.

Public code runs the two filters with one group, so that every channel gets the blur of the channel sum at C^2 cost.
Here, as in the block's origin, each channel is filtered by itself.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientcracknet.model.separable import PointConv, SqueezeExcitation

GAIN = 0.9


def gaussian_kernel(sigma: float = 1.0) -> Tensor:
    """Return the 3 x 3 Gaussian that sums to the block's gain.

    Parameters
    ----------
    sigma
        Standard deviation, pixels.

    Returns
    -------
    Tensor
        (3, 3) float32, sum 0.9.

    Examples
    --------
    >>> round(float(gaussian_kernel().sum()), 6)
    0.9
    """
    side = torch.exp(-(torch.tensor([-1.0, 0.0, 1.0]) ** 2) / (2 * sigma**2))
    kernel = torch.outer(side, side)
    return GAIN * kernel / kernel.sum()


def laplacian_kernel() -> Tensor:
    """Return the 3 x 3 Laplacian of all eight neighbours, times the block's gain.

    Returns
    -------
    Tensor
        (3, 3) float32, sum 0: flat regions answer nothing.

    Examples
    --------
    >>> bool(laplacian_kernel().sum().abs() < 1e-6)
    True
    """
    kernel = torch.full((3, 3), -1.0)
    kernel[1, 1] = 8.0
    return GAIN * kernel


def filter_each_channel(x: Tensor, kernel: Tensor) -> Tensor:
    """Filter every channel by itself with the same kernel.

    Parameters
    ----------
    x
        (B, C, H, W) float.
    kernel
        (k, k) float, k odd.

    Returns
    -------
    Tensor
        (B, C, H, W) float; beyond the border the map is zero.
    """
    channels = x.shape[1]
    return functional.conv2d(x, kernel.expand(channels, 1, -1, -1), padding=kernel.shape[-1] // 2, groups=channels)


class EdgeExtraction(nn.Module):
    """The paper's block, filters fixed: (B, C, H, W) -> (B, C, H, W).

    Parameters
    ----------
    channels
        Channels C, a multiple of 4.
    """

    gaussian: Tensor
    laplacian: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("gaussian", gaussian_kernel(), persistent=False)
        self.register_buffer("laplacian", laplacian_kernel(), persistent=False)
        self.difference = _halve(channels)
        self.curvature = _halve(channels)
        self.restore = nn.Sequential(
            nn.MaxPool2d(3, stride=1, padding=1),
            nn.Conv2d(channels // 2, channels, 1, groups=channels // 2),
            nn.PReLU(channels),
            nn.GroupNorm(4, channels),
        )
        self.weigh_input = SqueezeExcitation(channels)
        self.weigh_edges = SqueezeExcitation(channels)
        self.activate = nn.PReLU(channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the map with its edges brought out."""
        blurred = filter_each_channel(x, self.gaussian)  # B C H W
        d = self.difference(blurred - x)  # B C/2 H W   difference of Gaussians
        l = self.curvature(filter_each_channel(blurred, self.laplacian))  # noqa: E741  B C/2 H W  Laplacian of Gaussian
        t = self.restore(d * l)  # B C H W     where both answer, there is an edge
        out: Tensor = self.activate(x + self.weigh_input(x) + t + self.weigh_edges(t))
        return out


class FoldedEdgeExtraction(nn.Module):
    """The compact block, each pair of filters folded into one: (B, C, H, W) -> (B, C, H, W).

    `x - G*x` is one 3 x 3 filter and `L*(G*x)` one 5 x 5 filter. Batch normalisation folds into the convolutions at
    export, where instance and group normalisation would not.

    Parameters
    ----------
    channels
        Channels, C.
    filters
        ``learned``: per channel, starting as the two above. ``fixed``: per channel, as they are. ``sum``: fixed, on the
        sum of the channels, which is what public code computes.
    """

    def __init__(self, channels: int, filters: str = "learned") -> None:
        super().__init__()
        maps = 1 if filters == "sum" else channels
        self.sums_channels = filters == "sum"
        self.difference_filter = _start_filter(maps, difference_kernel(), learned=filters == "learned")
        self.curvature_filter = _start_filter(maps, curvature_kernel(), learned=filters == "learned")
        self.difference = nn.Sequential(PointConv(channels, channels // 2), nn.ReLU(inplace=True))
        self.curvature = nn.Sequential(PointConv(channels, channels // 2), nn.ReLU(inplace=True))
        self.restore = PointConv(channels // 2, channels)
        self.weigh_edges = SqueezeExcitation(channels)
        self.activate = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """Return the map with its edges brought out."""
        d = self.difference(self._filter(x, self.difference_filter))  # B C/2 H W   difference of Gaussians
        l = self.curvature(self._filter(x, self.curvature_filter))  # noqa: E741  B C/2 H W  Laplacian of Gaussian
        t = self.restore(d * l)  # B C H W     where both answer, there is an edge
        out: Tensor = self.activate(x + t + self.weigh_edges(t))
        return out

    def _filter(self, x: Tensor, layer: nn.Conv2d) -> Tensor:
        """Filter each channel, or give every channel the filtered sum of all."""
        out: Tensor = layer(x.sum(1, keepdim=True)).expand_as(x) if self.sums_channels else layer(x)
        return out


def _start_filter(maps: int, kernel: Tensor, *, learned: bool) -> nn.Conv2d:
    """Return a depthwise filter that starts as a kernel, and stays so unless it is learned."""
    side = kernel.shape[-1]
    layer = nn.Conv2d(maps, maps, side, padding=side // 2, groups=maps, bias=False)
    with torch.no_grad():
        layer.weight.copy_(kernel.expand_as(layer.weight))
    return layer.requires_grad_(requires_grad=learned)


def difference_kernel() -> Tensor:
    """Return the 3 x 3 filter equal to identity minus Gaussian.

    Returns
    -------
    Tensor
        (3, 3) float32, sum 0.1: one minus the gain.
    """
    kernel = -gaussian_kernel()
    kernel[1, 1] += 1
    return kernel


def curvature_kernel() -> Tensor:
    """Return the 5 x 5 filter equal to the Gaussian followed by the Laplacian.

    Returns
    -------
    Tensor
        (5, 5) float32, sum 0.
    """
    padded = functional.pad(gaussian_kernel(), (2, 2, 2, 2))[None, None]
    return functional.conv2d(padded, laplacian_kernel()[None, None])[0, 0]


def _halve(channels: int) -> nn.Sequential:
    """Mix neighbours two by two: (B, C, H, W) -> (B, C/2, H, W)."""
    half = channels // 2
    return nn.Sequential(nn.Conv2d(channels, half, 1, groups=half), nn.PReLU(half), nn.InstanceNorm2d(half))
