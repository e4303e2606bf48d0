from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.errors import DataError, OutputError
from efficientcracknet.geo.parts import WindowFigures, WindowParts, WindowPoints, pack_arcs, pack_fragments
from efficientcracknet.geo.spool import Spool
from efficientcracknet.geo.windows import plan_windows

(WINDOW,) = plan_windows(10, 10)


def make_parts() -> WindowParts:
    fragments, points = pack_fragments([])
    arcs, arc_points = pack_arcs([])
    pieces = {
        "areas_px": np.array([7]),
        "areas_mm2": np.array([0.5]),
        "probabilities": np.array([6.0]),
        "boxes": np.array([[0, 0, 1, 7]]),
        "too_wide": np.array([False]),
        "rim_pixels": np.empty(0, np.int64),
        "rim_pieces": np.empty(0, np.int64),
    }
    return WindowParts(WindowFigures(**pieces, **fragments, **arcs), WindowPoints(**points, **arc_points))


def test_a_window_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    spool = Spool(tmp_path, {"plan": 1})
    spool.keep(WINDOW, make_parts())
    found = Spool(tmp_path, {"plan": 1}).find_figures(WINDOW)

    assert found is not None
    assert (found.areas_px.tolist(), found.boxes.tolist()) == ([7], [[0, 0, 1, 7]])
    assert spool.find_points(WINDOW).lines.shape == (0, 2)


def test_a_window_that_is_not_finished_is_not_there(tmp_path: Path) -> None:
    assert Spool(tmp_path, {}).find_figures(WINDOW) is None


def test_another_plan_forgets_all_windows(tmp_path: Path) -> None:
    Spool(tmp_path, {"plan": 1}).keep(WINDOW, make_parts())

    assert Spool(tmp_path, {"plan": 2}).find_figures(WINDOW) is None
    assert Spool(tmp_path, {"plan": 1}).find_figures(WINDOW) is None


@pytest.mark.parametrize("damage", [b"", b"no archive", None])
def test_a_damaged_window_counts_as_unfinished(damage: bytes | None, tmp_path: Path) -> None:
    spool = Spool(tmp_path, {})
    spool.keep(WINDOW, make_parts())
    (path,) = tmp_path.glob("*.npz")
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)

    assert spool.find_figures(WINDOW) is None
    with pytest.raises(DataError, match=r"window-00000-00000\.npz' must be as it was written"):
        spool.find_points(WINDOW)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match=r"plan\.json' must be writable"):
        Spool(tmp_path / "file", {})
