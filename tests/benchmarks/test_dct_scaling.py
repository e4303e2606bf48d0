from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.dct_scaling import WAYS, compare, decode, find_mask, summarise
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import write_darkness_logits


@pytest.fixture
def predictor(tmp_path: Path) -> Predictor:
    path = write_darkness_logits(tmp_path / "net.onnx")
    return Predictor(find_weights(path), open_session(path, 1, "cpu"))


@pytest.mark.parametrize(("parts", "size"), [(1, (41, 67)), (2, (21, 34)), (4, (11, 17)), (8, (6, 9))])
def test_a_jpeg_is_decoded_at_a_part_of_its_size(tmp_path: Path, parts: int, size: tuple[int, int]) -> None:
    Image.new("RGB", (67, 41), (90, 90, 90)).save(tmp_path / "a.jpg")
    pixels = decode(tmp_path / "a.jpg", parts)

    assert pixels.shape[:2] == size
    assert np.abs(pixels.astype(int) - 90).max() <= 2


def test_a_mask_has_the_size_of_the_whole(predictor: Predictor) -> None:
    pixels = np.full((10, 12, 3), 255, np.uint8)
    pixels[4:7] = 0
    mask = find_mask(predictor, pixels, 4)

    assert mask.shape == (40, 48)
    assert mask[18:26].all()
    assert not mask[:14].any()


@pytest.mark.parametrize("parts", [2, 4, 8])
def test_broad_shapes_are_found_alike_in_every_way(predictor: Predictor, tmp_path: Path, parts: int) -> None:
    pixels = np.full((48, 64, 3), 255, np.uint8)
    pixels[16:32] = 0
    found = compare(predictor, pixels, parts, tmp_path)

    assert list(found) == [way for way in WAYS if way[0] == parts]
    for one in found.values():
        assert one.shared / one.either > 0.95
        assert one.photo_ms >= 0


def test_without_a_crack_anywhere_there_is_nothing_to_agree_on(predictor: Predictor, tmp_path: Path) -> None:
    found = compare(predictor, np.full((16, 16, 3), 255, np.uint8), 2, tmp_path)

    assert summarise(list(found.values()))["iou"] == 0
