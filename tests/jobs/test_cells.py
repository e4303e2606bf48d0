import pytest

from efficientcracknet.jobs.cells import write_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula(start: str) -> None:
    assert write_cell(f"{start}cmd|' /C calc'!A1") == f"'{start}cmd|' /C calc'!A1"


def test_numbers_keep_their_sign_and_get_their_decimals() -> None:
    assert write_cell(-1.25, 1) == "-1.2"
    assert write_cell(-3) == "-3"
    assert (write_cell(True), write_cell(False), write_cell(None)) == ("yes", "no", "")
