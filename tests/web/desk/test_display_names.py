import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientcracknet.web.desk.display_names import DEEPEST, LONGEST, clean_name, number_name


@settings(deadline=None)
@given(st.text())
def test_a_cleaned_name_stays_below_its_folder_and_can_be_shown(text: str) -> None:
    name = clean_name(text)
    parts = name.split("/")

    assert not {"", ".", ".."} & set(parts)
    assert len(name) <= LONGEST
    assert len(parts) <= DEEPEST
    assert not set('<>:"|?*\\') & set(name)
    assert not any(unicodedata.category(letter).startswith("C") for letter in name)


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("Brücke/IMG_1.JPG", "Brücke/IMG_1.JPG"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\a.png", "a.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("nul.jpg", "_nul.jpg"),
        (".hidden.jpg", "hidden.jpg"),
        ("\ud800.jpg", "jpg"),
        ("...", "picture"),
    ],
)
def test_strange_names_become_plain(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


def test_a_taken_name_gets_a_number_before_its_suffix() -> None:
    assert number_name("a/b.jpg", {"a/b.jpg", "a/b (2).jpg"}) == "a/b (3).jpg"
    assert number_name("b.jpg", {"a/b.jpg"}) == "b.jpg"
