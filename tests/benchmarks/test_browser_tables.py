from typing import Any

from benchmarks.markdown import tabulate_browser_parity


def make_record(date: str, iou: float) -> dict[str, Any]:
    found = {
        "engine": "processor, 2 threads",
        "pictures": 50,
        "pixels": 9981952,
        "pixels_different": 12,
        "crack_iou_pooled": iou,
        "crack_iou_worst": 0.5,
        "page_median_s": 0.214,
        "predict_median_s": 0.0294,
    }
    return {"theme": "browser-parity", "date": date, "weights": {"name": "tiny"}, "agreement": {"wasm": found}}


def test_the_newest_record_has_a_row_for_each_way_to_compute() -> None:
    rows = tabulate_browser_parity([make_record("2025-01-02", 0.99876), make_record("2025-01-01", 0.1)]).splitlines()

    assert rows[2:] == ["| wasm | processor, 2 threads | 50 | 0.9988 | 0.5000 | 12 of 9,981,952 | 0.21 | 0.03 |"]


def test_without_a_record_of_the_weights_there_is_no_table() -> None:
    assert tabulate_browser_parity([make_record("2025-01-01", 1.0)], "other") == ""
