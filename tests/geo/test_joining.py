import numpy as np

from efficientcracknet.geo.fragments import EndKind, Fragment
from efficientcracknet.geo.joining import Joined, join_windows
from efficientcracknet.geo.parts import WindowFigures, pack_arcs, pack_fragments


def make_window(*fragments: Fragment, rim: dict[int, int] | None = None, pieces: int = 1) -> WindowFigures:
    """Return a window whose fragments are all of its first piece; `rim` has the pieces of pixels."""
    rim = rim or {}
    return WindowFigures(
        areas_px=np.ones(pieces, np.int64),
        areas_mm2=np.zeros(pieces),
        probabilities=np.ones(pieces),
        boxes=np.tile([0, 0, 1, 1], (pieces, 1)),
        too_wide=np.zeros(pieces, bool),
        rim_pixels=np.array(list(rim), np.int64),
        rim_pieces=np.array(list(rim.values()), np.int64),
        **pack_fragments([(0, fragment) for fragment in fragments])[0],
        **pack_arcs([])[0],
    )


def make_fragment(start: tuple[float, float], stop: tuple[float, float], keys: tuple[int, int]) -> Fragment:
    line = np.array([start, stop])
    ends = tuple(EndKind.FREE if key < 0 else EndKind.CUT for key in keys)
    return Fragment(line, np.empty((0, 2, 2)), 0, 2.0, (ends[0], ends[1]), keys, line)


def list_branches(joined: Joined) -> list[list[int]]:
    return [[number for number, _ in branch.members] for branch in joined.branches]


def test_pieces_that_two_windows_see_the_same_pixel_in_are_one_crack() -> None:
    windows = [make_window(rim={5: 0, 9: 1}, pieces=2), make_window(rim={9: 0}), make_window(rim={5: 0, 77: 0})]

    assert join_windows(windows).cracks.tolist() == [0, 1, 1, 0]


def test_fragments_cut_at_the_same_step_are_one_branch_and_one_crack() -> None:
    left = make_window(make_fragment((0, 0), (0, 9), (-1, 42)))
    right = make_window(make_fragment((0, 20), (0, 10), (-1, 42)))
    joined = join_windows([left, right])

    assert list_branches(joined) == [[0, 1]]
    assert joined.cracks.tolist() == [0, 0]


def test_cut_ends_that_no_other_window_knows_are_joined_to_the_nearest_within_reach() -> None:
    left = make_window(make_fragment((0, 0), (0, 9), (-1, 1)))
    right = make_window(
        make_fragment((2, 10), (2, 20), (2, -1)), make_fragment((1, 10), (1, 20), (3, -1)), rim={1: 0, 2: 0}
    )

    assert list_branches(join_windows([left, right])) == [[0, 2], [1]]


def test_cut_ends_farther_apart_or_of_one_window_stay_apart() -> None:
    left = make_window(make_fragment((0, 0), (0, 9), (-1, 1)), make_fragment((1, 0), (1, 9), (-1, 2)))
    right = make_window(make_fragment((0, 13), (0, 20), (3, -1)))

    assert list_branches(join_windows([left, right])) == [[0], [1], [2]]


def test_windows_without_pieces_join_to_nothing() -> None:
    joined = join_windows([make_window(pieces=0), make_window(pieces=0)])

    assert (joined.cracks.tolist(), joined.branches, joined.outlines) == ([], (), ())
