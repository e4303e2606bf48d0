from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.draw.labels import LabelPlanner, boxes_meet


@given(st.lists(st.tuples(st.floats(0, 199), st.floats(0, 299)), max_size=12))
def test_labels_lie_inside_and_never_over_each_other(anchors: list[tuple[float, float]]) -> None:
    planner = LabelPlanner(np.zeros((200, 300), np.bool_), taken=[(0, 150, 80, 200)])
    boxes = [box for box in (planner.place(anchor, 60, 16) for anchor in anchors) if box]

    for left, top, right, bottom in boxes:
        assert (right - left, bottom - top) == (60, 16)
        assert left >= 0
        assert top >= 0
        assert right <= 300
        assert bottom <= 200
    for first, second in combinations([(0, 150, 80, 200), *boxes], 2):
        assert not boxes_meet(first, second)


def test_a_label_keeps_off_cracks_where_it_can() -> None:
    lines = np.zeros((200, 300), np.bool_)
    lines[:101] = True  # everything above the anchor
    left, top, right, bottom = LabelPlanner(lines).place((100, 150), 60, 16) or (0, 0, 0, 0)

    assert right - left == 60
    assert not lines[top:bottom, left:right].any()


def test_a_picture_without_room_gets_no_label() -> None:
    assert LabelPlanner(np.zeros((10, 10), np.bool_)).place((5, 5), 60, 16) is None
