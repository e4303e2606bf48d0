"""EfficientCrackNet: an encoder, a bottleneck and a decoder, read from top to bottom as in the figure.

Source: Zim et al., "EfficientCrackNet", WACV 2025, arXiv:2409.18099.
Letters in the margins: channels @ resolution, so `32 @4` is 32 channels at a quarter of the picture's height and width.

Both networks take any height and width, pad inside, and answer with plain logits of the picture's own size. (A ReLU on
the logits, as in public code, keeps every probability at 0.5 or above.)
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientcracknet.core.presets import CompactPreset, PaperPreset, Preset
from efficientcracknet.model.edges import EdgeExtraction, FoldedEdgeExtraction
from efficientcracknet.model.joining import JOINS, ConcatJoin, SumJoin
from efficientcracknet.model.light import EvenLight
from efficientcracknet.model.mobilevit import MobileViTBlock, pad_to_multiple
from efficientcracknet.model.refinement import Refinement
from efficientcracknet.model.separable import SeparableConv
from efficientcracknet.model.shuffle import PixelShuffle
from efficientcracknet.model.ulsam import SubspaceAttention


class CrackNetwork(nn.Module, ABC):
    """What both networks share: pictures of any size in, logits of that size out.

    Parameters
    ----------
    stride
        Both sides are padded to a multiple of this, in pixels.

    Attributes
    ----------
    head
        Its last convolution gives the logits.
    """

    head: nn.Module

    def __init__(self, stride: int) -> None:
        super().__init__()
        self.stride = stride

    def forward(self, pictures: Tensor) -> Tensor:
        """Return one logit a pixel, (B, 3, H, W) -> (B, 1, H, W); above 0 means crack more likely than not."""
        height, width = pictures.shape[-2:]
        logits: Tensor = self.segment(pad_to_multiple(pictures, self.stride))
        return logits[..., :height, :width]

    @abstractmethod
    def segment(self, x: Tensor) -> Tensor:
        """Return the logits of padded pictures."""


class PaperNetwork(CrackNetwork):
    """The paper's layout, edge extraction channel by channel.

    Parameters
    ----------
    preset
        Channels of each block.
    """

    def __init__(self, preset: PaperPreset) -> None:
        super().__init__(preset.stride)
        e1, e2, e3, e4, e5, e6 = preset.encoder
        d1, d2, d3, d4, d5, d6 = preset.decoder
        subspaces, bottom = preset.subspaces, preset.bottleneck
        self.enc1 = nn.Sequential(SeparableConv(3, e1), EdgeExtraction(e1))
        self.enc2 = nn.Sequential(SeparableConv(e1, e2), EdgeExtraction(e2))
        self.enc3 = nn.Sequential(
            SeparableConv(e2, e3), nn.MaxPool2d(2), EdgeExtraction(e3), SubspaceAttention(e3, subspaces)
        )
        self.enc4 = nn.Sequential(SeparableConv(e3, e4), nn.MaxPool2d(2), MobileViTBlock(e4, preset.narrow_attention))
        self.enc5 = nn.Sequential(SeparableConv(e4, e5), MobileViTBlock(e5, preset.wide_attention))
        self.enc6 = nn.Sequential(SeparableConv(e5, e6), nn.MaxPool2d(2))
        self.bottleneck = nn.Sequential(
            nn.Conv2d(e6, preset.squeeze, 3, padding=1),
            SubspaceAttention(preset.squeeze, subspaces),
            nn.Conv2d(preset.squeeze, bottom, 2, stride=2),
        )
        self.dec1 = SeparableConv(bottom + e6, d1)
        self.dec2 = nn.Sequential(SeparableConv(d1 + e5, d2), SubspaceAttention(d2, subspaces))
        self.dec3 = nn.Sequential(SeparableConv(d2 + e4, d3), MobileViTBlock(d3, preset.narrow_attention))
        self.dec4 = nn.Sequential(SeparableConv(d3 + e3, d4), SubspaceAttention(d4, subspaces))
        self.dec5 = nn.Sequential(SeparableConv(d4 + e2, d5), SubspaceAttention(d5, subspaces))
        self.dec6 = SeparableConv(d5 + e1, d6)
        self.head = nn.Conv2d(d6, 1, 1)

    def segment(self, x: Tensor) -> Tensor:
        """Return the logits of padded pictures."""
        e1 = self.enc1(x)  # 16 @1
        e2 = self.enc2(e1)  # 32 @1
        e3 = self.enc3(e2)  # 64 @2
        e4 = self.enc4(e3)  # 16 @4
        e5 = self.enc5(e4)  # 32 @4
        e6 = self.enc6(e5)  # 64 @8
        x = self.bottleneck(e6)  # 64 @16
        x = self.dec1(_join(_double(x), e6))  # 64 @8
        x = self.dec2(_join(_double(x), e5))  # 32 @4
        x = self.dec3(_join(x, e4))  # 16 @4
        x = self.dec4(_join(_double(x), e3))  # 64 @2
        x = self.dec5(_join(_double(x), e2))  # 32 @1
        x = self.dec6(_join(x, e1))  # 16 @1
        logits: Tensor = self.head(x)  # 1 @1
        return logits


class CompactNetwork(CrackNetwork):
    """The same blocks one octave down, every one of them linear in the area.

    Parameters
    ----------
    preset
        Channels of each stage, where edges are extracted, the attention, the form of the blocks.
    """

    def __init__(self, preset: CompactPreset) -> None:
        super().__init__(preset.stride)
        c2, c4, c8, c16 = preset.widths
        make = _BlockMaker(preset)
        self.light = EvenLight(preset.least_contrast) if preset.least_contrast else nn.Identity()
        self.stem = nn.Sequential(
            nn.Conv2d(3, c2, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(c2), nn.ReLU(inplace=True)
        )
        self.enc1 = nn.Sequential(make.separable(c2, c2, at=2), make.edges(c2, at=2))
        self.enc2 = nn.Sequential(*make.halve(c2, c4, at=4), make.edges(c4, at=4))
        self.enc3 = nn.Sequential(
            *make.halve(c4, c8, at=8), make.edges(c8, at=8), make.subspaces(c8, at=8), make.attention(c8, at=8)
        )
        self.enc4 = nn.Sequential(make.separable(c8, c16, at=16, stride=2), make.attention(c16, at=16))
        self.up3 = make.join(c16, c8)
        self.dec3 = nn.Sequential(*make.twice(self.up3.outputs, c8, at=8))
        self.up2 = make.join(c8, c4)
        self.dec2 = nn.Sequential(*make.twice(self.up2.outputs, c4, at=4), make.subspaces(c4, at=4))
        self.to_half = preset.head_stride == 2
        if self.to_half:
            self.up1 = make.join(c4, c2)
            self.dec1 = nn.Sequential(*make.twice(self.up1.outputs, c2, at=2))
        last = c2 if self.to_half else c4
        self.head = nn.Sequential(nn.Conv2d(last, preset.head_stride**2, 1), PixelShuffle(preset.head_stride))
        self.refine = Refinement() if preset.refine else None

    def segment(self, x: Tensor) -> Tensor:
        """Return the logits of padded pictures."""
        picture = self.light(x)  # 3 @1
        e1 = self.enc1(self.stem(picture))  # 16 @2
        e2 = self.enc2(e1)  # 32 @4
        e3 = self.enc3(e2)  # 64 @8
        x = self.enc4(e3)  # 64 @16
        x = self.dec3(self.up3(x, e3))  # 64 @8
        x = self.dec2(self.up2(x, e2))  # 32 @4
        if self.to_half:
            x = self.dec1(self.up1(x, e1))  # 16 @2
        logits: Tensor = self.head(x)  # 1 @1
        return self.refine(logits, picture) if self.refine else logits


@dataclass(frozen=True, slots=True)
class _BlockMaker:
    """Blocks in the form the preset asks for; `at` is the stride at which a block stands."""

    preset: CompactPreset

    def separable(self, inputs: int, outputs: int, *, at: int, stride: int = 1) -> nn.Module:
        kernel = 3 if at == 2 else self.preset.kernel
        return SeparableConv(inputs, outputs, stride, kernel, branched=self.preset.branches)

    def halve(self, inputs: int, outputs: int, *, at: int) -> tuple[nn.Module, nn.Module]:
        return self.separable(inputs, outputs, at=at, stride=2), self.separable(outputs, outputs, at=at)

    def twice(self, inputs: int, outputs: int, *, at: int) -> tuple[nn.Module, nn.Module]:
        return self.separable(inputs, outputs, at=at), self.separable(outputs, outputs, at=at)

    def edges(self, channels: int, *, at: int) -> nn.Module:
        filters = self.preset.edge_filters
        return FoldedEdgeExtraction(channels, filters) if at in self.preset.edge_strides else nn.Identity()

    def subspaces(self, channels: int, *, at: int) -> nn.Module:
        groups = self.preset.count_subspaces(at)
        pool = self.preset.stride // at if self.preset.pool_subspaces else 1
        return SubspaceAttention(channels, groups, pool) if groups else nn.Identity()

    def attention(self, channels: int, *, at: int) -> nn.Module:
        plan = self.preset.attention if at == self.preset.attention_stride else None
        return MobileViTBlock(channels, plan) if plan else nn.Identity()

    def join(self, below: int, skip: int) -> SumJoin | ConcatJoin:
        return JOINS[self.preset.join](below, skip)


def build_network(preset: Preset) -> CrackNetwork:
    """Return the network that a preset describes, freshly initialised.

    Parameters
    ----------
    preset
        Numbers of the network.

    Returns
    -------
    CrackNetwork
        In training mode, on the CPU.
    """
    return PaperNetwork(preset) if isinstance(preset, PaperPreset) else CompactNetwork(preset)


def _double(x: Tensor) -> Tensor:
    """Enlarge twice, between the pixels: (B, C, H, W) -> (B, C, 2H, 2W)."""
    return functional.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def _join(x: Tensor, skip: Tensor) -> Tensor:
    """Lay a map beside its skip: (B, C, H, W), (B, D, H, W) -> (B, C + D, H, W)."""
    return torch.cat((x, skip), 1)
