"""Joining a stage of the decoder with its skip: the coarse map is projected, enlarged, and added or laid beside.

Letters: B batch, C channels below, D channels of the skip, H rows, W columns.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientcracknet.model.separable import PointConv


class SumJoin(PointConv):
    """Project, repeat each pixel twice, add: (B, C, H, W), (B, D, 2H, 2W) -> (B, D, 2H, 2W).

    Projected before it is enlarged, added instead of concatenated: the runtime then keeps its blocked layout.

    Parameters
    ----------
    below
        Channels of the coarse map, C.
    skip
        Channels of the skip, D.
    """

    outputs: int

    def __init__(self, below: int, skip: int) -> None:
        super().__init__(below, skip)
        self.outputs = skip

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:  # type: ignore[override]  # two maps come in
        """Return both maps as one."""
        below: Tensor = nn.Sequential.forward(self, x)  # type: ignore[no-untyped-call]
        return skip + _repeat(below)


class ConcatJoin(PointConv):
    """Project, repeat each pixel twice, lay beside: (B, C, H, W), (B, D, 2H, 2W) -> (B, 2D, 2H, 2W).

    Parameters
    ----------
    below
        Channels of the coarse map, C.
    skip
        Channels of the skip, D.
    """

    outputs: int

    def __init__(self, below: int, skip: int) -> None:
        super().__init__(below, skip)
        self.outputs = 2 * skip

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:  # type: ignore[override]  # two maps come in
        """Return both maps side by side."""
        below: Tensor = nn.Sequential.forward(self, x)  # type: ignore[no-untyped-call]
        return torch.cat((skip, _repeat(below)), 1)


JOINS: Mapping[str, type[SumJoin] | type[ConcatJoin]] = {"sum": SumJoin, "concat": ConcatJoin}


def _repeat(x: Tensor) -> Tensor:
    """Enlarge twice, each pixel repeated: (B, C, H, W) -> (B, C, 2H, 2W)."""
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")
