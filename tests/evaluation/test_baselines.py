import numpy as np
import pytest

from efficientcracknet.evaluation.baselines import find_ridges


def paint_bar(background: int, bar: int) -> np.ndarray:
    pixels = np.full((60, 80, 3), background, dtype=np.uint8)
    pixels[28:34] = bar
    return pixels


def test_a_dark_bar_is_found_where_it_is() -> None:
    mask = find_ridges(paint_bar(180, 60)).mask

    assert mask[29:33].all()
    assert not mask[:22].any()
    assert not mask[40:].any()


@pytest.mark.parametrize(("background", "bar"), [(60, 180), (100, 100), (0, 0), (255, 255)])
def test_bright_bars_and_uniform_pictures_give_nothing_on_the_bar(background: int, bar: int) -> None:
    assert not find_ridges(paint_bar(background, bar)).mask[29:33].any()


@pytest.mark.parametrize("grey", [0, 7, 128, 255])
def test_a_uniform_picture_has_no_ridges(grey: int) -> None:
    assert not find_ridges(np.full((20, 30, 3), grey, dtype=np.uint8)).mask.any()


def test_a_single_pixel_has_no_ridges() -> None:
    assert find_ridges(np.full((1, 1, 3), 7, dtype=np.uint8)).mask.tolist() == [[False]]


def test_the_answer_is_yes_or_no() -> None:
    assert set(np.unique(find_ridges(paint_bar(180, 60)).probability)) == {0.0, 1.0}
