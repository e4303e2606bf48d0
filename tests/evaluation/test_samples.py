from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.pairs import Pair
from efficientcracknet.evaluation.samples import read_sample
from tests.fake_datasets import CRACK, draw


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """A grey gradient of 6 x 8 px with the drawn crack, as a 1-bit mask."""
    grey = np.arange(48, dtype=np.uint8).reshape(6, 8) * 5
    Image.fromarray(np.stack([grey] * 3, axis=2)).save(tmp_path / "image.png")
    Image.fromarray(draw(CRACK)).save(tmp_path / "mask.png")
    return Pair("one", tmp_path / "image.png", tmp_path / "mask.png")


def test_native_pictures_are_left_as_they_are(pair: Pair) -> None:
    sample = read_sample(pair, None)

    assert sample.key == "one"
    assert sample.pixels[:, :, 0].tolist() == (np.arange(48).reshape(6, 8) * 5).tolist()
    assert np.array_equal(sample.truth, draw(CRACK))


def test_truth_of_a_one_bit_mask_is_made_of_zeros_and_ones(pair: Pair) -> None:
    # Pillow hands out 1-bit pictures as bools of 0 and 255: scikit-image reads beyond its tables with those.
    assert set(np.unique(read_sample(pair, None).truth.view(np.uint8))) == {0, 1}


def test_picture_and_truth_are_resized_bilinearly_and_the_truth_cut_above_127(pair: Pair) -> None:
    sample = read_sample(pair, (3, 4))
    picture = Image.open(pair.image).resize((4, 3), Image.Resampling.BILINEAR)
    grey = Image.fromarray(draw(CRACK).astype(np.uint8) * 255).resize((4, 3), Image.Resampling.BILINEAR)

    assert np.array_equal(sample.pixels, np.asarray(picture))
    assert np.array_equal(sample.truth, np.asarray(grey) > 127)


def test_a_picture_without_a_mask_has_an_empty_truth_of_its_size(pair: Pair) -> None:
    assert not read_sample(Pair("one", pair.image, None), None).truth.any()
    assert read_sample(Pair("one", pair.image, None), (3, 4)).truth.shape == (3, 4)


def test_a_mask_of_another_size_is_refused(pair: Pair, tmp_path: Path) -> None:
    Image.new("L", (9, 6)).save(tmp_path / "other.png")

    with pytest.raises(DataError, match=r"picture's size \(6, 8\) \(height, width\), got \(6, 9\).*other\.png"):
        read_sample(Pair("one", pair.image, tmp_path / "other.png"), (3, 4))
