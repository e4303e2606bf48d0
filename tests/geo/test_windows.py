import numpy as np
import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.geo.windows import ArraySource, plan_windows, quantise_threshold


@pytest.mark.parametrize(("height", "width"), [(1, 1), (100, 70), (333, 501), (200, 400)])
def test_cores_cover_every_pixel_once(height: int, width: int) -> None:
    covered = np.zeros((height, width), int)
    for window in plan_windows(height, width, core_px=100, margin_px=64):
        covered[window.core.rows, window.core.cols] += 1

    assert (covered == 1).all()


def test_a_window_sees_its_margin_as_far_as_the_raster_reaches() -> None:
    windows = {(one.band_row, one.band_column): one for one in plan_windows(300, 300, core_px=100, margin_px=64)}
    middle, last = windows[1, 1].seen, windows[2, 2].seen

    assert (middle.top, middle.left, middle.height, middle.width) == (36, 36, 228, 228)
    assert (last.top, last.left, last.height, last.width) == (136, 136, 164, 164)


def test_a_raster_without_pixels_has_no_windows() -> None:
    assert list(plan_windows(0, 100)) == []


@pytest.mark.parametrize("margin_px", [63, 101])
def test_a_margin_that_is_too_small_or_larger_than_the_core_is_refused(margin_px: int) -> None:
    with pytest.raises(SettingsError, match=f"from 64 to the core's 100, got {margin_px}"):
        list(plan_windows(10, 10, core_px=100, margin_px=margin_px))


@pytest.mark.parametrize("byte", range(1, 256))
def test_a_byte_counts_as_crack_from_its_own_probability_on(byte: int) -> None:
    assert quantise_threshold(byte / 255) == byte


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_beyond_its_range_is_refused(threshold: float) -> None:
    with pytest.raises(SettingsError, match=f"from 0 to 1, got {threshold}"):
        quantise_threshold(threshold)


def test_an_array_is_a_source() -> None:
    source = ArraySource(np.arange(12, dtype=np.uint8).reshape(3, 4))

    assert (source.height, source.width) == (3, 4)
    assert source.read(1, 2, 2, 2).tolist() == [[6, 7], [10, 11]]
