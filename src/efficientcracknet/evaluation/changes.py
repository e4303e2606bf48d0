"""What may happen to a picture before it is scored: worse light, a worse camera, another size, many copies of it.

Each change is written ``KIND-NUMBER``; what chance there is in it depends on the picture's key alone.
"""

import io
import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import uniform_filter1d

from efficientcracknet.core.errors import SettingsError, list_nearest_first
from efficientcracknet.evaluation.matching import TOLERANCE_PX
from efficientcracknet.evaluation.samples import Sample
from efficientcracknet.runtime.images import resize_mask

Pixels = NDArray[np.uint8]

SHADOW_SOFT_SHARE = 0.05
"""Width of a shadow's edge as a share of the picture's shorter side."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind and how strong it is.

    Attributes
    ----------
    kind
        Key of `KINDS`.
    strength
        What the number of this kind means, see there.
    """

    kind: str
    strength: float

    @property
    def name(self) -> str:
        """``KIND-NUMBER``, as `parse_change` reads it."""
        return f"{self.kind}-{self.strength:g}"

    @property
    def tolerance_px(self) -> int:
        """Of F1 with a tolerance: it grows and shrinks with the picture, at least 1."""
        return max(round(TOLERANCE_PX * self.strength), 1) if self.kind == "scale" else TOLERANCE_PX

    def apply(self, sample: Sample) -> Sample:
        """Return the picture changed, with the truth where it then is.

        Parameters
        ----------
        sample
            Left as it is.

        Returns
        -------
        Sample
            With the same key.
        """
        if self.kind == "tile":
            times = int(self.strength)
            return Sample(sample.key, np.tile(sample.pixels, (times, times, 1)), np.tile(sample.truth, (times, times)))
        if self.kind == "scale":
            return _resize(sample, self.strength)
        generator = np.random.default_rng(zlib.crc32(sample.key.encode()))
        changed = KINDS[self.kind].act(sample.pixels, self.strength, generator)
        return Sample(sample.key, changed, sample.truth)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: what its number means, which numbers it takes, and what it does to pixels."""

    meaning: str
    lowest: float
    highest: float
    act: Callable[[Pixels, float, np.random.Generator], Pixels]


def parse_change(text: str) -> Change:
    """Read a change as the user writes it.

    Parameters
    ----------
    text
        ``KIND-NUMBER``.

    Returns
    -------
    Change
        Of a known kind, within what that takes.

    Raises
    ------
    SettingsError
        If the kind is unknown or the number is none it takes.

    Examples
    --------
    >>> parse_change("contrast-0.4")
    Change(kind='contrast', strength=0.4)
    """
    name, _, number = text.rpartition("-")
    if name not in KINDS:
        raise SettingsError(
            f"evaluate: `change` must be KIND-NUMBER, got {text!r}. Kinds: {list_nearest_first(name or text, KINDS)}. "
            "Example: contrast-0.4"
        )
    kind = KINDS[name]
    try:
        strength = float(number)
    except ValueError:
        strength = math.nan
    if not kind.lowest <= strength <= kind.highest or (name == "tile" and strength % 1):
        raise SettingsError(
            f"evaluate: the number of `change` {name} must be from {kind.lowest:g} to {kind.highest:g}, got "
            f"{number!r}. It is {kind.meaning}."
        )
    return Change(name, strength)


def _resize(sample: Sample, factor: float) -> Sample:
    """Enlarge or shrink by Lanczos; the truth as grey, cut in the middle."""
    height, width = (max(round(side * factor), 1) for side in sample.truth.shape)
    pixels = Image.fromarray(sample.pixels).resize((width, height), Image.Resampling.LANCZOS)
    return Sample(sample.key, np.asarray(pixels), resize_mask(sample.truth, height, width))


def _to_pixels(values: NDArray[np.floating]) -> Pixels:
    pixels: Pixels = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return pixels


def _flatten(pixels: Pixels, factor: float, generator: np.random.Generator) -> Pixels:
    mean = pixels.mean()
    return _to_pixels(mean + (pixels - mean) * factor)


def _darken(pixels: Pixels, factor: float, generator: np.random.Generator) -> Pixels:
    return _to_pixels(pixels * factor)


def _add_noise(pixels: Pixels, sigma: float, generator: np.random.Generator) -> Pixels:
    return _to_pixels(pixels + generator.normal(0, sigma, pixels.shape))


def _compress(pixels: Pixels, quality: float, generator: np.random.Generator) -> Pixels:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=int(quality))
    compressed: Pixels = np.asarray(Image.open(file).convert("RGB"))
    return compressed


def _move(pixels: Pixels, length_px: float, generator: np.random.Generator) -> Pixels:
    return _to_pixels(uniform_filter1d(pixels.astype(np.float64), int(length_px), axis=int(generator.integers(2))))


def _shade(pixels: Pixels, darkness: float, generator: np.random.Generator) -> Pixels:
    """Darken one side of a line through the middle third; its edge is soft."""
    height, width = pixels.shape[:2]
    angle = generator.uniform(0, 2 * np.pi)
    row, column = (generator.uniform(side / 3, 2 * side / 3) for side in (height, width))
    rows, columns = np.mgrid[:height, :width]
    beyond = (rows - row) * np.sin(angle) + (columns - column) * np.cos(angle)
    covered = np.clip(beyond / (SHADOW_SOFT_SHARE * min(height, width)) + 0.5, 0, 1)
    return _to_pixels(pixels * (1 - darkness * covered[..., None]))


def _keep(pixels: Pixels, strength: float, generator: np.random.Generator) -> Pixels:
    return pixels


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "contrast": Kind("what is left of differences from the picture's mean", 0, 10, _flatten),
        "brightness": Kind("what every value is multiplied by", 0, 10, _darken),
        "noise": Kind("the standard deviation of normal noise, of 255", 0, 255, _add_noise),
        "jpeg": Kind("the quality of a JPEG file", 1, 100, _compress),
        "motion": Kind("the length in px of a blur along rows or columns", 1, 1000, _move),
        "shadow": Kind("the light taken from one side of a line with a soft edge", 0, 1, _shade),
        "scale": Kind("the factor of both sides, by Lanczos; tolerances grow alike", 0.05, 20, _keep),
        "tile": Kind("how often the picture is repeated along each side", 1, 16, _keep),
    }
)
