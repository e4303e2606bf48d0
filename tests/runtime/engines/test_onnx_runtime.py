import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.runtime.choice import Choice
from efficientcracknet.runtime.engines import onnx_runtime as module
from efficientcracknet.runtime.engines.onnx_runtime import (
    MOST_LANES,
    OnnxSession,
    describe_provider,
    get_runtime_version,
)
from efficientcracknet.runtime.weights import find_weights
from tests.tiny_networks import write_convolution

CUDA = Choice("cuda", "fp32", "as asked for")


@pytest.mark.parametrize(("usable", "cores", "expected"), [(4, 4, 0), (2, 8, 2)])
def test_threads_are_counted_only_where_the_process_is_held_to_some_cores(
    monkeypatch: pytest.MonkeyPatch, usable: int, cores: int, expected: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(usable)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)

    assert module._count_threads() == expected


def test_threads_are_left_to_the_runtime_where_the_system_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)

    assert module._count_threads() == 0


CPU = Choice("cpu", "fp32", "as asked for")


@pytest.mark.parametrize(("threads", "lanes"), [(1, 1), (2, 2), (5, 5), (64, MOST_LANES)])
def test_there_are_as_many_lanes_as_threads_up_to_a_bound(tmp_path: Path, threads: int, lanes: int) -> None:
    path = write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))

    assert OnnxSession(path, threads, CPU).lanes == lanes


def test_the_machine_s_cores_count_where_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "count_cores", lambda: 3)

    assert OnnxSession(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1)), None, CPU).lanes == 3


@pytest.mark.parametrize("size", [(64, 96), (200, 120)])
def test_the_network_s_bits_are_the_same_on_any_number_of_threads(size: tuple[int, int]) -> None:
    path = find_weights(None).path
    alone, shared = OnnxSession(path, 1, CPU), OnnxSession(path, 3, CPU)
    batch = np.random.default_rng(3).standard_normal((1, 3, *size), dtype=np.float32)
    expected = alone.run(batch).tobytes()

    assert shared.run(batch).tobytes() == expected
    with ThreadPoolExecutor(3) as pool:
        found = pool.map(lambda _: shared.run(batch, beside=True).tobytes(), range(6))
        assert set(found) == {expected}


def test_the_runtime_says_what_it_is() -> None:
    assert get_runtime_version()[0].isdigit()
    assert describe_provider("cpu").precisions == ("fp32",)


def test_what_the_build_does_not_offer_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])

    assert "does not offer TensorrtExecutionProvider" in (describe_provider("tensorrt").missing or "")


class GpuBuild:
    """Stands in for the session of a build for GPUs: loads on the CPU, and says that it runs where it is told to."""

    starts_on: tuple[str, ...]
    asked_for: tuple[str, ...] = ()
    fault: Exception | None = None
    real = onnxruntime.InferenceSession

    def __init__(self, path: Path, options: object, providers: list[str], enable_fallback: int) -> None:
        type(self).asked_for = tuple(providers)
        if self.fault is not None:
            raise self.fault
        assert enable_fallback == 0
        self._inner = self.real(path, options, providers=["CPUExecutionProvider"])

    def get_providers(self) -> list[str]:
        return [name for name in self.asked_for if name in self.starts_on]

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(onnxruntime, "InferenceSession", GpuBuild)
    return write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1))


@pytest.mark.parametrize(
    ("provider", "order"),
    [
        ("cuda", ("CUDAExecutionProvider", "CPUExecutionProvider")),
        ("tensorrt", ("TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider")),
    ],
)
def test_nodes_that_a_gpu_cannot_run_fall_to_the_next(
    network: Path, monkeypatch: pytest.MonkeyPatch, provider: str, order: tuple[str, ...]
) -> None:
    monkeypatch.setattr(GpuBuild, "starts_on", order, raising=False)

    session = OnnxSession(network, 1, Choice(provider, "fp32", "as asked for"))

    assert GpuBuild.asked_for == order
    assert session.choice.provider == provider
    assert session.lanes == 1


def test_runs_on_a_gpu_take_turns(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GpuBuild, "starts_on", ("CUDAExecutionProvider",), raising=False)
    under_way, most, real = [], [], GpuBuild.real.run

    class Slow(GpuBuild):
        def run(self, *arguments: object) -> object:
            under_way.append(1)
            most.append(len(under_way))
            result = real(self._inner, *arguments)
            under_way.pop()
            return result

    monkeypatch.setattr(onnxruntime, "InferenceSession", Slow)
    session = OnnxSession(network, 4, CUDA)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: session.run(np.zeros((1, 3, 256, 256), np.float32), beside=True), range(12)))

    assert set(most) == {1}


def test_a_gpu_that_is_offered_but_not_there_is_told(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GpuBuild, "starts_on", ("CPUExecutionProvider",), raising=False)

    with pytest.raises(RuntimeFault, match="got cuda, which ONNX Runtime offers; it runs on CPUExecutionProvider"):
        OnnxSession(network, 1, CUDA)


def test_a_gpu_that_fails_at_the_start_is_quoted(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GpuBuild, "fault", RuntimeError("CUDA driver version is insufficient."))

    with pytest.raises(RuntimeFault, match=r"got cuda, .* it says: CUDA driver version is insufficient\. Check driver"):
        OnnxSession(network, 1, CUDA)
