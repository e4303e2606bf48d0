import numpy as np

from efficientcracknet.evaluation.nearness import REACH_PX, mark_near


def test_a_pixel_has_a_square_around_it() -> None:
    mask = np.zeros((40, 50), bool)
    mask[12, 20] = True
    near = mark_near(mask)

    assert near.sum() == (2 * REACH_PX + 1) ** 2
    assert near[2:23, 10:31].all()


def test_nothing_is_near_to_nothing() -> None:
    assert not mark_near(np.zeros((3, 4), bool)).any()


def test_the_border_cuts_what_is_near() -> None:
    mask = np.zeros((30, 30), bool)
    mask[0, 0] = True

    assert mark_near(mask).sum() == (REACH_PX + 1) ** 2
