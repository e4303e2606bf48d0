"""MobileViT block: local convolutions around attention between patches.

Source: Mehta & Rastegari, "MobileViT", ICLR 2022, arXiv:2110.02178.
Letters: B batch, C channels, d width of a token, H rows, W columns, p x q pixels of one patch, n x m patches, h heads.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientcracknet.core.presets import AttentionPlan
from efficientcracknet.model.separable import SeparableConv


class Attention(nn.Module):
    """Multi-head self-attention over N tokens: (B, N, d) -> (B, N, d).

    Parameters
    ----------
    plan
        Width, heads and head width.
    """

    def __init__(self, plan: AttentionPlan) -> None:
        super().__init__()
        self.heads = plan.heads
        inner = plan.heads * plan.head_width
        self.normalise = nn.LayerNorm(plan.width)
        self.project_in = nn.Linear(plan.width, 3 * inner, bias=False)
        self.project_out = nn.Linear(inner, plan.width)

    def forward(self, x: Tensor) -> Tensor:
        """Return each token as a mixture of all."""
        qkv = self.project_in(self.normalise(x)).unflatten(-1, (3, self.heads, -1))  # B N 3 h d/h
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)  # each B h N d/h
        mixed = functional.scaled_dot_product_attention(q, k, v)  # B h N d/h
        out: Tensor = self.project_out(mixed.transpose(1, 2).flatten(2))
        return out


class Transformer(nn.Module):
    """One layer: attention, then two linear layers, each added to its input: (B, N, d) -> (B, N, d).

    Parameters
    ----------
    plan
        Width, heads and the ratio of the hidden layer.
    """

    def __init__(self, plan: AttentionPlan) -> None:
        super().__init__()
        hidden = plan.width * plan.mlp_ratio
        self.attend = Attention(plan)
        self.think = nn.Sequential(
            nn.LayerNorm(plan.width), nn.Linear(plan.width, hidden), nn.SiLU(), nn.Linear(hidden, plan.width)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the tokens after one layer."""
        x = x + self.attend(x)
        out: Tensor = x + self.think(x)
        return out


