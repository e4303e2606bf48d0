from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from efficientcracknet.report.latency_chart import COLOURS, LABEL_WIDTH, TEXT_WIDTH, WIDTH, plan_groups, write_chart
from tests.evaluation.test_latency import make_latency


def test_the_slowest_run_of_each_size_has_all_the_room() -> None:
    room = WIDTH - LABEL_WIDTH - TEXT_WIDTH

    assert [max(bar.reach for bar in group.bars) for group in plan_groups(make_latency())] == [room, room]


def test_bars_are_as_long_as_their_medians() -> None:
    first, second, _ = plan_groups(make_latency())[0].bars  # medians 6 and 3 ms

    assert first.length == pytest.approx(2 * second.length, abs=0.1)
    assert (first.colour, first.label) == (COLOURS[0], "ours, openvino fp32")


def test_no_two_bars_lie_upon_each_other() -> None:
    tops = [bar.y for group in plan_groups(make_latency()) for bar in group.bars]

    assert tops == sorted(set(tops))


def test_the_drawing_is_whole_and_escapes_names(tmp_path: Path) -> None:
    latency = make_latency()
    write_chart(latency, tmp_path / "times.svg")
    drawing = Tree.parse(tmp_path / "times.svg").getroot()
    texts = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]

    assert {"8x8, ms", "80x8, ms", "ours, openvino bf16", "3.0 (p95 3.9)"} <= set(texts)
    lowest = max(float(bar.get("y", 0)) for bar in drawing.iter("{http://www.w3.org/2000/svg}rect"))
    assert float(drawing.get("height", 0)) > lowest
