import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from efficientcracknet.core.errors import DataError
from efficientcracknet.draw import overlay as module
from efficientcracknet.draw.overlay import BRIGHT, DARK, LINES_PER_SIDE, draw_overlay, grow_mask

PICTURE = """
. . . . . . .
. D D D D D .
. D B B B D .
. D B c B D .
. D B B B D .
. D D D D D .
. . . . . . .
"""


def test_a_crack_pixel_is_outlined_bright_and_then_dark() -> None:
    drawn = np.array([line.split() for line in PICTURE.split("\n")[1:-1]])
    grey = np.full((7, 7, 3), 100, np.uint8)
    marked = draw_overlay(grey, drawn == "c")

    assert (marked[drawn == "."] == 100).all()
    assert (marked[drawn == "B"] == BRIGHT).all()
    assert (marked[drawn == "D"] == DARK).all()
    assert marked[3, 3].tolist() == [154, 142, 65]  # 65 % of 100 and 35 % of (255, 221, 0)


def test_a_picture_without_cracks_comes_back_as_it_was_in_an_array_of_its_own() -> None:
    picture = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    marked = draw_overlay(picture, np.zeros((4, 5), np.bool_))

    assert (marked == picture).all()
    assert not np.shares_memory(marked, picture)


def test_the_picture_itself_is_left_alone() -> None:
    picture = np.full((4, 5, 3), 7, np.uint8)
    picture.flags.writeable = False
    draw_overlay(picture, np.ones((4, 5), np.bool_))

    assert (picture == 7).all()


def test_one_pixel_wide_cracks_stay_bright_when_twelve_megapixels_are_shown_on_a_screen() -> None:
    picture = np.full((3000, 4000, 3), 120, np.uint8)
    mask = np.zeros((3000, 4000), np.bool_)
    mask[1500, 100:3900] = True
    shown = np.asarray(Image.fromarray(draw_overlay(picture, mask)).resize((1000, 750), Image.Resampling.BILINEAR))
    red_over_blue = shown[..., 0].astype(int) - shown[..., 2]

    assert (red_over_blue[370:380, 30:970].max(axis=0) > 150).all()


@pytest.mark.parametrize("side", [1, LINES_PER_SIDE, 1499, 1501, 4000])
def test_lines_grow_with_the_picture(side: int) -> None:
    mask = np.zeros((1, side), np.bool_)
    mask[0, 0] = True
    bright = (draw_overlay(np.zeros((1, side, 3), np.uint8), mask) == BRIGHT).all(axis=2).sum()

    assert bright == {1: 0, LINES_PER_SIDE: 1, 1499: 1, 1501: 2, 4000: 4}[side]


def test_a_mask_of_another_size_is_refused() -> None:
    with pytest.raises(DataError, match=r"size of the picture, \(4, 5\), got \(5, 4\)"):
        draw_overlay(np.zeros((4, 5, 3), np.uint8), np.zeros((5, 4), np.bool_))


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 10), st.data())
def test_growing_reaches_exactly_the_pixels_within_the_radius(height: int, width: int, radius_px: int, data) -> None:
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width)))
    mask = mask.reshape(height, width)
    grown = grow_mask(mask, radius_px)
    expected = [
        [
            mask[max(0, r - radius_px) : r + radius_px + 1, max(0, c - radius_px) : c + radius_px + 1].any()
            for c in range(width)
        ]
        for r in range(height)
    ]

    assert grown.tolist() == expected


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 40), st.integers(1, 2100), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.002, 0.3]))
def test_blocks_do_not_show(monkeypatch, height: int, width: int, seed: int, share: float) -> None:
    random = np.random.default_rng(seed)
    picture = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    mask = random.random((height, width)) < share
    with monkeypatch.context() as patch:
        patch.setattr(module, "BLOCK_PX", 31)
        in_blocks = draw_overlay(picture, mask)
        patch.setattr(module, "BLOCK_PX", 5000)
        at_once = draw_overlay(picture, mask)

    assert (in_blocks == at_once).all()
