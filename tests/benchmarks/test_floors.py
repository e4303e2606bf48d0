from pathlib import Path

import pytest

from benchmarks.floors import PROFILED, count_traffic, measure
from tests.tiny_networks import write_convolution


def make_event(name: str, duration_us: int, sizes: tuple[int, int, int] = (0, 0, 0)) -> dict[str, object]:
    activation, parameter, output = map(str, sizes)
    told = {"op_name": name, "activation_size": activation, "parameter_size": parameter, "output_size": output}
    return {"name": f"{name}_kernel_time", "dur": duration_us, "args": told}


def test_traffic_is_that_of_one_run_and_the_first_is_not_timed() -> None:
    first = [make_event("Conv", 9000, (100, 20, 3)), make_event("Add", 9000, (1000, 0, 500))]
    others = [make_event("Add", 1000, (1000, 0, 500)), make_event("Conv", 3000, (100, 20, 3))] * (PROFILED - 1)

    moved, spent = count_traffic([{"name": "session_initialization"}, *first, *others])

    assert moved == 100 + 20 + 3 + 1000 + 500
    assert list(spent.items()) == [("Conv", pytest.approx(3.0)), ("Add", pytest.approx(1.0))]


def test_a_convolution_of_one_pixel_costs_what_a_hand_counts(tmp_path: Path) -> None:
    found = measure(write_convolution(tmp_path / "net.onnx", weight=(1, 2, 3)), "8x16", rounds=2)

    assert found["multiply_adds"] == 8 * 16 * 3
    least = 8 * 16 * (3 + 1) * 4  # the picture read, the map written, float32
    assert least <= found["bytes_moved"] <= 16 * least  # the runtime's blocks carry up to 16 channels for one
    assert found["arithmetic_floor_ms"] < found["processor_median_ms"]
    assert sum(found["share_by_node"].values()) == pytest.approx(1, abs=1e-3)
