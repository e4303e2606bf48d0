"""A thin last look at the picture, at its full size: coarse logits are mended where the picture says more.

Letters: B batch, H rows, W columns.
"""

import torch
from torch import Tensor, nn

CHANNELS = 8


class Refinement(nn.Module):
    """Two small convolutions over logits and picture: (B, 1, H, W), (B, 3, H, W) -> (B, 1, H, W)."""

    def __init__(self) -> None:
        super().__init__()
        self.mend = nn.Sequential(
            nn.Conv2d(4, CHANNELS, 3, padding=1), nn.ReLU(inplace=True), nn.Conv2d(CHANNELS, 1, 3, padding=1)
        )

    def forward(self, logits: Tensor, picture: Tensor) -> Tensor:
        """Return the logits plus what is mended."""
        out: Tensor = logits + self.mend(torch.cat((logits, picture), 1))  # 4 @1 -> 1 @1
        return out
