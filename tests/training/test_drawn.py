"""Sets of drawn cracks: pure functions of the number, drawn once for picture and mask."""

import threading

import numpy as np
import pytest

from efficientcracknet.training.drawn import CRACK_SHARE, DrawnCracks

SHAPE = 48, 64


class Plaster:
    """Rough grey pictures that count how often they are asked for."""

    def __init__(self, count: int = 4) -> None:
        self.count, self.asked = count, 0

    def __len__(self) -> int:
        return self.count

    def picture(self, index: int) -> np.ndarray:
        self.asked += 1
        return np.random.default_rng(index).normal(140, 8, (40, 50, 3)).astype(np.uint8)

    def mask(self, index: int) -> np.ndarray:
        raise AssertionError("the masks of grounds are not looked at")


def test_there_are_so_many_pictures_for_each_ground() -> None:
    assert len(DrawnCracks(Plaster(7), variations=30)) == 210


def test_a_picture_does_not_depend_on_what_was_asked_before() -> None:
    busy, fresh = (DrawnCracks(Plaster(), shape=SHAPE) for _ in range(2))
    for index in range(20):
        busy.mask(index)
    for index in (11, 2, 150):
        np.testing.assert_array_equal(busy.picture(index), fresh.picture(index))
        np.testing.assert_array_equal(busy.mask(index), fresh.mask(index))


def test_picture_and_mask_come_from_one_drawing() -> None:
    grounds = Plaster()
    drawn = DrawnCracks(grounds, shape=SHAPE)
    drawn.picture(5)
    asked = grounds.asked
    drawn.mask(5)
    drawn.picture(5)
    assert grounds.asked == asked


def test_variations_of_one_ground_differ() -> None:
    drawn = DrawnCracks(Plaster(4), shape=SHAPE)
    assert not np.array_equal(drawn.picture(1), drawn.picture(5))


def test_pictures_have_the_shape_asked_for_and_cannot_be_written_to() -> None:
    drawn = DrawnCracks(Plaster(), shape=SHAPE)
    picture, mask = drawn.picture(0), drawn.mask(0)
    assert (picture.shape, picture.dtype, mask.shape, mask.dtype) == ((*SHAPE, 3), np.uint8, SHAPE, np.bool_)
    with pytest.raises(ValueError, match="read-only"):
        picture[0] = 0


def test_about_as_many_show_a_crack_as_promised() -> None:
    drawn = DrawnCracks(Plaster(), shape=SHAPE)
    assert np.mean([drawn.mask(index).any() for index in range(200)]) == pytest.approx(CRACK_SHARE, abs=0.1)


def test_threads_get_what_one_thread_gets() -> None:
    drawn, alone = (DrawnCracks(Plaster(), shape=SHAPE) for _ in range(2))
    found: dict[int, np.ndarray] = {}

    def ask(first: int) -> None:
        for index in range(first, first + 12):
            found[index] = drawn.picture(index)

    threads = [threading.Thread(target=ask, args=(first,)) for first in (0, 4, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    for index, picture in found.items():
        np.testing.assert_array_equal(picture, alone.picture(index))
