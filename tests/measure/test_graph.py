import numpy as np
import pytest
from skimage.morphology import skeletonize

from efficientcracknet.measure.graph import Graph, build_graph
from efficientcracknet.measure.pieces import find_pieces
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.skeleton import Trace, trace_skeleton

SETTINGS = MeasureSettings(spur_ratio=0.5, spur_px=2.0)


def draw_comb(tooth_px: int) -> list[Trace]:
    """Return a line of 41 px along row 20, and a tooth down from its middle."""
    skeleton = np.zeros((60, 60), bool)
    skeleton[20, 10:51] = True
    skeleton[20 : 20 + tooth_px + 1, 30] = True
    return trace_skeleton(skeleton)


def build(traces: list[Trace], radius_px: float = 4.0) -> Graph:
    return build_graph(traces, lambda points: np.full(len(points), radius_px), SETTINGS)


def test_a_side_branch_that_hardly_sticks_out_of_the_circle_is_a_spur() -> None:
    # A radius of 4, half of it more, and 2 px: the longest spur has 8 px.
    (line,) = build(draw_comb(8)).traces

    assert sorted(line.points[[0, -1]].tolist()) == [[20, 10], [20, 50]]
    assert len(line.points) == 41


def test_a_longer_side_branch_stays() -> None:
    graph = build(draw_comb(9))

    assert len(graph.traces) == 3
    assert sorted(graph.count_ends().values()) == [1, 1, 1, 3]


def test_a_crack_of_spurs_alone_keeps_its_longest_way() -> None:
    skeleton = np.zeros((9, 9), bool)
    skeleton[4, 1:8] = skeleton[4:7, 4] = True
    (line,) = build(trace_skeleton(skeleton)).traces

    assert sorted(line.points[[0, -1]].tolist()) == [[4, 1], [4, 7]]


def test_junctions_whose_circles_overlap_are_one() -> None:
    skeleton = np.zeros((60, 60), bool)
    skeleton[20, 10:51] = skeleton[2:21, 27] = skeleton[20:40, 33] = True
    apart, united = build(trace_skeleton(skeleton), radius_px=2.9), build(trace_skeleton(skeleton), radius_px=3.0)

    assert sorted(apart.count_ends().values()) == [1, 1, 1, 1, 3, 3]
    assert sorted(united.count_ends().values()) == [1, 1, 1, 1, 4]
    (junction,) = (node for node, count in united.count_ends().items() if count == 4)
    assert united.places[junction].tolist() == [20, 30]


@pytest.mark.parametrize(("radius_px", "lines"), [(2.0, 3), (3.0, 1)])
def test_a_ring_that_fits_into_the_circle_of_its_junction_is_none(radius_px: float, lines: int) -> None:
    skeleton = np.zeros((30, 60), bool)
    skeleton[15, 5:50] = skeleton[10:16, 28] = True
    skeleton[10, 26:31] = skeleton[6:11, 26] = skeleton[6:11, 30] = skeleton[6, 26:31] = True  # 16 px around, on a stem
    graph = build(trace_skeleton(skeleton), radius_px)

    assert sum(trace.is_ring for trace in graph.traces) == (radius_px < 16 / 2 / np.pi)
    assert len(graph.traces) == {3: 4, 1: 1}[lines]


def test_skeletons_of_any_mask_become_graphs_that_hang_together() -> None:
    random = np.random.default_rng(0)
    for _ in range(30):
        mask = random.random((30, 30)) < 0.55
        for piece in find_pieces(mask, MeasureSettings(smallest_area_px=0)):
            graph = build(trace_skeleton(skeletonize(piece.inside, method="lee") > 0), radius_px=1.0)
            assert graph.traces
            reached = {graph.traces[0].start}
            for _ in graph.traces:
                reached |= {
                    end for one in graph.traces for end in (one.start, one.stop) if reached & {one.start, one.stop}
                }
            assert reached == set(graph.count_ends()) <= set(graph.places)
