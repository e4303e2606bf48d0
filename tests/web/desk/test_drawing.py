from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from efficientcracknet.web.desk.documents import replace_shared
from efficientcracknet.web.desk.drawing import ensure_photo_tiles, make_photo_tiles
from efficientcracknet.web.desk.tile_file import read_tile
from tests.web.bench import Bench
from tests.web.walls import paint_wall


def test_many_may_make_the_tiles_of_a_photo_at_once(bench: Bench) -> None:
    places = bench.desk.places.project(bench.project).picture(bench.accept().id)
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(make_photo_tiles, places, paint_wall(30)) for _ in range(24)]:
            done.result()

    assert read_tile(places.photo_tiles, 0) is not None
    assert sorted(path.name for path in places.folder.iterdir()) == ["photo.png", "photo.tiles", "picture.json"]


def test_tiles_are_made_once(bench: Bench) -> None:
    places = bench.desk.places.project(bench.project).picture(bench.accept().id)
    first = ensure_photo_tiles(places.photo(".png"), places).stat()

    assert ensure_photo_tiles(places.photo(".png"), places).stat().st_mtime_ns == first.st_mtime_ns


def test_what_fails_half_way_leaves_nothing(tmp_path) -> None:
    def fail() -> None:
        with replace_shared(tmp_path / "a.jpg") as part:
            part.write_bytes(np.zeros(3).tobytes())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []
