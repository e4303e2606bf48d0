import pytest

from efficientcracknet.jobs.rows import COLUMNS, PictureRow


def cells(**facts: object) -> dict[str, str]:
    return dict(zip(COLUMNS, PictureRow(**{"file": "a.jpg", "seconds": 0.5, **facts}).to_cells(), strict=True))


def test_a_failure_says_why_and_leaves_the_rest_empty() -> None:
    found = cells(error="no picture")

    assert {column for column, cell in found.items() if cell} == {"file", "seconds", "status", "error"}
    assert (found["status"], found["error"]) == ("error", "no picture")


def test_numbers_are_written_plain() -> None:
    found = cells(width_px=4000, crack_share=1e-7, latitude=-33.925, longitude=18.4239, seconds=0.12345)

    assert (found["width_px"], found["crack_share"]) == ("4000", "0.000000")
    assert (found["latitude"], found["longitude"]) == ("-33.9250000", "18.4239000")
    assert (found["seconds"], found["status"]) == ("0.123", "ok")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("column", ["file", "error", "camera", "time"])
def test_no_text_is_a_formula_to_a_spreadsheet(column: str, start: str) -> None:
    assert cells(**{column: f"{start}1+1"})[column] == f"'{start}1+1"


def test_signs_within_a_text_are_left_alone() -> None:
    assert cells(file="a-b/=c.jpg")["file"] == "a-b/=c.jpg"


def test_a_dictionary_has_the_columns_of_the_table() -> None:
    assert tuple(PictureRow("a.jpg", 0.5).to_dict()) == COLUMNS
