from pathlib import Path

import pytest

from benchmarks import stages as module
from benchmarks.precision_rule import Way
from benchmarks.stages import time_batches, time_stages
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import write_darkness_logits


@pytest.fixture
def way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Way:
    monkeypatch.setattr(module, "PHOTO", (40, 60))
    monkeypatch.setattr(module, "SIDES", (8, 16))
    return Way("cpu fp32", write_darkness_logits(tmp_path / "net.onnx"), "cpu", "fp32", "fp32")


def test_every_step_is_timed(way: Way) -> None:
    stages = time_stages(find_weights(way.path), [way], rounds=2)

    assert list(stages)[:2] == ["pixels to input", "network, cpu fp32"]
    assert all(ms >= 0 for ms in stages.values())


def test_a_batch_is_held_against_one_tile_alone(way: Way) -> None:
    found = time_batches([way], rounds=3)["cpu fp32"]

    assert list(found) == ["8", "16"]
    assert all(ratios["1"] == 1 and list(ratios) == ["1", "2", "4"] for ratios in found.values())
