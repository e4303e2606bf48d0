import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.markdown import choose_newest, tabulate_dev, tabulate_latency, tabulate_negatives, tabulate_scores
from benchmarks.tables import ROOT, fill_tables, main
from efficientcracknet.core.errors import DataError

SCORE_NAMES = (
    "f1_pooled",
    "precision_pooled",
    "recall_pooled",
    "crack_iou_pooled",
    "miou_pooled",
    "f1_per_image_mean",
    "f1_2px_pooled",
    "cldice_pooled",
)
ALARM_NAMES = ("alarmed_share", "false_area_share_mean")
MARKS = "before\n<!-- table:results -->\nstale line\n<!-- /table:results -->\nafter\n"


def make_head(theme: str, day: int = 1) -> dict[str, Any]:
    head = {"theme": theme, "date": f"2025-01-{day:02}T00:00:00Z", "version": "1", "commit": None, "tree_dirty": None}
    return {**head, "processor": {"model": "Some CPU", "cores": 2}, "machine": {}}


def make_scores(value: float, day: int = 1, **changes: Any) -> dict[str, Any]:
    def write(number: float) -> dict[str, Any]:
        names = changes.get("names", SCORE_NAMES)
        return {"figures": {name: {"value": number, "interval": [number - 0.1, number + 0.1]} for name in names}}

    return {
        **make_head("scores", day),
        "data": {"name": "bridge/test", "n": 12},
        "weights": {"name": changes.get("weights", "tiny")},
        "protocol": {
            "size": changes.get("size", "native"),
            "threshold": changes.get("threshold", 0.5),
            "threshold_rule": "fixed",
        },
        "network": write(value),
        "baselines": {"all background": write(0.25)},
    }


def split_cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_a_row_says_pictures_size_threshold_weights_and_scores() -> None:
    headings, _, network, background = split_cells(tabulate_scores([make_scores(0.75)]))

    assert headings[:5] == ["pictures (how many)", "size", "threshold", "found by", "F1 (95 % interval)"]
    assert network == ["bridge/test (12)", "native", "0.5, fixed", "tiny", "**0.750** (0.650-0.850)", *["0.750"] * 7]
    assert background == ["", "", "", "*all background*", *["0.250"] * 8]


def test_pictures_held_apart_have_a_table_of_their_own() -> None:
    held = make_scores(0.5) | {"data": {"name": "bridge/dev", "n": 3}}

    rows = split_cells(tabulate_dev([make_scores(0.75), make_head("latency"), held]))[2:]

    assert [row[0] for row in rows] == ["bridge/dev (3)", ""]


def test_the_newest_record_of_a_measurement_counts() -> None:
    records = [make_scores(0.2, day=2), make_scores(0.3, day=3), make_scores(0.1, day=1)]

    assert choose_newest(records) == [records[1]]


def test_other_sizes_weights_and_thresholds_are_other_measurements() -> None:
    records = [
        make_scores(0.1),
        make_scores(0.2, size="192x256"),
        make_scores(0.3, weights="other"),
        make_scores(0.4, threshold=0.3),
    ]

    assert len(choose_newest(records)) == 4
    assert choose_newest(records, "other") == [records[2]]


def test_pictures_without_cracks_have_a_table_of_their_own() -> None:
    records = [make_scores(0.75), make_scores(0.5, size="192x256", names=ALARM_NAMES)]

    assert [row[1] for row in split_cells(tabulate_scores(records))[2:]] == ["native", ""]
    assert [row[1] for row in split_cells(tabulate_negatives(records))[2:]] == ["192x256", ""]
    assert tabulate_negatives(records[:1]) == ""


def test_latency_has_a_row_for_each_size() -> None:
    times = {"first_median_ms": 1.52, "second_median_ms": 1.01, "ratio_median": 1.5}
    record = {
        **make_head("latency"),
        "first": {"name": "tiny"},
        "second": {"name": "peer"},
        "settings": {"threads": 2},
        "times": {"192x256": times, "480x640": times},
    }
    rows = split_cells(tabulate_latency([record, make_scores(0.5)]))[2:]

    assert rows[0] == ["Some CPU", "2", "192x256", "tiny", "1.5", "30.9", "peer", "1.0", "20.5", "1.50"]
    assert [row[2] for row in rows] == ["192x256", "480x640"]
    assert tabulate_latency([record], "other") == ""


def test_only_what_stands_between_the_marks_changes() -> None:
    filled = fill_tables(MARKS, [make_scores(0.75)], "README.md")

    assert filled.startswith("before\n<!-- table:results -->\n| pictures")
    assert filled.endswith("|\n<!-- /table:results -->\nafter\n")
    assert "stale line" not in filled
    assert fill_tables(filled, [make_scores(0.75)], "README.md") == filled


def test_a_table_may_hold_to_certain_weights() -> None:
    text = "<!-- table:results:other -->\n<!-- /table:results:other -->\n"
    filled = fill_tables(text, [make_scores(0.1), make_scores(0.3, weights="other")], "card.md")

    assert "other |" in filled
    assert "tiny" not in filled


def test_without_records_the_table_is_empty() -> None:
    assert fill_tables(MARKS, [], "README.md") == MARKS.replace("stale line\n", "")


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DataError, match=r"`kind` in a\.md must be known, got 'result'\. Choose from: results, "):
        fill_tables("<!-- table:result -->\n<!-- /table:result -->\n", [], "a.md")


def test_a_table_without_an_end_is_refused() -> None:
    with pytest.raises(DataError, match=r"every table in a\.md must have an end, got 1 beginnings and 0 whole"):
        fill_tables("<!-- table:results -->\n", [], "a.md")


def test_check_fails_until_the_tables_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "one.json").write_text(json.dumps(make_scores(0.75)), encoding="utf-8")
    (tmp_path / "README.md").write_text(MARKS, encoding="utf-8")

    assert main(["--check"], tmp_path) == 1
    assert "README.md: lags behind" in capsys.readouterr().out
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == MARKS
    assert main([], tmp_path) == 0
    assert main(["--check"], tmp_path) == 0


def test_the_documents_of_this_project_do_not_lag_behind_its_records() -> None:
    assert main(["--check"], ROOT) == 0