class MobileViTBlock(nn.Module):
    """Local filter, attention between patches, fusion with the input: (B, C, H, W) -> (B, C, H, W).

    Parameters
    ----------
    channels
        Channels, C.
    plan
        The attention and how the map is cut into patches.
    """

    def __init__(self, channels: int, plan: AttentionPlan) -> None:
        super().__init__()
        self.plan = plan
        filters = SeparableConv if plan.separable else _filter
        self.local = nn.Sequential(filters(channels, channels), nn.Conv2d(channels, plan.width, 1, bias=False))
        self.layers = nn.Sequential(*(Transformer(plan) for _ in range(plan.depth)))
        self.normalise = nn.LayerNorm(plan.width)
        self.project = _conv(plan.width, channels, 1)
        self.fuse = filters(2 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the map, each pixel informed by the pixels at its place in all other patches."""
        rows, columns = x.shape[-2:]
        y = pad_to_multiple(self.local(x), self.plan.multiple)  # B d H W
        size = y.shape[-2], y.shape[-1]
        if self.plan.window:
            y = self.normalise(self.layers(cut_windows(y, self.plan.window)))  # Bnm pq d
            y = join_windows(y, self.plan.window, size)  # B d H W
        else:
            counts = self.count_patches(*size)  # n m
            y = self.normalise(self.layers(unfold(y, counts)))  # Bpq nm d
            y = fold(y, counts, size)  # B d H W
        y = y[..., :rows, :columns]
        y = torch.cat((x, self.project(y)), 1)  # B 2C H W
        out: Tensor = self.fuse(y)  # B C H W
        return out

    def count_patches(self, rows: int, columns: int) -> tuple[int, int]:
        """Return how many patches lie along each side of a padded map.

        Parameters
        ----------
        rows
            H, a multiple of the plan's grid or patch.
        columns
            W, likewise.

        Returns
        -------
        tuple[int, int]
            n and m.
        """
        if self.plan.patch:
            return rows // self.plan.patch, columns // self.plan.patch
        grid = self.plan.grid or 1
        return grid, grid


def pad_to_multiple(x: Tensor, multiple: int) -> Tensor:
    """Repeat the last row and column until both sides are multiples.

    Parameters
    ----------
    x
        (B, C, H, W) float.
    multiple
        At least 1.

    Returns
    -------
    Tensor
        (B, C, H', W') float, H' >= H and W' >= W.
    """
    below, right = -x.shape[-2] % multiple, -x.shape[-1] % multiple
    return functional.pad(x, (0, right, 0, below), mode="replicate")


def unfold(x: Tensor, counts: tuple[int, int]) -> Tensor:
    """Cut a map into patches and line up the pixels that share a place in their patch.

    Parameters
    ----------
    x
        (B, d, n p, m q) float.
    counts
        n and m.

    Returns
    -------
    Tensor
        (B p q, n m, d) float.
    """
    n, m = counts
    x = _lay_tokens_last(x).unflatten(2, (m, -1)).unflatten(1, (n, -1))  # B n p m q d
    out: Tensor = x.permute(0, 2, 4, 1, 3, 5).flatten(3, 4).flatten(0, 2)
    return out


def fold(tokens: Tensor, counts: tuple[int, int], size: tuple[int, int]) -> Tensor:
    """Undo `unfold`.

    Parameters
    ----------
    tokens
        (B p q, n m, d) float.
    counts
        n and m.
    size
        n p and m q.

    Returns
    -------
    Tensor
        (B, d, n p, m q) float.
    """
    n, m = counts
    p, q = size[0] // n, size[1] // m
    x = tokens.unflatten(1, (n, m)).unflatten(0, (-1, p, q))  # B p q n m d
    return _lay_channels_first(x.permute(0, 3, 1, 4, 2, 5).flatten(1, 4), size)


def _lay_tokens_last(x: Tensor) -> Tensor:
    """Make each pixel's channels neighbours: (B, d, H, W) -> (B, H, W, d).

    By itself and not as part of the next permutation: whole tokens are then moved instead of single numbers.
    """
    out: Tensor = x.flatten(2).transpose(1, 2).unflatten(1, x.shape[2:])
    return out


def _lay_channels_first(tokens: Tensor, size: tuple[int, int]) -> Tensor:
    """Undo `_lay_tokens_last` for the tokens of a map of H x W: (B, HW, d) -> (B, d, H, W)."""
    out: Tensor = tokens.transpose(1, 2).unflatten(2, size)
    return out


def cut_windows(x: Tensor, side: int) -> Tensor:
    """Cut a map into windows and line up the pixels of each.

    Parameters
    ----------
    x
        (B, d, n p, m p) float.
    side
        p.

    Returns
    -------
    Tensor
        (B n m, p p, d) float.
    """
    x = _lay_tokens_last(x).unflatten(2, (-1, side)).unflatten(1, (-1, side))  # B n p m p d
    out: Tensor = x.permute(0, 1, 3, 2, 4, 5).flatten(3, 4).flatten(0, 2)
    return out


def join_windows(tokens: Tensor, side: int, size: tuple[int, int]) -> Tensor:
    """Undo `cut_windows`.

    Parameters
    ----------
    tokens
        (B n m, p p, d) float.
    side
        p.
    size
        n p and m p.

    Returns
    -------
    Tensor
        (B, d, n p, m p) float.
    """
    n, m = size[0] // side, size[1] // side
    x = tokens.unflatten(1, (side, side)).unflatten(0, (-1, n, m))  # B n m p p d
    return _lay_channels_first(x.permute(0, 1, 3, 2, 4, 5).flatten(1, 4), size)


def _filter(inputs: int, outputs: int) -> nn.Sequential:
    """Filter across all channels: (B, C, H, W) -> (B, D, H, W)."""
    return _conv(inputs, outputs, 3)


def _conv(inputs: int, outputs: int, side: int) -> nn.Sequential:
    """Dense convolution, batch normalisation, SiLU: (B, C, H, W) -> (B, D, H, W)."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, side, padding=side // 2, bias=False), nn.BatchNorm2d(outputs), nn.SiLU(inplace=True)
    )
