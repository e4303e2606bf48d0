from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import Affine

from benchmarks.drawn_map import BORDER_PX, DrawnMap, plan_map, read_ground, write_map
from efficientcracknet.core.errors import DataError

GROUND = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3) * 4 + 100


def plan(height: int = 1500, width: int = 2600) -> DrawnMap:
    return plan_map(height, width, width_px=5, ground=GROUND, seed=0)


def test_lines_stay_inside_and_apart() -> None:
    drawn = plan(4000, 6000)

    assert len(drawn.lines) >= 3
    assert all((line > BORDER_PX).all() and (line < np.array([4000, 6000]) - BORDER_PX).all() for line in drawn.lines)
    first, second = drawn.lines[:2]
    assert min(np.linalg.norm(second - point, axis=1).min() for point in first[::10]) > 300


def test_a_rectangle_has_the_same_pixels_however_it_is_asked_for() -> None:
    drawn = plan()
    (line, *_) = drawn.lines
    top, left = (line[len(line) // 2] - 60).astype(int)
    whole = drawn.paint_window(top, left, 120, 140)

    halves = [drawn.paint_window(top, left + start, 120, 70) for start in (0, 70)]

    np.testing.assert_array_equal(np.concatenate(halves, axis=1), whole)
    assert whole.min() < 0.4 * whole.max()  # the crack is in it


def test_the_darkened_area_is_length_times_width() -> None:
    drawn = plan_map(1500, 2600, width_px=5, ground=np.full((8, 8, 3), 200, np.uint8), seed=0)
    bare = DrawnMap(1500, 2600, (), 5, drawn.ground)
    painted, clean = (one.paint_window(0, 0, 1500, 2600)[..., 0].astype(float) for one in (drawn, bare))

    length_px = sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in drawn.lines)
    np.testing.assert_allclose(((clean - painted) / clean).sum() / 0.75, 5 * length_px, rtol=0.01)


def test_the_ground_is_mirrored_in_every_other_cell() -> None:
    row = DrawnMap(100, 100, (), 5, GROUND).paint_window(0, 0, 1, 7)[0, :, 0]

    np.testing.assert_allclose(row, [100, 112, 124, 124, 112, 100, 100], atol=2)  # light changes slowly


def test_the_written_map_has_the_pixels_and_lies_in_utm(tmp_path: Path) -> None:
    drawn = plan(1300, 1400)
    write_map(drawn, tmp_path / "map.tif")

    with rasterio.open(tmp_path / "map.tif") as source:
        assert (source.height, source.width, source.block_shapes[0]) == (1300, 1400, (512, 512))
        assert source.crs.to_epsg() == 32632
        assert source.transform == Affine(0.001, 0, 500000, 0, -0.001, 5400000)
        pixels = source.read().transpose(1, 2, 0)
    difference = pixels[..., 1].astype(int) - drawn.paint_window(0, 0, 1300, 1400)[..., 1]
    assert np.abs(difference).mean() < 3  # JPEG


def test_a_map_without_room_for_a_crack_is_refused() -> None:
    with pytest.raises(DataError, match=r"must leave room for a crack, got 600 x 700"):
        plan(600, 700)


def test_the_ground_is_chosen_by_how_its_name_begins(tmp_path: Path) -> None:
    for name in ("brick_2", "brick_1", "asphalt_1"):
        Image.fromarray(np.full((2, 3, 3), int(name[-1]), np.uint8)).save(tmp_path / f"{name}.png")

    assert read_ground(tmp_path, "brick").max() == 1
    with pytest.raises(DataError, match=r"begins with 'tile', got none in "):
        read_ground(tmp_path, "tile")
