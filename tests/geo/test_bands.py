"""Which bands are shown: those that say their colour, else the first."""

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.geo.bands import choose_bands


@pytest.mark.parametrize(
    ("colours", "bands"),
    [
        (["red", "green", "blue"], (1, 2, 3)),
        (["blue", "green", "red", "undefined"], (3, 2, 1)),
        (["gray", "undefined", "undefined", "undefined"], (1, 2, 3)),
        (["alpha", "gray", "undefined", "undefined"], (2, 3, 4)),
        (["gray"], (1, 1, 1)),
        (["gray", "alpha"], (1, 1, 1)),
        (["gray", "undefined"], (1, 1, 1)),
        (["alpha"], (1, 1, 1)),
    ],
)
def test_colours_decide_and_then_the_order(colours: list[str], bands: tuple[int, ...]) -> None:
    assert choose_bands(colours) == bands


def test_bands_that_are_asked_for_are_taken() -> None:
    assert choose_bands(["gray"] * 5, [5, 1, 1]) == (5, 1, 1)
    assert choose_bands(["red", "green", "blue"], [2]) == (2, 2, 2)


@pytest.mark.parametrize("asked", [[4, 3, 2], [0], [1, 2], []])
def test_bands_that_are_not_there_are_refused(asked: list[int]) -> None:
    with pytest.raises(SettingsError, match=r"one or three of the raster's bands 1 to 3, got "):
        choose_bands(["red", "green", "blue"], asked)
