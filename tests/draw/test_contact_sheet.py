import numpy as np
import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.draw.contact_sheet import (
    CELL_PX,
    FALSE_ALARM,
    GAP_PX,
    GROUND,
    HIT,
    LINE_PX,
    MISS,
    SheetRow,
    draw_contact_sheet,
    draw_error_map,
)
from tests.fake_datasets import draw

PREDICTION = draw("""
    ##..
    ##..
""")
TRUTH = draw("""
    .##.
    .##.
""")


def make_row(height: int = 40, width: int = 80, colour: int = 200) -> SheetRow:
    pixels = np.full((height, width, 3), colour, dtype=np.uint8)
    return SheetRow("a/b", pixels, np.zeros((height, width), bool), np.ones((height, width), bool))


def measure_luminance(colour: tuple[int, int, int]) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_each_kind_of_pixel_has_its_colour() -> None:
    expected = [FALSE_ALARM, HIT, MISS, GROUND]

    assert draw_error_map(PREDICTION, TRUTH).tolist() == [list(map(list, expected))] * 2


def test_colours_can_be_told_apart_in_print_and_without_red_or_green() -> None:
    kinds = [HIT, MISS, FALSE_ALARM, GROUND]
    for index, one in enumerate(kinds):
        for other in kinds[index + 1 :]:
            brightness = abs(measure_luminance(one) - measure_luminance(other))
            assert brightness > 40 or abs(one[2] - other[2]) > 100  # blue is what red-green blindness leaves


def test_a_row_shows_picture_truth_and_errors_side_by_side() -> None:
    sheet = draw_contact_sheet([make_row()])
    middle = LINE_PX + GAP_PX + CELL_PX // 4  # a picture of 40 x 80 is 160 px high in its cell
    columns = [GAP_PX + CELL_PX // 2 + cell * (CELL_PX + GAP_PX) for cell in range(3)]

    assert [tuple(sheet[middle, column].tolist()) for column in columns] == [(200, 200, 200), GROUND, FALSE_ALARM]


def test_rows_follow_each_other_and_all_have_the_same_width() -> None:
    one, two = draw_contact_sheet([make_row()]), draw_contact_sheet([make_row(), make_row(colour=90)])
    row_px = one.shape[0] - LINE_PX

    assert two.shape == (LINE_PX + 2 * row_px, one.shape[1], 3)
    assert np.array_equal(two[: one.shape[0]], one)
    assert 90 in two[one.shape[0] + row_px // 2, GAP_PX + CELL_PX // 2]


@pytest.mark.parametrize(("height", "width"), [(1, 3000), (3000, 1), (1, 1), (700, 900)])
def test_pictures_of_every_shape_fit_their_cell(height: int, width: int) -> None:
    sheet = draw_contact_sheet([make_row(height, width)])

    assert sheet.shape[0] <= LINE_PX + GAP_PX + CELL_PX + LINE_PX
    assert sheet.shape[1] == 3 * (CELL_PX + GAP_PX) + GAP_PX


def test_text_below_a_row_changes_with_key_and_score() -> None:
    row = make_row()
    sheets = [
        draw_contact_sheet([one])
        for one in (row, SheetRow("a/c", row.pixels, row.truth, row.prediction), make_row(colour=200))
    ]

    assert not np.array_equal(sheets[0], sheets[1])
    assert np.array_equal(sheets[0], sheets[2])


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(DataError, match="`rows` must hold at least one picture, got 0"):
        draw_contact_sheet([])
