"""Even light: pictures in dim light or haze are brought near those that the network learned from.

Letters: B batch, H rows, W columns.
"""

from torch import Tensor, nn

from efficientcracknet.core.preprocess import TRAINED_PREPROCESSING

MEAN, UNIT = TRAINED_PREPROCESSING.mean[0], TRAINED_PREPROCESSING.std[0]
"""The same in every channel, 0..1 from black to white."""

BLACK, GREY = (0 - MEAN) / UNIT, (0.5 - MEAN) / UNIT
"""In the normalised input."""

MOST_GAIN = 4.0
ROWS = 4
"""Of so many rows, one is looked at for mean and contrast; heights are multiples of it."""


class EvenLight(nn.Module):
    """Raise the contrast of flat pictures, and with it the light of dark ones: (B, 3, H, W) -> (B, 3, H, W).

    Others stay as they are. Inside the network, so that every program that runs it sees the same.

    Parameters
    ----------
    least_contrast
        Standard deviation over all pixels and channels that a picture is raised to, 0..1 from black to white; four
        times at most.
    """

    def __init__(self, least_contrast: float) -> None:
        super().__init__()
        self.least = least_contrast / UNIT

    def forward(self, x: Tensor) -> Tensor:
        """Return the pictures in even light."""
        batch, channels, height, width = x.shape
        rows = x.reshape(batch, channels, height // ROWS, ROWS * width)  # so many in one
        seen = rows[..., :width]  # B 3 H/4 W
        mean = seen.mean((1, 2, 3), keepdim=True)  # B 1 1 1
        contrast = (seen - mean).square().mean((1, 2, 3), keepdim=True).sqrt()  # B 1 1 1
        gain = (self.least / contrast.clamp(min=self.least / MOST_GAIN)).clamp(min=1.0)  # B 1 1 1
        # As more light would, but not beyond grey; what is brighter already keeps its place.
        raised = ((mean - BLACK) * gain + BLACK).minimum(mean.clamp(min=GREY))  # B 1 1 1
        out: Tensor = x * gain + (raised - mean * gain)
        return out
