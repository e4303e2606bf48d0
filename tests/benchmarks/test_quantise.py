from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from benchmarks.quantise import choose, list_sensitive, quantise_convolutions
from efficientcracknet.runtime.session import open_session
from tests.tiny_networks import write_graph


def write_three_convolutions(path: Path) -> Path:
    """Write 3 -> 4 -> 4 -> 1 channels, with a sum and a product between."""
    kinds = [("Conv", "picture", "a"), ("Conv", "a", "b"), ("Add", "b", "c"), ("Conv", "c", "map")]
    sides = [(4, 3), (4, 4), None, (1, 4)]
    nodes, constants = [], []
    for number, ((kind, source, target), side) in enumerate(zip(kinds, sides, strict=True)):
        second = f"k{number}" if side else source
        nodes.append(helper.make_node(kind, [source, second], [target], name=f"node {number}"))
        if side:
            kernel = np.linspace(-0.5, 1, side[0] * side[1], dtype=np.float32).reshape(*side, 1, 1)
            constants.append(numpy_helper.from_array(kernel, second))
    return write_graph(path, nodes, ["map"], constants=constants)


def test_sensitive_nodes_are_told_by_what_they_do(tmp_path: Path) -> None:
    schemes = list_sensitive(onnx.load(write_three_convolutions(tmp_path / "net.onnx")))

    assert schemes == {
        "all": [],
        "ends in float": ["node 0", "node 3"],
        "ends, attention in float": ["node 0", "node 3"],
        "convolutions alone": ["node 0", "node 3", "node 2"],
    }


@pytest.mark.filterwarnings("ignore")  # the tool's own
def test_quantised_convolutions_answer_nearly_the_same(tmp_path: Path) -> None:
    path = write_three_convolutions(tmp_path / "net.onnx")
    noise = np.random.default_rng(0).uniform(-1, 1, (4, 1, 3, 16, 16)).astype(np.float32)

    quantise_convolutions(path, list(noise), tmp_path / "int8.onnx")

    exact, coarse = (open_session(one, 1, "cpu").run(noise[0]) for one in (path, tmp_path / "int8.onnx"))
    assert 0 < np.abs(exact - coarse).max() < 0.1 * np.abs(exact).max()
    kinds = {node.op_type for node in onnx.load(tmp_path / "int8.onnx").graph.node}
    assert "DequantizeLinear" in kinds


def make_row(
    name: str, ratio: float, iou: float = 0.96, *, provider: str = "openvino", meets_rule: bool = True
) -> dict[str, object]:
    times = {"8x8": {"ratio": 0.1}, "80x80": {"ratio": ratio}}
    named = {"name": name, "provider": provider, "numbers": "int8", "meets_rule": meets_rule}
    return {**named, "times": times, "iou_with_fp32": iou}


def test_the_nearest_of_the_fast_that_hold_the_rule_is_kept() -> None:
    rows = [
        make_row("slow", 0.9, 0.99),
        make_row("good", 0.85, 0.97),
        make_row("fastest", 0.8),
        make_row("bad", 0.5, meets_rule=False),
        make_row("elsewhere", 0.4, provider="cpu"),
    ]

    assert choose(rows) == "good"
    assert choose(rows[3:]) is None
