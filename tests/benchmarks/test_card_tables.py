from benchmarks.card_tables import (
    choose_shown,
    list_calibration,
    list_widths,
    list_worst,
    name_sheet,
    show_plots,
    show_worst,
)
from tests.benchmarks.scored import make_crackless, make_head, make_scores


def test_widths_show_recall_f1_and_how_much_is_so_wide() -> None:
    _, rows = list_widths([make_scores()], "tiny")

    cells = ("", "0.50, 0.25 (10%)", "0.75, 0.50 (30%)", "", "1.00, 0.80 (60%)")
    assert rows == [("bridge/test (12)", "native", *cells)]


def test_the_worst_pictures_stand_by_their_names_beside_each_other() -> None:
    headings, rows = list_worst([make_scores(), make_crackless(change="tile-3")], "tiny")

    assert headings == ("bridge/test (12), native", "walls/test (8), tile-3, native")
    assert rows == [("ugly: 0.12", "joint: 4.56% false"), ("empty: 1.23% false", "")]


def test_calibration_shows_each_set_before_and_after() -> None:
    record = {
        **make_head("calibration"),
        "weights": {"name": "tiny"},
        "mean_f1": [0.5, 0.75],
        "mean_alarmed": [0.5, 0.25],
        "calibration_error": [0.125, 0.0625],
        "sets": {
            "roads": {"n": 60, "f1": [0.5, 0.75], "calibration_error": [0.1, 0.2]},
            "walls": {"n": 18, "alarmed": [0.5, 0.25], "calibration_error": [0.3, 0.4]},
        },
    }

    _, rows = list_calibration([record, make_scores()], "tiny")
    assert rows == [
        ("roads (60)", "0.500, 0.750", "", "0.100, 0.200"),
        ("walls (18)", "", "0.500, 0.250", "0.300, 0.400"),
        ("all", "0.500, 0.750", "0.500, 0.250", "0.125, 0.062"),
    ]
    assert list_calibration([record], "other")[1] == []


def test_only_pictures_in_the_public_domain_are_shown() -> None:
    closed = [make_scores(name=f"{name}/test") for name in ("deepcrack", "crack500", "cfd", "gaps384_crops", "masonry")]
    walls = [make_crackless(name=f"{name}/test") for name in ("negatives_scenes", "negatives_concrete", "walls")]
    open_sets = [make_scores(name="uav_cc0/val"), make_crackless(name="surfaces_cc0/test", change="tile-3")]

    assert choose_shown([*closed, *walls], "tiny") == []
    assert choose_shown([*closed, *walls, *open_sets], "tiny") == open_sets[::-1]


def test_pictures_are_linked_from_the_catalogue() -> None:
    shown = show_worst([make_scores(name="uav_cc0/val")], "tiny")

    assert "(../../../docs/pictures/cards/tiny-worst-uav_cc0-val.jpg)" in shown
    assert name_sheet("tiny", make_scores(name="uav_cc0/val")) == "tiny-worst-uav_cc0-val.jpg"
    assert show_plots([make_scores()], "tiny").endswith("(../../../docs/pictures/cards/tiny.svg)\n")


def test_without_records_a_card_shows_nothing() -> None:
    assert show_plots([], "tiny") == show_worst([], "tiny") == ""
    assert list_worst([], "tiny") == ((), [])
    assert list_widths([], "tiny")[1] == []
