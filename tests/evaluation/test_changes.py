"""Changes of pictures before they are scored."""

import numpy as np
import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.changes import KINDS, Change, parse_change
from efficientcracknet.evaluation.samples import Sample


def sample(height: int = 12, width: int = 18, key: str = "a") -> Sample:
    pixels = np.random.default_rng(1).integers(40, 200, (height, width, 3), np.uint8)
    truth = np.zeros((height, width), np.bool_)
    truth[height // 2] = True
    return Sample(key, pixels, truth)


def test_contrast_keeps_the_mean_and_shrinks_differences() -> None:
    before, after = sample().pixels.astype(float), Change("contrast", 0.4).apply(sample()).pixels.astype(float)
    np.testing.assert_allclose(after, before.mean() + 0.4 * (before - before.mean()), atol=0.5)


def test_brightness_multiplies_every_value() -> None:
    np.testing.assert_allclose(Change("brightness", 0.35).apply(sample()).pixels, sample().pixels * 0.35, atol=0.5)


def test_noise_has_the_deviation_that_was_asked_for() -> None:
    grey = Sample("g", np.full((100, 100, 3), 128, np.uint8), np.zeros((100, 100), np.bool_))
    assert np.std(Change("noise", 15).apply(grey).pixels.astype(float)) == pytest.approx(15, rel=0.03)


def test_motion_spreads_a_point_over_its_length() -> None:
    pixels = np.zeros((15, 15, 3), np.uint8)
    pixels[7, 7] = 250
    blurred = Change("motion", 5).apply(Sample("p", pixels, np.zeros((15, 15), np.bool_))).pixels[..., 0]
    assert np.count_nonzero(blurred) == 5
    assert set(blurred[blurred > 0].tolist()) == {50}


def test_a_shadow_takes_its_share_of_light_from_one_side_only() -> None:
    grey = Sample("s", np.full((60, 80, 3), 200, np.uint8), np.zeros((60, 80), np.bool_))
    shaded = Change("shadow", 0.5).apply(grey).pixels[..., 0]
    assert (shaded.min(), shaded.max()) == (100, 200)
    soft = np.mean((shaded > 100) & (shaded < 200))
    assert 0 < soft < 0.2


def test_compression_changes_pixels_but_not_their_mean() -> None:
    after = Change("jpeg", 25).apply(sample(48, 64)).pixels
    assert (after != sample(48, 64).pixels).mean() > 0.5
    assert after.mean() == pytest.approx(sample(48, 64).pixels.mean(), abs=2)


@pytest.mark.parametrize(("factor", "tolerance"), [(0.5, 1), (2, 4), (4, 8)])
def test_scale_moves_picture_truth_and_tolerance_alike(factor: float, tolerance: int) -> None:
    change = Change("scale", factor)
    after = change.apply(sample(40, 60))
    assert after.pixels.shape[:2] == after.truth.shape == (round(40 * factor), round(60 * factor))
    assert change.tolerance_px == tolerance


def test_tiles_repeat_picture_and_truth() -> None:
    after = Change("tile", 3).apply(sample(4, 5))
    assert after.pixels.shape == (12, 15, 3)
    assert after.truth.sum() == 9 * 5
    np.testing.assert_array_equal(after.pixels[4:8, 5:10], sample(4, 5).pixels)


@pytest.mark.parametrize("kind", KINDS)
def test_chance_depends_on_the_key_alone_and_the_sample_stays(kind: str) -> None:
    one = sample()
    change = Change(kind, {"noise": 15, "jpeg": 25, "motion": 5, "scale": 2, "tile": 2}.get(kind, 0.5))
    first, second = change.apply(one).pixels, change.apply(sample()).pixels
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(one.pixels, sample().pixels)
    assert parse_change(change.name) == change


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("contrst-0.4", r"must be KIND-NUMBER, got 'contrst-0.4'. Kinds: contrast"),
        ("jpeg-0", r"`change` jpeg must be from 1 to 100, got '0'"),
        ("tile-1.5", r"`change` tile must be from 1 to 16, got '1.5'"),
        ("noise-much", r"`change` noise must be from 0 to 255, got 'much'"),
    ],
)
def test_changes_that_cannot_be_made_are_refused(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parse_change(text)
