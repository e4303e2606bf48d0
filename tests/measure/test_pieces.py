import numpy as np
import pytest

from efficientcracknet.measure.pieces import find_pieces
from efficientcracknet.measure.settings import MeasureSettings
from tests.measure.drawings import read_text

ALL = MeasureSettings(smallest_area_px=0)


def test_pixels_that_touch_by_a_corner_are_one_piece() -> None:
    first, second = find_pieces(read_text("#...\n.#..\n....\n..##"), ALL)

    assert first.find_pixels().tolist() == [[0, 0], [1, 1]]
    assert second.find_pixels().tolist() == [[3, 2], [3, 3]]
    assert (first.box_px, second.box_px) == ((0, 0, 2, 2), (3, 2, 1, 2))


def test_pieces_under_the_smallest_area_are_left_out() -> None:
    mask = read_text("###..\n.....\n####.")

    assert [len(piece.find_pixels()) for piece in find_pieces(mask, MeasureSettings(smallest_area_px=4))] == [4]


def test_a_piece_holds_none_of_another_that_reaches_into_its_box() -> None:
    mask = read_text("#####\n#....\n#.###\n#....\n#####")
    large, small = sorted(find_pieces(mask, ALL), key=lambda piece: -piece.inside.sum())

    assert large.inside.sum() == 13
    assert small.inside.sum() == 3


@pytest.mark.parametrize(("smallest_px", "filled"), [(2, 0), (3, 2), (4, 2)])
def test_only_holes_under_the_smallest_size_are_filled(smallest_px: int, filled: int) -> None:
    mask = read_text("########\n#..#...#\n#..#...#\n########\n#..#####\n########")
    (piece,) = find_pieces(mask, ALL)  # holes of 4, 6 and 2 pixels

    assert (piece.fill_holes(smallest_px) ^ piece.inside).sum() == filled


def test_a_mask_without_pixels_has_no_pieces() -> None:
    assert list(find_pieces(np.zeros((0, 7), bool), ALL)) == []
    assert list(find_pieces(np.zeros((7, 7), bool), ALL)) == []
