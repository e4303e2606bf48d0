import numpy as np

from efficientcracknet.measure.skeleton import trace_skeleton
from tests.measure.drawings import read_text


def list_ends(picture: str) -> list[tuple[list[float], list[float], int]]:
    traces = trace_skeleton(read_text(picture))
    return sorted((trace.points[0].tolist(), trace.points[-1].tolist(), len(trace.points)) for trace in traces)


def test_no_pixels_give_no_lines() -> None:
    assert trace_skeleton(np.zeros((5, 5), bool)) == []


def test_a_lone_pixel_is_a_line_of_one_point() -> None:
    assert list_ends("...\n.#.\n...") == [([1, 1], [1, 1], 1)]


def test_a_stair_is_one_line_without_short_cuts_over_corners() -> None:
    picture = """
    ......
    .##...
    ..##..
    ...##.
    ......
    """

    assert list_ends(picture) == [([1, 1], [3, 4], 6)]


def test_three_lines_meet_in_one_junction() -> None:
    picture = """
    .......
    .#...#.
    ..#.#..
    ...#...
    ...#...
    .......
    """

    assert list_ends(picture) == [([1, 1], [3, 3], 3), ([1, 5], [3, 3], 3), ([3, 3], [4, 3], 2)]


def test_a_ring_without_a_junction_ends_where_it_began() -> None:
    picture = """
    .....
    ..#..
    .#.#.
    ..#..
    .....
    """
    (ring,) = trace_skeleton(read_text(picture))

    assert ring.is_ring
    assert ring.points[0].tolist() == ring.points[-1].tolist() == [1, 2]
    assert len({tuple(point) for point in ring.points.tolist()}) == 4


def test_a_ring_on_a_stem_is_two_lines() -> None:
    picture = """
    .........
    .....##..
    .####..#.
    .....##..
    .........
    """
    traces = trace_skeleton(read_text(picture))

    assert sorted((trace.is_ring, len(trace.points)) for trace in traces) == [(False, 4), (True, 7)]
