import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.drawn_cracks import FAMILIES, DrawnCrack, draw_crack
from benchmarks.markdown import tabulate_measuring, tabulate_measuring_times
from benchmarks.measuring import Errors, collect_errors, main, measure_drawn, summarise
from benchmarks.measuring_times import draw_many, time_large_picture
from benchmarks.tables import ROOT
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.measure.surface import Surface
from tests.tiny_networks import write_darkness_logits

RECORDS = sorted((ROOT / "results").glob("measuring_*.json"))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    target = tmp_path_factory.mktemp("records") / "record.json"
    main(["--count", "2", "--counts", "2", "5", "--json", str(target)])
    return read_record(target)


def test_what_is_not_found_counts_as_missed_by_all_of_its_length() -> None:
    drawn = draw_crack("bar", np.random.default_rng(0))
    empty = np.zeros_like(drawn.coverage)

    assert measure_drawn(drawn, Surface(empty >= 0.5, empty, 0.5)) == Errors((), (), (-1.0,), ())


def test_errors_are_measured_less_drawn() -> None:
    drawn = draw_crack("bar", np.random.default_rng(0))
    wider = DrawnCrack(drawn.coverage, drawn.lines, (drawn.widths_px[0] + 2, drawn.widths_px[1] + 2))
    first, second = (measure_drawn(one, Surface(one.coverage >= 0.5, one.coverage, 0.5)) for one in (drawn, wider))

    assert first.medians_px[0] == pytest.approx(0, abs=0.2)
    assert second.medians_px[0] == pytest.approx(first.medians_px[0] - 2)
    assert np.subtract(first.profiles_px, second.profiles_px) == pytest.approx(2)
    assert abs(first.directions_deg[0]) < 1


def test_the_same_seed_draws_the_same_cracks() -> None:
    assert collect_errors("arc", 1, seed=5) == collect_errors("arc", 1, seed=5)
    assert collect_errors("arc", 1, seed=5) != collect_errors("arc", 1, seed=6)


def test_the_spread_is_told_by_percentiles() -> None:
    errors = [Errors((), (), (number / 100,), ()) for number in range(101)]
    summary = summarise(errors)

    assert summary["cracks"] == 101
    assert summary["lengths"] == {"n": 101, "p5": 0.05, "p50": 0.5, "p95": 0.95}
    assert summary["medians_px"] == {"n": 0, "p5": None, "p50": None, "p95": None}


def test_a_picture_of_many_cracks_has_that_many(record: dict[str, Any]) -> None:
    assert {count: times["cracks"] for count, times in record["times"]["counts"].items()} == {"2": 2, "5": 5}
    assert draw_many(26).sum() == pytest.approx(26 * 22 * 4, rel=1e-5)


def test_a_record_has_every_family_measured_both_ways(record: dict[str, Any]) -> None:
    assert record["theme"] == "measuring"
    assert {kind: set(families) for kind, families in record["accuracy"].items()} == {
        kind: {*FAMILIES, "all"} for kind in ("map", "mask")
    }
    assert record["times"]["large_picture"]["cracks"] == 50


def test_tables_show_the_newest_record(record: dict[str, Any]) -> None:
    older = json.loads(json.dumps({**record, "date": "2000-01-01T00:00:00Z"}))
    older["accuracy"]["map"]["bar"]["cracks"] = 777

    accuracy = tabulate_measuring([older, record, {**record, "theme": "latency"}])
    assert accuracy.count("\n") == 2 + 2 * (len(FAMILIES) + 1)
    assert "| map | bar (2) |" in accuracy
    assert "777" not in accuracy
    assert "| 12 megapixels | 50 |" in tabulate_measuring_times([record])
    assert tabulate_measuring([]) == tabulate_measuring_times([]) == ""


@pytest.mark.slow
def test_a_prediction_is_timed_if_there_are_weights(tmp_path: Path) -> None:
    times = time_large_picture(str(write_darkness_logits(tmp_path / "net.onnx")), seed=0)

    assert times["weights"] == "net"
    assert times["prediction_s"] > 0


def test_the_newest_record_keeps_what_is_asked_of_it() -> None:
    record = max(map(read_record, RECORDS), key=lambda one: one["date"])
    for name, family in record["accuracy"]["map"].items():
        assert abs(family["profiles_px"]["p50"]) <= 0.1, name
        assert -0.5 <= family["profiles_px"]["p5"] <= family["profiles_px"]["p95"] <= 0.7, name
        assert abs(family["lengths"]["p50"]) <= 0.02, name
        assert -0.05 <= family["lengths"]["p5"] <= family["lengths"]["p95"] <= 0.05, name
        assert -2 <= family["directions_deg"]["p5"] <= family["directions_deg"]["p95"] <= 2, name
    each_ms = [times["ms_per_crack"] for times in record["times"]["counts"].values()]
    assert max(each_ms) < 1.2 * each_ms[0]
