import os
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper

from efficientcracknet.core.errors import RuntimeFault, SettingsError, WeightsError
from efficientcracknet.runtime import session as module
from efficientcracknet.runtime.session import get_runtime_version, list_providers, open_session
from tests.tiny_networks import FREE_INPUT, write_convolution, write_graph


def test_every_picture_of_a_batch_gets_its_map(tmp_path: Path) -> None:
    session = open_session(write_convolution(tmp_path / "net.onnx", weight=(1, 10, 100), bias=0.5), threads=1)
    batch = np.arange(2 * 3 * 2 * 1, dtype=np.float32).reshape(2, 3, 2, 1)
    expected = batch[:, 0] + 10 * batch[:, 1] + 100 * batch[:, 2] + 0.5

    np.testing.assert_allclose(session.run(batch)[:, 0], expected, rtol=1e-6)


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(b"not a network")

    with pytest.raises(WeightsError, match=r"must be an ONNX network, got '.*net\.onnx'; ONNX Runtime says: "):
        open_session(path)


@pytest.mark.parametrize(
    ("weight", "maps", "sides", "told"),
    [
        (
            (1,),
            1,
            (("b", 1, "h", "w"), ("b", 1, "h", "w")),
            r"input .* \(batch, 3, height, width\), got .*'b', 1, 'h', 'w'",
        ),
        (
            (1, 1, 1),
            2,
            (FREE_INPUT, ("b", 2, "h", "w")),
            r"output .* \(batch, 1, height, width\), got .*'b', 2, 'h', 'w'",
        ),
        (
            (1, 1, 1),
            1,
            ((4, 3, "h", "w"), (4, 1, "h", "w")),
            r"input .* \(batch, 3, height, width\), got .*4, 3, 'h', 'w'",
        ),
    ],
)
def test_other_channels_or_batches_are_refused(tmp_path: Path, weight, maps, sides, told: str) -> None:
    path = write_convolution(tmp_path / "net.onnx", weight=weight, maps=maps, sides=sides)

    with pytest.raises(WeightsError, match=told):
        open_session(path)


def test_another_rank_is_refused(tmp_path: Path) -> None:
    path = write_graph(
        tmp_path / "net.onnx", [helper.make_node("Relu", ["picture"], ["map"])], ["map"], ((3, "h", "w"),) * 2
    )

    with pytest.raises(
        WeightsError, match=r"input of `path` must be float32 of shape .*got tensor\(float\) of shape \[3, "
    ):
        open_session(path)


def test_another_kind_of_number_is_refused(tmp_path: Path) -> None:
    node = helper.make_node("Abs", ["picture"], ["map"])
    path = write_graph(tmp_path / "net.onnx", [node], ["map"], (FREE_INPUT,) * 2, kind=TensorProto.DOUBLE)

    with pytest.raises(WeightsError, match=r"must be float32 .*got tensor\(double\)"):
        open_session(path)


def test_several_outputs_are_refused_by_name(tmp_path: Path) -> None:
    nodes = [helper.make_node("Relu", ["picture"], [name]) for name in ("map", "helper_map")]
    path = write_graph(tmp_path / "net.onnx", nodes, ["map", "helper_map"], (FREE_INPUT,) * 2)

    with pytest.raises(WeightsError, match=r"must have 1 output, got 2 \(map, helper_map\)"):
        open_session(path)


def test_a_map_of_another_size_is_refused(tmp_path: Path) -> None:
    session = open_session(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1), stride=2))

    with pytest.raises(RuntimeFault, match=r"must have shape \(1, 1, 8, 6\) for this picture, got \(1, 1, 4, 3\)"):
        session.run(np.zeros((1, 3, 8, 6), np.float32))


def test_a_size_that_the_network_does_not_take_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sides = ((1, 3, 8, 8), (1, 1, 8, 8))
    session = open_session(write_convolution(tmp_path / "net.onnx", weight=(1, 1, 1), sides=sides))

    with pytest.raises(
        RuntimeFault, match=r"got shape \(1, 3, 8, 6\); ONNX Runtime says: .*state tile_px and multiple_px"
    ):
        session.run(np.zeros((1, 3, 8, 6), np.float32))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("threads", [0, -1])
def test_less_than_one_thread_is_refused(tmp_path: Path, threads: int) -> None:
    with pytest.raises(SettingsError, match=f"`threads` must be at least 1, got {threads}"):
        open_session(tmp_path / "net.onnx", threads)


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


def test_the_runtime_says_what_it_is() -> None:
    assert "CPUExecutionProvider" in list_providers()
    assert get_runtime_version()[0].isdigit()
