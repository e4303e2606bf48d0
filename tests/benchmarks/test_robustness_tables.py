"""What changes of the pictures cost."""

from benchmarks.robustness_tables import list_robustness


def record(change: str | None, f1_2px: float, date: str = "1") -> dict[str, object]:
    figures = {"f1_2px_pooled": {"value": f1_2px}, "f1_pooled": {"value": 0.5}}
    return {
        "theme": "scores",
        "date": date,
        "weights": {"name": "w"},
        "data": {"name": "cfd/test"},
        "protocol": {"size": "native", "threshold": 0.5, "change": change},
        "network": {"figures": figures},
    }


def test_a_change_is_held_against_the_newest_score_of_the_unchanged_pictures() -> None:
    _, rows = list_robustness([record(None, 0.7), record(None, 0.8, "2"), record("jpeg-25", 0.75)])
    assert rows == [("cfd/test", "jpeg-25", "0.800", "0.750", "+0.050", "0.500", "0.500", "+0.000")]


def test_without_a_score_of_the_unchanged_pictures_there_is_no_row() -> None:
    assert list_robustness([record("jpeg-25", 0.75)])[1] == []
