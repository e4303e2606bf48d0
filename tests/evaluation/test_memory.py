import sys
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.evaluation.memory import measure_peak_mb, parse_peak_mb, read_peak_mb
from efficientcracknet.runtime.choice import Choice
from tests.tiny_networks import write_convolution

CPU = Choice("cpu", "fp32", "as asked for")


def test_a_larger_batch_takes_at_least_its_own_size_more(tmp_path: Path) -> None:
    path = write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))
    small, large = (measure_peak_mb(path, 1, CPU, (1, 3, side, side)) for side in (8, 2048))

    if small is None or large is None:
        pytest.skip("this system does not tell")
    assert small > 20
    assert large - small > 3 * 2048 * 2048 * 4 / 1e6  # the pictures alone, float32: 50 MB


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells")
def test_the_peak_does_not_fall() -> None:
    before = read_peak_mb()
    np.ones(10_000_000).sum()

    assert before is not None
    assert (read_peak_mb() or 0) >= before


def test_a_status_without_a_peak_tells_nothing() -> None:
    assert parse_peak_mb("Name:\tpython\n") is None


def test_a_run_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeFault, match=r"'.*none\.onnx' must run in a process of its own, got: .*WeightsError"):
        measure_peak_mb(tmp_path / "none.onnx", 1, CPU, (1, 3, 8, 8))
