"""Options of maps: numbers that can be used, and how they are told."""

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.jobs.map_options import MapOptions, parse_bands


@pytest.mark.parametrize("value", [0.0, -2.0, float("nan"), float("inf")])
def test_lengths_must_be_above_nothing(value: float) -> None:
    with pytest.raises(SettingsError, match=rf"`--gsd` must be mm above 0, got {value:g}"):
        MapOptions(gsd_mm=value)
    with pytest.raises(SettingsError, match=rf"`--cell-m` must be m above 0, got {value:g}"):
        MapOptions(cell_m=value)


def test_bands_are_one_or_three_counted_from_1() -> None:
    assert parse_bands("4,3,2") == (4, 3, 2)
    assert parse_bands(" 1 ") == (1,)


@pytest.mark.parametrize("text", ["", "1,2", "0", "1,2,3,4", "r,g,b", "1,,2", "-1", "1.5"])
def test_other_words_are_no_bands(text: str) -> None:
    with pytest.raises(SettingsError, match=rf"three bands counted from 1, or one for grey, got '{text}'"):
        parse_bands(text)
