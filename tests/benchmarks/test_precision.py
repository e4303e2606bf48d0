from argparse import Namespace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks.precision import list_pairs, list_ways, measure
from benchmarks.precision_rule import Way, compose, judge
from efficientcracknet.core.scores import Confusion
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import write_darkness_logits

FP32, BF16 = (Way(f"openvino {name}", Path("net.onnx"), "openvino", name, name) for name in ("fp32", "bf16"))


@pytest.mark.parametrize(
    ("losses", "agreement", "slowdowns", "ships"),
    [
        ([0.005, -0.1], 0.97, [0.95, 0.2], True),
        ([0.0051, 0.0], 1.0, [0.5], False),  # half a point of F1 at most
        ([0.0], 0.969, [0.5], False),  # masks of its own
        ([0.0], 1.0, [0.5, 0.96], False),  # no gain at one of the sizes
    ],
)
def test_a_precision_ships_if_it_is_near_and_faster(
    losses: list[float], agreement: float, slowdowns: list[float], ships: bool
) -> None:
    assert judge(BF16, losses, agreement, slowdowns)[0] is ships


def test_time_is_held_against_fp32_in_the_same_library() -> None:
    cpu = Way("cpu fp32", Path("net.onnx"), "cpu", "fp32", "fp32")
    same = {"f1": 0.8, "agreement": Confusion(9, 0, 0, 0)}
    scores: dict[str, dict[str, dict[str, Any]]] = {
        "one": {
            "cpu fp32": same,
            "openvino fp32": same,
            "openvino bf16": {"f1": 0.7, "agreement": Confusion(6, 1, 1, 0)},
        },
        "two": dict.fromkeys(("cpu fp32", "openvino fp32", "openvino bf16"), same),
    }
    times = {
        name: {"8x8": {"processor_median_ms": ms, "ratio": ms / 10}}
        for name, ms in (("cpu fp32", 10.0), ("openvino fp32", 20.0), ("openvino bf16", 10.0))
    }

    bf16 = compose([cpu, FP32, BF16], scores, times)[-1]

    assert bf16["loss"] == {"one": pytest.approx(0.1), "two": 0}
    assert bf16["iou_with_fp32"] == pytest.approx(15 / 17, abs=1e-6)  # pooled over both sets: 6 + 9 of 8 + 9
    assert "0.50 to 0.50 of the time" in bf16["why"]  # 10 ms by the 20 ms of its own library
    assert bf16["meets_rule"] is False


@pytest.fixture
def data_root(tmp_path: Path) -> Path:
    """Two sets of two pictures, the left half of each dark and crack; one of each is held apart."""
    for name in ("deepcrack", "crack500"):
        for kind in ("images", "masks"):
            (tmp_path / name / "train" / kind).mkdir(parents=True)
        for stem in ("a", "b"):
            grey = np.full((16, 24), 255, np.uint8)
            grey[:, :12] = 0
            Image.fromarray(np.dstack([grey] * 3)).save(tmp_path / name / "train" / "images" / f"{stem}.png")
            Image.fromarray(255 - grey).save(tmp_path / name / "train" / "masks" / f"{stem}.png")
        (tmp_path / "dev").mkdir(exist_ok=True)
        (tmp_path / "dev" / f"{name}.txt").write_text("train/b\n", encoding="utf-8")
    return tmp_path


def test_dev_pictures_are_those_of_the_lists(data_root: Path) -> None:
    pairs = list_pairs(data_root, "dev")

    assert {name: [pair.key for pair in found] for name, found in pairs.items()} == {
        "deepcrack": ["train/b"],
        "crack500": ["train/b"],
    }


def test_every_way_there_is_gets_a_row(data_root: Path, tmp_path: Path) -> None:
    weights = find_weights(write_darkness_logits(tmp_path / "net.onnx"))
    ways = list_ways(weights)
    arguments = Namespace(data_root=data_root, split="dev", sizes=["8x8"], rounds=2)

    body = measure(ways, weights, arguments)

    assert (ways[0].provider, ways[0].precision) == ("cpu", "fp32")
    assert all(way.precision != "int8" for way in ways)  # there is no such file
    assert [row["name"] for row in body["rows"]] == [way.name for way in ways]
    assert all(row["f1"] == {"deepcrack": 1, "crack500": 1} for row in body["rows"])
    assert body["rows"][0]["iou_with_fp32"] == 1
    assert body["sets"]["crack500/dev"]["n"] == 1
