import pytest

from efficientcracknet.core.errors import DataError
from efficientcracknet.web.desk.ids import make_id, require_id
from efficientcracknet.web.desk.places import DeskPlaces


def test_a_new_id_is_one_and_differs_from_the_last() -> None:
    first, second = make_id(), make_id()

    assert require_id(first) == first
    assert first != second


@pytest.mark.parametrize(
    "text", ["", "..", "abcdefghijk", "abcdefghijkl\n", "abcdefghijkL", "../../abcdef", "abcdefghijké"]
)
def test_nothing_else_becomes_a_part_of_a_path(tmp_path, text: str) -> None:
    places = DeskPlaces(tmp_path)

    with pytest.raises(DataError, match="must be 12 lower-case letters and digits"):
        places.project(text)
    with pytest.raises(DataError, match="must be 12 lower-case letters and digits"):
        places.project("abcdefghijkl").picture(text)
    with pytest.raises(DataError, match="must be 12 lower-case letters and digits"):
        places.project("abcdefghijkl").export(text)
