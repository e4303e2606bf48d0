"""Data sets as typed on the command line."""

from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.training.source import DataSource, parse_source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("roads=data/roads", DataSource("roads", Path("data/roads"))),
        ("roads=data/roads:train", DataSource("roads", Path("data/roads"), "train")),
        ("roads=data/roads@2", DataSource("roads", Path("data/roads"), "", 2.0)),
        ("roads=data/roads:train@1e-1", DataSource("roads", Path("data/roads"), "train", 0.1)),
        ("my-set.2=a=b:all", DataSource("my-set.2", Path("a=b"), "all")),
        (r"w=C:\photos", DataSource("w", Path(r"C:\photos"))),
        (r"w=C:\photos:train@3", DataSource("w", Path(r"C:\photos"), "train", 3.0)),
        ("w=C:/photos", DataSource("w", Path("C:/photos"))),
        ("w=photos@home", DataSource("w", Path("photos@home"))),
        ("w=photos@home/2024", DataSource("w", Path("photos@home/2024"))),
    ],
)
def test_a_source_is_read_as_written(text: str, source: DataSource) -> None:
    assert parse_source(text) == source


@pytest.mark.parametrize("text", ["data/roads", "roads=", "=data/roads", "", "two words=data"])
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"must be NAME=DIR\[:SPLIT\]\[@WEIGHT\], got '" + text):
        parse_source(text)


@pytest.mark.parametrize("weight", ["0", "-1", "1e999", "1-1"])
def test_weights_must_be_numbers_above_zero(weight: str) -> None:
    with pytest.raises(SettingsError, match=f"must be a number above 0, got {weight} in 'a=b@{weight}'"):
        parse_source(f"a=b@{weight}")


def test_a_refusal_names_the_flag() -> None:
    with pytest.raises(
        SettingsError, match=r"`--draw` must be NAME=DIR\[:SPLIT\]\[@WEIGHT\], got 'walls'. Example: --draw "
    ):
        parse_source("walls", "--draw")
    with pytest.raises(SettingsError, match=r"the weight of `--draw` must be a number above 0, got 0 in 'a=b@0'"):
        parse_source("a=b@0", "--draw")
