"""The exception tree: as drawn, and each class also the builtin a newcomer would catch."""

import builtins
import re

import pytest

from efficientcracknet.core import errors
from efficientcracknet.core.errors import CrackError, MissingExtraError, list_nearest_first

DRAWN = dict(re.findall(r"[|`]-- (\w+)\s+\((\w+)\)", errors.__doc__ or ""))
CLASSES = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, CrackError)}


def test_the_drawn_tree_holds_every_class_and_no_other():
    assert set(DRAWN) == set(CLASSES) - {"CrackError"}
    assert len(DRAWN) == 10


@pytest.mark.parametrize("name", DRAWN)
def test_each_error_is_a_crack_error_and_the_builtin_drawn_beside_it(name):
    assert CLASSES[name].__bases__ == (CrackError, getattr(builtins, DRAWN[name]))


def test_a_missing_extra_says_what_needs_it_and_how_to_install_it():
    with pytest.raises(ImportError, match=r"^reading HEIC needs .* pip install 'efficientcracknet\[heic\]'$"):
        raise MissingExtraError.of("reading HEIC", "heic")


@pytest.mark.parametrize(
    ("name", "nearest"), [("papper", "paper"), ("compakt", "compact"), ("deepcrack-v2", "deepcrack-v1")]
)
def test_the_most_similar_name_comes_first(name, nearest):
    listed = list_nearest_first(name, ["compact", "deepcrack-v1", "paper"]).split(", ")

    assert listed[0] == nearest
    assert sorted(listed) == ["compact", "deepcrack-v1", "paper"]


def test_no_valid_names_give_an_empty_list():
    assert list_nearest_first("paper", []) == ""
