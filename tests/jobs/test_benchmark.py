from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError, WeightsError
from efficientcracknet.evaluation import latency as timed
from efficientcracknet.jobs import benchmark as module
from efficientcracknet.jobs.benchmark import ALL, BenchmarkSettings, benchmark_weights
from efficientcracknet.runtime.choice import Choice, Provider
from tests.tiny_networks import write_convolution, write_darkness_logits

HERE = (
    Provider("cpu", "the processor", ("fp32",)),
    Provider("tensorrt", "a GPU", ("fp32",)),
    Provider("openvino", "OpenVINO", ("fp32", "bf16", "int8")),
    Provider("cuda", "a GPU", (), "no GPU"),
)


class Idle:
    """A session that does nothing, opened without a library."""

    def __init__(self, path: Path, threads: int | None, provider: str, precision: str) -> None:
        if provider == "cuda":
            raise SettingsError("no GPU")
        if precision == "int8" and "ours" not in path.name:
            raise WeightsError("no int8 file")
        provider, precision = (
            ("cpu" if provider == "auto" else provider),
            ("fp32" if precision == "auto" else precision),
        )
        self.choice = Choice(provider, precision, "drawn")

    def run(self, batch: object) -> object:
        return batch


@pytest.fixture
def networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    monkeypatch.setattr(module, "open_session", Idle)
    monkeypatch.setattr(module, "list_providers", lambda: HERE)
    monkeypatch.setattr(module, "measure_peak_mb", lambda *_: 100.0)
    ours = write_darkness_logits(tmp_path / "ours.onnx")
    return str(ours), write_convolution(tmp_path / "theirs.onnx", weight=(1, 1, 1))


def list_ways(latency: timed.Latency) -> list[tuple[str, str, str]]:
    return [(row.network, row.choice.provider, row.choice.precision) for row in latency.rows]


def test_all_stands_for_what_is_here_but_tensorrt(networks: tuple[str, Path]) -> None:
    ours, theirs = networks
    settings = BenchmarkSettings(ours, theirs, ((8, 8),), (ALL,), (ALL,), rounds=1)

    latency = benchmark_weights(settings)

    ways = [("cpu", "fp32"), ("openvino", "fp32"), ("openvino", "bf16")]
    assert list_ways(latency) == [
        *(("ours", *way) for way in ways),
        ("ours", "openvino", "int8"),
        *(("theirs", *way) for way in ways),
    ]
    assert latency.left_out == (("theirs, openvino, int8", "no int8 file"),)


def test_what_is_named_must_be_had_of_the_weights(networks: tuple[str, Path]) -> None:
    with pytest.raises(SettingsError, match="no GPU"):
        benchmark_weights(BenchmarkSettings(networks[0], sizes=((8, 8),), providers=("cpu", "cuda"), rounds=1))


def test_what_is_named_is_left_out_where_the_other_network_cannot(networks: tuple[str, Path]) -> None:
    ours, theirs = networks
    settings = BenchmarkSettings(ours, theirs, ((8, 8),), ("openvino",), ("bf16", "int8"), rounds=1)

    assert list_ways(benchmark_weights(settings))[-2:] == [("ours", "openvino", "int8"), ("theirs", "openvino", "bf16")]


def test_a_network_that_runs_in_no_way_is_refused(networks: tuple[str, Path]) -> None:
    ours, theirs = networks
    with pytest.raises(WeightsError, match="no int8 file"):
        benchmark_weights(BenchmarkSettings(ours, theirs, ((8, 8),), ("openvino",), ("int8",), rounds=1))


def test_what_comes_to_the_same_runs_once(networks: tuple[str, Path]) -> None:
    settings = BenchmarkSettings(networks[0], sizes=((8, 8),), providers=("auto", "cpu"), rounds=1)

    assert list_ways(benchmark_weights(settings)) == [("ours", "cpu", "fp32")]


def test_a_batch_counts_all_its_pictures(networks: tuple[str, Path]) -> None:
    told: list[tuple[int, int]] = []
    settings = BenchmarkSettings(networks[0], sizes=((8, 8), (4, 4)), batch=5, rounds=1)

    rows = benchmark_weights(settings, lambda done, total: told.append((done, total))).rows

    assert all(row.pictures_per_s == pytest.approx(5000 / row.times.median_ms) for row in rows)
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_the_weights_themselves_may_stand_beside_themselves(networks: tuple[str, Path]) -> None:
    settings = BenchmarkSettings(networks[0], Path(networks[0]), ((8, 8),), rounds=1)

    assert [row.network for row in benchmark_weights(settings).rows] == ["ours", "ours (against)"]


@pytest.mark.parametrize(("field", "count"), [("batch", 0), ("rounds", -1)])
def test_counts_below_one_are_refused(field: str, count: int) -> None:
    with pytest.raises(SettingsError, match=f"`{field}` must be at least 1, got {count}"):
        BenchmarkSettings(**{field: count})


def test_no_sizes_are_refused() -> None:
    with pytest.raises(SettingsError, match="`sizes` must be at least 1, got 0"):
        BenchmarkSettings(sizes=())


def test_a_network_that_is_not_there_is_refused(networks: tuple[str, Path], tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"`against` must name an ONNX file, got '.*gone\.onnx', which is none"):
        benchmark_weights(BenchmarkSettings(networks[0], tmp_path / "gone.onnx"))
