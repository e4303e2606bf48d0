from typing import Any

from benchmarks.markdown import tabulate_deepness, tabulate_large_maps


def make_sizes(seconds: float) -> dict[str, Any]:
    lines = {
        "error_share": -0.012,
        "error_share_worst": 0.021,
        "crossings_most": 34,
        "vertices_near_windows": {"ratio": 1.04},
    }
    found = {"seconds": seconds, "megapixels_per_s": 1.5, "peak_mb": 812.4, "lines": lines}
    return {
        "25000x40000": {**found, "megapixels": 1000.0},
        "1000x1000": {**found, "megapixels": 1.0, "lines": {**lines, "vertices_near_windows": {"ratio": None}}},
    }


def make_record(theme: str, date: str, **body: Any) -> dict[str, Any]:
    return {"theme": theme, "date": date, "weights": {"name": "tiny"}, **body}


def test_maps_have_a_row_for_each_size_of_the_newest_record() -> None:
    old = make_record("large-map", "2025-01-01", sizes=make_sizes(1))
    new = make_record("large-map", "2025-01-02", sizes=make_sizes(700))

    rows = tabulate_large_maps([new, old]).splitlines()

    assert rows[2] == "| 1000 x 1000 | 1 | 700 | 1.50 | 812 | -1.20% | 2.10% | 34 |  |"
    assert rows[3] == "| 25000 x 40000 | 1000 | 700 | 1.50 | 812 | -1.20% | 2.10% | 34 | x 1.04 |"
    assert tabulate_large_maps([new], "other") == ""


def test_deepness_has_a_row_for_each_comparison() -> None:
    found = {"crack_iou": 0.9876, "crack_pixels": 120, "difference_p999": 0.0123}
    record = make_record("deepness", "2025-01-01", agreement={"a map": {"plugin, predict": found}})

    assert tabulate_deepness([record]).splitlines()[2] == "| a map | plugin, predict | 0.988 | 120 | 0.0123 |"
    assert tabulate_deepness([]) == ""
