from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.web.desk.area import Area
from efficientcracknet.web.desk.corrections import Corrections, correct_map, read_corrections
from efficientcracknet.web.desk.crack_area import find_crack_area
from efficientcracknet.web.desk.documents import write_document

MAP = np.full((40, 40), 0.3, np.float32)


def stroke(edit: str, kind: str, *points: tuple[float, float], radius: float = 3.0) -> dict:
    return {"edit": edit, "kind": kind, "points_px": [list(point) for point in points], "radius_px": radius}


ERASE = stroke("a", "erase", (10, 10), (10, 30))
PAINT = stroke("b", "paint", (10, 20))
DELETE = {"edit": "c", "kind": "delete", "number": 1, "area": Area(20, 5, np.ones((3, 4), bool)).to_dict()}
RESTORE = {"edit": "d", "kind": "restore", "of": "c"}


def apply(*edits: dict) -> np.ndarray:
    return correct_map(MAP, Corrections(edits, len(edits)))


def test_without_corrections_the_map_is_the_network_s() -> None:
    assert correct_map(MAP, Corrections()) is MAP


def test_the_eraser_leaves_nothing_and_the_brush_everything() -> None:
    corrected = apply(ERASE, PAINT)

    assert corrected[10, 12] == 0
    assert corrected[10, 20] == 1
    assert corrected[30, 30] == np.float32(0.3)


def test_the_last_stroke_counts() -> None:
    assert apply(ERASE, PAINT)[10, 20] == 1
    assert apply(PAINT, ERASE)[10, 20] == 0


def test_undo_gives_back_every_bit() -> None:
    before = Corrections((ERASE,), 1)
    after = before.add(PAINT).add(DELETE).move(-1).move(-1)

    assert (correct_map(MAP, after) == correct_map(MAP, before)).all()
    assert after.mark == before.mark


def test_a_new_edit_replaces_what_was_undone() -> None:
    corrections = Corrections().add(ERASE).add(PAINT).move(-1).add(DELETE)

    assert corrections.in_force == (ERASE, DELETE)
    assert corrections.edits == corrections.in_force


def test_a_deletion_takes_its_area_and_restoring_is_as_if_it_had_never_been() -> None:
    assert (apply(DELETE)[20:23, 5:9] == 0).all()
    assert (apply(ERASE, DELETE, PAINT, RESTORE) == apply(ERASE, PAINT)).all()
    assert Corrections((DELETE, RESTORE), 2).deletions == ()
    assert Corrections((DELETE, RESTORE), 1).deletions == (DELETE,)


def test_marks_differ_where_edits_do() -> None:
    marks = [Corrections(edits, len(edits)).mark["mark"] for edits in [(), (ERASE,), (PAINT,), (ERASE, PAINT)]]

    assert len(set(marks)) == 4


def test_corrections_come_back_from_their_file(tmp_path: Path) -> None:
    corrections = Corrections((ERASE, DELETE), 1)
    write_document(tmp_path / "edits.json", corrections.to_dict())

    assert read_corrections(tmp_path / "edits.json") == corrections
    assert read_corrections(tmp_path / "none.json") == Corrections()


def test_an_area_comes_back_from_its_text() -> None:
    inside = np.random.default_rng(0).random((13, 7)) > 0.5
    area = Area.of_dict(Area(3, 4, inside).to_dict())

    assert area.box_px == (3, 4, 13, 7)
    assert (area.inside == inside).all()


def test_a_damaged_area_is_refused() -> None:
    with pytest.raises(DataError, match="must hold an area of 3 x 4 px"):
        Area.of_dict({"box_px": [0, 0, 3, 4], "bits": "AAAA"})


def test_a_crack_is_taken_with_a_margin_that_leaves_its_neighbour_whole() -> None:
    mask = np.zeros((40, 60), bool)
    mask[10:12, 5:50] = True
    mask[15:17, 5:50] = True  # 3 px below: nearer than the margin
    crack = {"box_px": (10, 5, 2, 45), "branches": [{"points_px": [[10.5, 5.0], [10.5, 49.0]]}]}
    area = find_crack_area(mask, crack)
    taken = np.zeros_like(mask)
    taken[area.window] = area.inside

    assert taken[10:12, 5:50].all()
    assert taken[5, 20]
    assert not taken[15:17, 5:50].any()
