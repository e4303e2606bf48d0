from xml.etree import ElementTree

import numpy as np
import pytest

from efficientcracknet.draw import palette
from efficientcracknet.geo import styles
from efficientcracknet.geo.styles import style_cells, style_classes, style_plain, style_widths


def read(qml: str) -> ElementTree.Element:
    """Return what is drawn."""
    drawn = ElementTree.fromstring(qml).find("renderer-v2")
    assert drawn is not None
    return drawn


def test_colours_are_those_of_the_pictures() -> None:
    assert (styles.PLAIN, styles.UNDETERMINED, styles.RANKS) == (palette.PLAIN, palette.UNDETERMINED, palette.RANKS)


@pytest.mark.parametrize("names", [["low", "high"], ["low", "moderate", "high"]])
def test_every_class_has_its_colour_and_undetermined_ones_too(names: list[str]) -> None:
    drawn = read(style_classes(names))
    colours = [one.get("v") for one in drawn.iterfind(".//prop[@k='line_color']")]
    expected = [palette.find_class_colour(rank, len(names)) for rank in range(len(names))]

    assert drawn.get("attr") == "severity"
    assert [one.get("value") for one in drawn.iterfind(".//category")] == [*names, "undetermined"]
    assert colours == [",".join(map(str, (*colour, 255))) for colour in [*expected, palette.UNDETERMINED]]


@pytest.mark.parametrize("widths", [[0.123456], [1.0, 1.0, 1.0], [0.5, 7.77, 12.3456, 99.951]])
def test_ranges_follow_each_other_and_hold_every_width(widths: list[float]) -> None:
    ranges = [
        (float(one.get("lower", "")), float(one.get("upper", "")))
        for one in read(style_widths("width_p95_mm", np.array(widths), "mm")).iterfind(".//range")
    ]

    assert len(ranges) == 3
    assert ranges[0][0] == 0
    assert ranges[-1][1] >= max(widths)
    assert [upper for _, upper in ranges[:-1]] == [lower for lower, _ in ranges[1:]]


def test_names_that_xml_would_trip_over_are_escaped() -> None:
    drawn = read(style_classes(["a < 3 & b", 'the "wide"']))

    assert [one.get("label") for one in drawn.iterfind(".//category")][:2] == ["a < 3 & b", 'the "wide"']


def test_nothing_to_grade_is_drawn_in_one_colour() -> None:
    none = np.empty(0)

    assert style_widths("width_p95_mm", none, "mm") == style_plain("line")
    assert style_cells("density", none, "m/m²") == style_plain("fill")
    assert read(style_plain("fill")).get("type") == "singleSymbol"
