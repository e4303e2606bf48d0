import numpy as np
from numpy.typing import NDArray

from efficientcracknet.geo.fragments import EndKind, Fragment, Ownership, cut_branch, find_places
from efficientcracknet.measure.course import Course
from efficientcracknet.measure.system import MeasuredBranch

LEFT, RIGHT = Ownership(100, 0, 0, 200), Ownership(100, 0, 1, 200)


def make_branch(line: NDArray[np.float64], *, closed: bool = False) -> MeasuredBranch:
    borders = np.stack([line - np.array([1, 0]), line + np.array([1, 0])], axis=1)
    course = Course(line, np.full(len(line), 2.0), line, borders, len(line), 1.0, is_short=False)
    kind = "loop" if closed else "free"
    return MeasuredBranch(line, kind, (not closed, not closed), course, np.rint(line))


def cut(branch: MeasuredBranch, *, closed: bool = False) -> tuple[list[Fragment], list[Fragment]]:
    return tuple(list(cut_branch(branch, one, closed=closed)) for one in (LEFT, RIGHT))


def test_a_branch_within_the_core_is_kept_as_it_is() -> None:
    branch = make_branch(np.array([[5.0, column] for column in range(10, 60)]))
    (whole,), none = cut(branch)

    assert whole.line is branch.line
    assert whole.ends == (EndKind.FREE, EndKind.FREE)
    assert whole.taken == 50
    assert none == []


def test_both_sides_know_a_cut_by_the_same_number_and_lose_no_point() -> None:
    line = np.array([[5.2, column] for column in np.arange(60, 140.5)])
    (left,), (right,) = cut(make_branch(line))

    assert left.keys[1] == right.keys[0] >= 0
    assert (left.ends, right.ends) == ((EndKind.FREE, EndKind.CUT), (EndKind.CUT, EndKind.FREE))
    assert np.vstack([left.line, right.line]).tolist() == line.tolist()
    assert left.taken + right.taken == len(line) == len(left.borders) + len(right.borders)


def test_a_branch_that_winds_about_a_seam_is_not_cut_after_every_pixel() -> None:
    rows = np.arange(0.0, 98)
    columns = 99.5 + 0.8 * np.sin(rows)  # to and fro over the seam every few pixels
    left, right = cut(make_branch(np.stack([rows, columns], axis=1)))

    assert len(left) + len(right) <= 98 / 33 + 1
    assert sum(len(one.line) for one in (*left, *right)) == 98


def test_a_ring_over_a_seam_is_cut_twice_and_stays_in_order() -> None:
    angles = np.linspace(0, 2 * np.pi, 260)
    ring = np.stack([50 + 40 * np.sin(angles), 100 + 40 * np.cos(angles)], axis=1)
    ring[-1] = ring[0]
    (left,), (right,) = cut(make_branch(ring, closed=True), closed=True)

    assert sorted(left.keys) == sorted(right.keys)
    assert len(left.line) + len(right.line) == 259
    for one in (left, right):
        assert np.linalg.norm(np.diff(one.line, axis=0), axis=1).max() < 1


def test_a_step_has_one_number_from_either_side_and_no_other_step_has_it() -> None:
    pixels = [(row, column) for row in range(4) for column in range(4)]
    steps = [
        (np.array(first), np.array(second))
        for first in pixels
        for second in pixels
        if first < second and max(abs(first[0] - second[0]), abs(first[1] - second[1])) == 1
    ]
    numbers = [LEFT.number_step(first, second) for first, second in steps]

    assert numbers == [RIGHT.number_step(second, first) for first, second in steps]
    assert len(set(numbers)) == len(steps)


def test_places_do_not_jump_to_another_arm_that_comes_near() -> None:
    there = [(0, column) for column in range(30)]
    back = [(2, column) for column in range(29, -1, -1)]
    chain = np.array([*there, (1, 30), *back])
    line = chain + np.array([1.2, 0.0]) * (np.arange(len(chain)) < 30)[:, np.newaxis]  # nearer to the way back

    assert np.abs(find_places(line, chain, closed=False) - np.arange(len(chain))).max() <= 3


def test_no_points_have_no_places() -> None:
    assert find_places(np.empty((0, 2)), np.array([[0, 0]]), closed=False).tolist() == []
