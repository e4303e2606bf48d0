import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet import prediction as module
from efficientcracknet.core.errors import ImageError, OutputError, SettingsError
from efficientcracknet.core.scale import PixelScale
from efficientcracknet.draw.overlay import BRIGHT, draw_overlay
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.prediction import PhotoPredictor, fit_jpeg, load
from efficientcracknet.runtime.images import Photo, read_mask, read_photo, read_size
from tests.tiny_networks import write_darkness_logits


@pytest.fixture
def predictor(tmp_path: Path) -> PhotoPredictor:
    return load(write_darkness_logits(tmp_path / "net.onnx"), threads=1)


@pytest.fixture
def wall() -> NDArray[np.uint8]:
    """A white wall of 12 x 20 with a black crack in row 5."""
    pixels = np.full((12, 20, 3), 255, np.uint8)
    pixels[5] = 0
    return pixels


def test_an_array_a_photo_and_a_file_give_the_same(
    predictor: PhotoPredictor, wall: NDArray[np.uint8], tmp_path: Path
) -> None:
    Image.fromarray(wall).save(tmp_path / "wall.png")
    results = [predictor(image) for image in (wall, Photo(wall), tmp_path / "wall.png", str(tmp_path / "wall.png"))]

    assert all((result.mask == (wall[..., 0] == 0)).all() for result in results)
    assert [result.photo.path for result in results] == [None, None, tmp_path / "wall.png", tmp_path / "wall.png"]


def test_later_changes_of_the_array_do_not_reach_the_result(predictor: PhotoPredictor, wall: NDArray[np.uint8]) -> None:
    result = predictor(wall)
    wall[:] = 0

    assert result.photo.pixels.max() == 255
    assert not result.probability.flags.writeable
    assert not result.mask.flags.writeable


def test_the_overlay_is_that_of_the_mask(predictor: PhotoPredictor, wall: NDArray[np.uint8]) -> None:
    assert (predictor(wall).overlay() == draw_overlay(wall, wall[..., 0] == 0)).all()


def test_measuring_is_that_of_the_crack_map(predictor: PhotoPredictor) -> None:
    wall = np.full((60, 90, 3), 255, np.uint8)
    wall[30:34, 10:80] = 0
    (crack,) = predictor(wall).measure(PixelScale(mm_per_px=0.5)).cracks

    assert crack.length_px == pytest.approx(70, abs=1)
    assert crack.length_mm == pytest.approx(35, abs=0.5)
    assert predictor(wall).measure(settings=MeasureSettings(smallest_length_px=71)).cracks == ()


def test_the_dictionary_is_ready_for_json(predictor: PhotoPredictor, wall: NDArray[np.uint8]) -> None:
    photo = Photo(wall, Path("a") / "b.jpg", "2024-05-01T10:00:00", 48.1, 11.6, "Maker Model")
    document = json.loads(json.dumps(predictor(photo).to_dict()))

    assert document["weights"].pop("sha256") == predictor.weights.sha256
    assert document == {
        "file": "a/b.jpg",
        "width_px": 20,
        "height_px": 12,
        "crack_share": pytest.approx(1 / 12),
        "working_scale": 1.0,
        "working_scale_reason": "too small or too even to tell",
        "taken_at": "2024-05-01T10:00:00",
        "latitude_deg": 48.1,
        "longitude_deg": 11.6,
        "camera": "Maker Model",
        "threshold": 0.5,
        "weights": {"name": "net", "terms": "not stated"},
    }


def test_saving_writes_mask_overlay_and_facts(
    predictor: PhotoPredictor, wall: NDArray[np.uint8], tmp_path: Path
) -> None:
    result = predictor(wall)
    result.save(tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"

    assert sorted(path.name for path in folder.iterdir()) == ["mask.png", "overlay.jpg", "prediction.json"]
    with Image.open(folder / "mask.png") as mask:
        assert set(np.unique(np.asarray(mask))) == {0, 255}
    assert (read_mask(folder / "mask.png") == result.mask).all()
    assert read_size(folder / "overlay.jpg") == (12, 20)
    assert json.loads((folder / "prediction.json").read_text(encoding="utf-8")) == result.to_dict()


def test_lines_one_pixel_wide_keep_their_colour_in_the_file(
    predictor: PhotoPredictor, wall: NDArray[np.uint8], tmp_path: Path
) -> None:
    result = predictor(wall)
    result.save(tmp_path)
    is_bright = (result.overlay() == BRIGHT).all(axis=2)

    assert is_bright.any()
    assert np.abs(read_photo(tmp_path / "overlay.jpg").pixels[is_bright].mean(axis=0) - BRIGHT).max() < 12


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OutputError("full")])
def test_mask_and_overlay_are_written_both_or_neither(
    predictor: PhotoPredictor, wall: NDArray[np.uint8], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(module, "write_jpeg", fail)
    with pytest.raises((KeyboardInterrupt, OutputError)):
        predictor(wall).save(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_threshold_and_weights_are_told(tmp_path: Path) -> None:
    predictor = load(write_darkness_logits(tmp_path / "net.onnx"), threshold=0.9)

    assert (predictor.threshold, predictor.weights.name) == (0.9, "net")
    assert predictor(np.full((1, 1, 3), 120, np.uint8)).crack_map.threshold == 0.9


def test_a_grey_array_is_refused(predictor: PhotoPredictor) -> None:
    with pytest.raises(ImageError, match=r"got uint8 of shape \(4, 5\)"):
        predictor(np.zeros((4, 5), np.uint8))


def test_no_threads_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="`threads` must be at least 1, got 0"):
        load(write_darkness_logits(tmp_path / "net.onnx"), threads=0)


@pytest.mark.parametrize(
    ("size", "fitted"), [((1, 65500), (1, 65500)), ((1, 131000), (1, 65500)), ((131000, 4), (65500, 2))]
)
def test_an_overlay_too_long_for_a_jpeg_is_reduced(size: tuple[int, int], fitted: tuple[int, int]) -> None:
    assert fit_jpeg(np.zeros((*size, 3), np.uint8)).shape == (*fitted, 3)
