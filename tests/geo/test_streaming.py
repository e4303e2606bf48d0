"""Tile by tile to the bytes of the whole: without holding it, with tiles that show nothing, and after any kill."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from efficientcracknet.core.ahead import run_ahead
from efficientcracknet.core.blend import TileBlender
from efficientcracknet.core.errors import ImageError
from efficientcracknet.core.seams import TileGrid
from efficientcracknet.core.tiles import Tile
from efficientcracknet.geo.raster import MapPixels
from efficientcracknet.geo.resume import STATE, ResumeState, load_state
from efficientcracknet.geo.streaming import Spread, TileWork, stream_probability
from efficientcracknet.geo.work import WorkRaster

GRID = TileGrid.plan(50, 70, tile_px=16, overlap_px=5)
PICTURE = np.random.default_rng(7).integers(0, 256, (50, 70, 3), np.uint8)
FACTS = {"picture": 7}
PIXELS = 50 * 70


class Killed(BaseException):
    """Stands for a process that ends here."""


def read(tile: Tile) -> MapPixels:
    pixels = PICTURE[tile.rows, tile.cols]
    return MapPixels(pixels, np.ones(pixels.shape[:2], np.bool_))


def find(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Answer what depends on the tile's place: its mean tells it from any other, so that seams count."""
    return (pixels[..., 0] / 255 * 0.5 + pixels.mean() / 510).astype(np.float32)


def stream(
    folder: Path,
    read: Callable[[Tile], MapPixels] = read,
    watch: Callable[[int, int], None] = lambda *_: None,
    spread: Spread = map,
) -> NDArray[np.uint8]:
    folder.mkdir(exist_ok=True)
    with WorkRaster(folder / "work", 50, 70) as work:
        state = stream_probability(GRID, TileWork(read, find, spread), work, load_state(folder, FACTS), watch)
        assert state.rows == len(GRID.tops)
        return work.read(0, 0, 50, 70)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.uint8]:
    return stream(tmp_path_factory.mktemp("whole"))


def test_the_bytes_are_those_of_the_blended_map(whole: NDArray[np.uint8]) -> None:
    blender = TileBlender(50, 70, 5)
    for row in range(len(GRID.tops)):
        for column in range(len(GRID.lefts)):
            tile = GRID.tile(row, column)
            blender.add(tile, find(PICTURE[tile.rows, tile.cols]))

    assert np.abs(whole / 255 - blender.result()).max() <= 0.5 / 255 + 1e-6


@pytest.mark.parametrize("lanes", [2, 5])
def test_tiles_side_by_side_give_the_same_bytes(tmp_path: Path, whole: NDArray[np.uint8], lanes: int) -> None:
    with ThreadPoolExecutor(lanes) as pool:
        found = stream(tmp_path, spread=lambda act, items: run_ahead(pool, act, items, lanes))

    np.testing.assert_array_equal(found, whole)


@pytest.mark.parametrize("call", [0, 3, 6, 7, 12, 20, 24])
def test_a_run_killed_after_any_tile_comes_to_the_same_bytes(
    tmp_path: Path, whole: NDArray[np.uint8], call: int
) -> None:
    calls = iter(range(call + 1))

    def kill(done: int, total: int) -> None:
        if next(calls) == call:
            raise Killed

    with pytest.raises(Killed):
        stream(tmp_path, watch=kill)

    np.testing.assert_array_equal(stream(tmp_path), whole)


@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_run_killed_before_its_state_is_saved_comes_to_the_same_bytes(
    tmp_path: Path, whole: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch, row: int
) -> None:
    save = ResumeState.save

    def kill(state: ResumeState, folder: Path) -> None:
        if state.rows > row:
            raise Killed
        save(state, folder)

    monkeypatch.setattr(ResumeState, "save", kill)
    with pytest.raises(Killed):
        stream(tmp_path)
    monkeypatch.undo()

    np.testing.assert_array_equal(stream(tmp_path), whole)


def test_what_is_finished_is_not_read_again(tmp_path: Path, whole: NDArray[np.uint8]) -> None:
    tiles = []

    def note(tile: Tile) -> MapPixels:
        tiles.append(tile.top)
        return read(tile)

    def kill(done: int, total: int) -> None:
        if done > GRID.tops[2] * 70:
            raise Killed

    with pytest.raises(Killed):
        stream(tmp_path, watch=kill)
    assert load_state(tmp_path, FACTS).rows == 2
    np.testing.assert_array_equal(stream(tmp_path, read=note), whole)
    assert min(tiles) == GRID.tops[2]
    tiles.clear()
    np.testing.assert_array_equal(stream(tmp_path, read=note), whole)
    assert tiles == []


def test_without_the_strip_that_the_state_speaks_of_all_begins_anew(tmp_path: Path, whole: NDArray[np.uint8]) -> None:
    ResumeState(FACTS, 2).save(tmp_path)

    np.testing.assert_array_equal(stream(tmp_path), whole)


def test_progress_rises_from_nothing_to_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    stream(tmp_path, watch=lambda done, total: seen.append((done, total)))
    done = [one for one, _ in seen]

    assert seen[0] == (0, PIXELS)
    assert seen[-1] == (PIXELS, PIXELS)
    assert done == sorted(done)


def test_where_nothing_is_judged_there_is_a_0_and_tiles_that_show_nothing_are_not_looked_at(tmp_path: Path) -> None:
    judged = np.ones((50, 70), np.bool_)
    judged[:, 30:] = False

    def read_half(tile: Tile) -> MapPixels:
        here = judged[tile.rows, tile.cols]
        return MapPixels(PICTURE[tile.rows, tile.cols] if here.any() else None, here)

    found = stream(tmp_path, read=read_half)

    np.testing.assert_array_equal(found > 0, judged)


def test_a_fault_of_reading_is_told_and_the_state_stays(tmp_path: Path, whole: NDArray[np.uint8]) -> None:
    def fail(tile: Tile) -> MapPixels:
        if tile.top == GRID.tops[3]:
            raise ImageError("damaged")
        return read(tile)

    with pytest.raises(ImageError, match="damaged"):
        stream(tmp_path, read=fail)
    assert load_state(tmp_path, FACTS).rows == 3
    np.testing.assert_array_equal(stream(tmp_path), whole)


def test_one_strip_at_most_is_left(tmp_path: Path) -> None:
    stream(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [STATE, f"strip-{len(GRID.tops) - 1}.bin", "work"]
