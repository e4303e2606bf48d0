import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.web.desk.kept_map import find_levels
from efficientcracknet.web.desk.pyramid import Pyramid
from efficientcracknet.web.desk.tile_file import read_tile, write_photo_tiles, write_probability_tiles


def read_level(path: Path, pyramid: Pyramid, level: int) -> np.ndarray:
    """Return the picture of a level, put together from its tiles without overlap."""
    picture = np.zeros(pyramid.find_size(level), np.uint8)
    for tile in pyramid.list_tiles(level):
        content = read_tile(path, pyramid.find_number(level, tile.row, tile.col))
        picture[tile.rows, tile.cols] = np.asarray(Image.open(io.BytesIO(content)))
    return picture


@pytest.mark.parametrize("size", [(700, 1100), (1, 1), (1, 513), (33, 2)])
def test_the_tiles_of_the_last_level_are_the_map(tmp_path: Path, size: tuple[int, int]) -> None:
    probability = np.random.default_rng(0).random(size, np.float32)
    pyramid = Pyramid(*size)
    write_probability_tiles(tmp_path / "map.tiles", pyramid, probability)

    assert (read_level(tmp_path / "map.tiles", pyramid, pyramid.max_level) == find_levels(probability)).all()


def test_a_crack_of_one_pixel_is_seen_on_every_level(tmp_path: Path) -> None:
    probability = np.zeros((900, 900), np.float32)
    probability[451] = 0.9
    pyramid = Pyramid(900, 900)
    write_probability_tiles(tmp_path / "map.tiles", pyramid, probability)

    for level in range(pyramid.max_level + 1):
        assert (read_level(tmp_path / "map.tiles", pyramid, level).max(axis=0) == 180).all()


def test_tiles_of_a_photo_show_it(tmp_path: Path) -> None:
    pixels = np.full((600, 520, 3), (200, 100, 50), np.uint8)
    pyramid = Pyramid(600, 520, overlap_px=1)
    write_photo_tiles(tmp_path / "photo.tiles", pyramid, pixels)
    tile = np.asarray(Image.open(io.BytesIO(read_tile(tmp_path / "photo.tiles", 3))))

    assert tile.shape == (600 - 511, 520 - 511, 3)
    assert np.abs(tile.astype(int) - (200, 100, 50)).max() <= 3


def test_no_tile_comes_from_a_number_too_high_or_another_file(tmp_path: Path) -> None:
    write_probability_tiles(tmp_path / "map.tiles", Pyramid(4, 4), np.zeros((4, 4), np.float32))
    (tmp_path / "other").write_bytes(b"no tiles")
    (tmp_path / "short").write_bytes(b"ECNTILE1")

    assert read_tile(tmp_path / "map.tiles", 3) is None
    assert read_tile(tmp_path / "other", 0) is None
    assert read_tile(tmp_path / "short", 0) is None
    assert read_tile(tmp_path / "missing", 0) is None
