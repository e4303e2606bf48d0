"""The working scale follows the detail of a picture."""

import numpy as np
import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.working_scale import WorkingScale, choose_scale, compare_octaves


def even_octaves(side: int, empty: int = 0) -> np.ndarray:
    """A picture with equal energy in every octave, but for the finest ones."""
    frequency = np.maximum(np.abs(np.fft.fftfreq(side))[:, None], np.fft.rfftfreq(side))
    spectrum = np.fft.rfft2(np.random.default_rng(0).standard_normal((side, side)))
    spectrum = np.where(frequency > 0, spectrum / np.maximum(frequency, 1e-9), 0)
    spectrum[frequency > 0.5 / 2**empty] = 0
    grey = np.fft.irfft2(spectrum, (side, side))
    return np.repeat(np.clip(128 + 40 * grey / grey.std(), 0, 255)[..., None], 3, 2).astype(np.uint8)


@pytest.mark.parametrize("empty", [0, 1, 2, 3])
def test_the_scale_leaves_out_the_octaves_that_are_empty(empty: int) -> None:
    choice = choose_scale(even_octaves(512, empty))
    assert choice.factor == 1 / 2**empty
    assert str(2**empty) in choice.reason or empty == 0


def test_octaves_of_equal_energy_compare_as_one() -> None:
    assert compare_octaves(even_octaves(512)) == pytest.approx((1, 1, 1), rel=0.25)


@pytest.mark.parametrize("pixels", [np.zeros((512, 512, 3), np.uint8), even_octaves(512)[:40, :40]])
def test_a_picture_too_even_or_too_small_to_tell_is_seen_as_it_is(pixels: np.ndarray) -> None:
    assert choose_scale(pixels).factor == 1


@pytest.mark.parametrize("factor", [0.0, 0.01, 9.0, float("nan")])
def test_a_factor_out_of_range_is_refused(factor: float) -> None:
    with pytest.raises(SettingsError, match=r"`factor` must be from 0\.015625 to 8, got"):
        WorkingScale(factor, "")
