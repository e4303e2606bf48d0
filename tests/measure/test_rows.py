from dataclasses import replace

from efficientcracknet.measure.rows import COLUMNS, CrackRow, list_rows
from efficientcracknet.measure.severity import Severity
from tests.measured import build_crack, build_report

WIDTHS = ["width_median_px", "width_mean_px", "width_p95_px", "width_max_px"]
ASKED = ["file", "crack", "length_px", *WIDTHS, "area_px", "orientation_deg"]


def test_columns_begin_with_what_was_asked_for_and_their_sizes_on_the_surface() -> None:
    assert list(COLUMNS[: len(ASKED)]) == ASKED
    assert {name.replace("_px", "_mm") for name in ASKED if name.endswith("_px") and name != "area_px"} <= {*COLUMNS}
    assert "area_mm2" in COLUMNS


def test_a_row_says_what_the_crack_says() -> None:
    crack = build_crack(3, (10, 20), (10, 60), 5.0, mm_per_px=0.2)
    row = CrackRow.of("a.jpg", crack, Severity("low", 0))

    assert (row.file, row.crack, row.severity, row.branches) == ("a.jpg", 3, "low", 1)
    assert (row.length_px, row.length_mm, row.width_p95_px, row.width_p95_mm) == (40, 8.0, 5.0, 1.0)
    assert (row.area_px, row.area_mm2) == (200, 200 * 0.2**2)
    assert (row.widest_row_px, row.widest_column_px) == (10, 20)
    assert (row.box_top_px, row.box_left_px, row.box_height_px, row.box_width_px) == (10, 20, 1, 41)


def test_what_is_not_known_stays_empty() -> None:
    crack = replace(build_crack(1, (0, 0), (0, 9)), widest_at_px=None, orientation_deg=None)
    row = CrackRow.of("a.jpg", crack)

    assert row.widest_row_px is row.orientation_deg is row.severity is row.length_mm is row.area_mm2 is None


def test_a_report_gives_one_row_per_crack() -> None:
    report = build_report(build_crack(1, (0, 0), (0, 90)), build_crack(2, (9, 0), (9, 50)))

    assert [row.crack for row in list_rows("a.jpg", report)] == [1, 2]
    assert list_rows("a.jpg", build_report()) == ()
    assert tuple(list_rows("a.jpg", report)[0].to_dict()) == COLUMNS
