import unicodedata
from pathlib import PurePosixPath

from hypothesis import example, given
from hypothesis import strategies as st

from efficientcracknet.jobs.names import LONGEST_BYTES, SUFFIXES, plan_names

PART = st.text(st.sampled_from("aAäÄßs.-_2 \u0308jpg"), min_size=1, max_size=8).filter(
    lambda part: part.strip(".") != ""
)
PLACE = st.lists(PART, min_size=1, max_size=3).map("/".join)
PICTURES = st.lists(st.tuples(st.sampled_from(["/a/b", "/c/b", "/c/B", "/", "C:/"]), PLACE), unique=True, max_size=12)


def fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


@given(PICTURES)
@example([("/a", "..jpg")])
@example([("/a", "x.jpg"), ("/a", "x.png"), ("/a", "x_jpg.tif"), ("/a", "X.JPG")])
@example([("/a", "a.jpg"), ("/a", "a.png/b.jpg"), ("/a", "A.JPG/b.jpg")])
def test_no_result_is_another_or_lies_in_another(pictures: list[tuple[str, str]]) -> None:
    names = plan_names(pictures)
    assert len(names) == len(pictures)
    for suffix in SUFFIXES:
        files = [fold(name + suffix) for name in names]
        folders = {fold(parent.as_posix()) for name in names for parent in PurePosixPath(name).parents}

        assert len(set(files)) == len(files)
        assert not folders & set(files)


@given(PICTURES)
def test_names_stay_inside_the_folder_of_results(pictures: list[tuple[str, str]]) -> None:
    for name in plan_names(pictures):
        assert not PurePosixPath(name).is_absolute()
        assert not {"..", ".", ""} & set(name.split("/"))


@given(PICTURES)
def test_pictures_keep_their_sub_folders(pictures: list[tuple[str, str]]) -> None:
    for name, (_, place) in zip(plan_names(pictures), pictures, strict=True):
        folders, wanted = PurePosixPath(name).parent.parts, PurePosixPath(place).parent.parts

        assert folders[len(folders) - len(wanted) :] == wanted


def test_a_stem_with_dots_is_cut_at_the_last() -> None:
    assert plan_names([("/a", "bridge.2024.05.jpg"), ("/a", "bridge.2024.06.jpg")]) == (
        "bridge.2024.05",
        "bridge.2024.06",
    )


def test_two_files_of_one_stem_get_their_extension() -> None:
    assert plan_names([("/a", "x.jpg"), ("/a", "x.PNG"), ("/a", "y.jpg")]) == ("x_jpg", "x_PNG", "y")


def test_a_file_without_extension_keeps_its_name() -> None:
    assert plan_names([("/a", "x"), ("/a", "x.jpg")]) == ("x", "x_jpg")


def test_names_that_differ_in_case_alone_are_numbered() -> None:
    assert plan_names([("/a", "A.jpg"), ("/a", "a.jpg"), ("/a", "a.JPG")]) == ("A_jpg", "a_jpg-2", "a_JPG-3")


def test_composed_and_decomposed_accents_count_as_one_name() -> None:
    assert plan_names([("/a", "\u00e4.jpg"), ("/a", "a\u0308.jpg")]) == ("\u00e4_jpg", "a\u0308_jpg-2")


def test_an_extension_does_not_meet_a_file_that_is_called_so() -> None:
    assert plan_names([("/a", "x.jpg"), ("/a", "x.png"), ("/a", "x_jpg.tif")]) == ("x_jpg", "x_png", "x_jpg-2")


def test_folders_that_share_no_place_are_not_told_apart() -> None:
    assert plan_names([("/east", "x.jpg"), ("/west", "deck/x.jpg")]) == ("x", "deck/x")


def test_folders_of_one_name_are_numbered() -> None:
    pictures = [("/monday/photos", "x.jpg"), ("/tuesday/Photos", "x.jpg"), ("/tuesday/Photos", "y.jpg")]

    assert plan_names(pictures) == ("photos/x", "Photos-2/x", "Photos-2/y")


def test_a_drive_and_the_root_have_names_too() -> None:
    assert plan_names([("/", "x.jpg"), ("C:/", "x.jpg")]) == ("root/x", "C/x")


def test_a_name_is_cut_between_letters_to_what_file_systems_take() -> None:
    (name,) = plan_names([("/a", "ä" * 120 + ".jpg")])

    assert name == "ä" * (LONGEST_BYTES // 2)


def test_names_that_are_cut_to_the_same_are_told_apart() -> None:
    assert plan_names([("/a", "a" * 210 + "x.jpg"), ("/a", "a" * 210 + "y.jpg")])[1].endswith("_jpg-2")


def test_nothing_gives_nothing() -> None:
    assert plan_names([]) == ()
