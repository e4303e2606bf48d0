"""Networks that ours is compared with, trained on the same data by the same recipe.

Letters: B batch, C channels, H rows, W columns.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientcracknet.model.network import CrackNetwork


class SmallUNet(CrackNetwork):
    """A plain U-Net with as many parameters as the compact network: two 3 x 3 convolutions a stage, four stages.

    Source: Ronneberger et al., "U-Net", MICCAI 2015, arXiv:1505.04597; padded, with batch normalisation.
    """

    def __init__(self) -> None:
        super().__init__(stride=8)
        c1, c2, c4, c8 = 10, 20, 36, 55
        self.enc1, self.enc2, self.enc3 = _twice(3, c1), _twice(c1, c2), _twice(c2, c4)
        self.bottom = _twice(c4, c8)
        self.up3, self.dec3 = nn.ConvTranspose2d(c8, c4, 2, 2), _twice(2 * c4, c4)
        self.up2, self.dec2 = nn.ConvTranspose2d(c4, c2, 2, 2), _twice(2 * c2, c2)
        self.up1, self.dec1 = nn.ConvTranspose2d(c2, c1, 2, 2), _twice(2 * c1, c1)
        self.head = nn.Conv2d(c1, 1, 1)

    def segment(self, x: Tensor) -> Tensor:
        """Return the logits of padded pictures."""
        e1 = self.enc1(x)  # 10 @1
        e2 = self.enc2(functional.max_pool2d(e1, 2))  # 20 @2
        e3 = self.enc3(functional.max_pool2d(e2, 2))  # 36 @4
        x = self.bottom(functional.max_pool2d(e3, 2))  # 55 @8
        x = self.dec3(torch.cat((self.up3(x), e3), 1))  # 36 @4
        x = self.dec2(torch.cat((self.up2(x), e2), 1))  # 20 @2
        x = self.dec1(torch.cat((self.up1(x), e1), 1))  # 10 @1
        logits: Tensor = self.head(x)  # 1 @1
        return logits


class AxialFilter(nn.Module):
    """Depthwise filters along columns and rows, added to the map: (B, C, H, W) -> (B, C, H, W).

    Parameters
    ----------
    channels
        Channels, C.
    side
        Length of both filters, odd.
    dilation
        Step between their taps.
    """

    def __init__(self, channels: int, side: int = 7, dilation: int = 1) -> None:
        super().__init__()
        reach = dilation * (side // 2)
        self.down = nn.Conv2d(channels, channels, (side, 1), padding=(reach, 0), dilation=dilation, groups=channels)
        self.along = nn.Conv2d(channels, channels, (1, side), padding=(0, reach), dilation=dilation, groups=channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the map with what lies above, below and beside."""
        out: Tensor = x + self.down(x) + self.along(x)
        return out


class ULite(CrackNetwork):
    """U-Lite: axial depthwise filters of length 7 on a U, 878 thousand parameters.

    Source: Dinh et al., "1M parameters are enough?", APSIPA 2023, arXiv:2306.16103, written from its figures.
    """

    WIDTHS = (16, 32, 64, 128, 256, 512)

    def __init__(self) -> None:
        super().__init__(stride=32)
        widths = self.WIDTHS
        self.stem = nn.Conv2d(3, widths[0], 7, padding=3)
        self.encoder = nn.ModuleList(_AxialDown(c, d) for c, d in pairwise(widths))
        self.bottom = _AxialBottom(widths[-1])
        narrower = widths[::-1]
        self.decoder = nn.ModuleList(_AxialUp(c, d) for c, d in pairwise(narrower))
        self.head = nn.Conv2d(widths[0], 1, 1)

    def segment(self, x: Tensor) -> Tensor:
        """Return the logits of padded pictures."""
        x = self.stem(x)  # 16 @1
        skips = []
        for down in self.encoder:  # 32 @2, 64 @4, 128 @8, 256 @16, 512 @32
            x, skip = down(x)
            skips.append(skip)
        x = self.bottom(x)  # 512 @32
        for up in self.decoder:  # 256 @16, 128 @8, 64 @4, 32 @2, 16 @1
            x = up(x, skips.pop())
        logits: Tensor = self.head(x)  # 1 @1
        return logits


class _AxialDown(nn.Module):
    """Filter, widen, halve: (B, C, H, W) -> (B, D, H/2, W/2), and the skip (B, C, H, W)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.filter, self.norm = AxialFilter(inputs), nn.BatchNorm2d(inputs)
        self.widen = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        skip = self.norm(self.filter(x))
        return functional.gelu(functional.max_pool2d(self.widen(skip), 2)), skip


class _AxialUp(nn.Module):
    """Double, join, narrow, filter: (B, C, H, W), (B, D, 2H, 2W) -> (B, D, 2H, 2W)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.narrow, self.norm = nn.Conv2d(inputs + outputs, outputs, 1), nn.BatchNorm2d(outputs)
        self.filter, self.mix = AxialFilter(outputs), nn.Conv2d(outputs, outputs, 1)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        x = torch.cat((functional.interpolate(x, scale_factor=2.0, mode="nearest"), skip), 1)
        return functional.gelu(self.mix(self.filter(self.norm(self.narrow(x)))))


class _AxialBottom(nn.Module):
    """Three dilations beside each other on a quarter of the channels: (B, C, H, W) -> (B, C, H, W)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        quarter = channels // 4
        self.narrow = nn.Conv2d(channels, quarter, 1)
        self.filters = nn.ModuleList(AxialFilter(quarter, 3, dilation) for dilation in (1, 2, 3))
        self.norm, self.widen = nn.BatchNorm2d(4 * quarter), nn.Conv2d(4 * quarter, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.narrow(x)
        x = torch.cat((x, *(layer(x) for layer in self.filters)), 1)
        return functional.gelu(self.widen(self.norm(x)))


def _twice(inputs: int, outputs: int) -> nn.Sequential:
    """Two dense convolutions with normalisation: (B, C, H, W) -> (B, D, H, W)."""
    layers: list[nn.Module] = []
    for c in (inputs, outputs):
        layers += [nn.Conv2d(c, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


RIVALS: Mapping[str, Callable[[], CrackNetwork]] = MappingProxyType({"small-u-net": SmallUNet, "u-lite": ULite})
"""By the name that a trial gives."""
