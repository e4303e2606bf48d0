"""Branches that exist in training only: several filters side by side, folded into one at export.

Source: Ding et al., "RepVGG", CVPR 2021, arXiv:2101.03697; for depthwise filters Vasu et al., "MobileOne", CVPR 2023,
arXiv:2206.04040. Letters: B batch, C channels, H rows, W columns, k side of a filter, s stride.
"""

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional


class FilterBranch(nn.Module):
    """Depthwise filter and batch normalisation: (B, C, H, W) -> (B, C, H/s, W/s).

    Parameters
    ----------
    channels
        Channels, C.
    stride
        1 or 2.
    kernel
        Side of the filter, odd.
    """

    def __init__(self, channels: int, stride: int, kernel: int) -> None:
        super().__init__()
        self.filter = nn.Conv2d(channels, channels, kernel, stride, padding=kernel // 2, groups=channels, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the filtered map, normalised."""
        out: Tensor = self.norm(self.filter(x))
        return out


class BranchedFilter(nn.Module):
    """Depthwise filters, each normalised, and the map itself, added up: (B, C, H, W) -> (B, C, H/s, W/s).

    Parameters
    ----------
    channels
        Channels, C.
    stride
        1 or 2; with 2 the map itself is left out.
    kernel
        Side of the filters, odd.
    """

    def __init__(self, channels: int, stride: int, kernel: int) -> None:
        super().__init__()
        self.channels, self.stride, self.kernel = channels, stride, kernel
        self.first = FilterBranch(channels, stride, kernel)
        self.second = FilterBranch(channels, stride, kernel)
        self.same = nn.BatchNorm2d(channels) if stride == 1 else None

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum of all branches."""
        out: Tensor = self.first(x) + self.second(x)
        return out if self.same is None else out + self.same(x)

    @torch.no_grad()
    def fold(self) -> nn.Conv2d:
        """Return one convolution that answers as all branches do in evaluation mode.

        Returns
        -------
        nn.Conv2d
            Depthwise, with a bias.
        """
        folded = nn.Conv2d(
            self.channels, self.channels, self.kernel, self.stride, padding=self.kernel // 2, groups=self.channels
        )
        bias = folded.bias if folded.bias is not None else torch.zeros(0)
        parts = [_absorb(branch.filter.weight, branch.norm) for branch in (self.first, self.second)]
        if self.same is not None:
            side = self.first.filter.kernel_size[0]
            parts.append(
                _absorb(functional.pad(torch.ones(len(self.same.weight), 1, 1, 1), [side // 2] * 4), self.same)
            )
        folded.weight.copy_(torch.stack([weight for weight, _ in parts]).sum(0))
        bias.copy_(torch.stack([shift for _, shift in parts]).sum(0))
        return folded


def fold_branches(network: nn.Module) -> nn.Module:
    """Return a network whose branches are folded; one without branches comes back as it is.

    Parameters
    ----------
    network
        In evaluation mode, on the CPU; not changed.

    Returns
    -------
    nn.Module
        The same answers from fewer layers.
    """
    if not any(isinstance(module, BranchedFilter) for module in network.modules()):
        return network
    folded = copy.deepcopy(network)
    for parent in list(folded.modules()):
        for name, child in parent.named_children():
            if isinstance(child, BranchedFilter):
                setattr(parent, name, child.fold())
    return folded


def _absorb(weight: Tensor, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Return weight and bias of a depthwise filter followed by a normalisation, as one."""
    mean, variance = norm.get_buffer("running_mean"), norm.get_buffer("running_var")
    gain = norm.weight / torch.sqrt(variance + norm.eps)
    return weight * gain.view(-1, 1, 1, 1), norm.bias - mean * gain
