from xml.etree import ElementTree

import pytest

from benchmarks.panels import COLOURS, FAINT, INK, Axis, Curve, Entry, Panel, draw_panels

WHITE, DARK = "#ffffff", "#0d1117"
SPACE = "{http://www.w3.org/2000/svg}"
PANEL = Panel("a <title>", Axis("x", 0, 1, ((0.5, "half"),)), Axis("y", 0, 10, ()), (Curve([(0, 0), (1, 10)], 0),))


def find_luminance(colour: str) -> float:
    """After WCAG 2.1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def find_contrast(one: str, other: str) -> float:
    low, high = sorted(map(find_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def list_paths(drawing: str) -> list[str]:
    return [str(path.get("d")) for path in ElementTree.fromstring(drawing).iter(f"{SPACE}path")]


@pytest.mark.parametrize("ground", [WHITE, DARK])
def test_lines_and_words_stand_out_from_white_and_from_dark_ground(ground: str) -> None:
    assert min(find_contrast(colour, ground) for colour in (*COLOURS, FAINT)) >= 3
    assert find_contrast(INK, ground) >= 4


def test_a_drawing_is_xml_whatever_the_words() -> None:
    root = ElementTree.fromstring(draw_panels('"a" & <b>', [PANEL], [Entry("<c>", 0)]))

    assert root.get("aria-label") == '"a" & <b>'
    assert {"a <title>", "half", "x", "y", "<c>"} <= {text.text for text in root.iter(f"{SPACE}text")}


def test_a_line_runs_from_corner_to_corner() -> None:
    assert "M46 240L286 30" in list_paths(draw_panels("t", [PANEL], []))


def test_a_line_has_a_gap_where_it_leaves_the_axes() -> None:
    curve = Curve([(0, 0), (0.5, 20), (0.5, 5), (1, 5)], 0)
    paths = list_paths(draw_panels("t", [Panel("p", PANEL.x, PANEL.y, (curve,))], []))

    assert "M46 240M166 135L286 135" in paths


def test_panels_fill_rows_and_the_legend_stands_below() -> None:
    root = ElementTree.fromstring(draw_panels("t", [PANEL] * 4, [Entry("one", 0), Entry("two", 1)]))

    assert [group.get("transform") for group in root.iter(f"{SPACE}g")] == [
        "translate(0 0)",
        "translate(300 0)",
        "translate(600 0)",
        "translate(0 280)",
    ]
    assert (root.get("width"), root.get("height")) == ("900", "614")  # 2 rows of 280 px, 3 lines of 18 px


def test_marks_bars_and_dashes_are_drawn() -> None:
    curve = Curve([(0, 1), (1, 1)], 1, dash=1, marked=[(0.5, 1)], bars=[(0.5, 0, 5)])
    drawing = draw_panels("t", [Panel("p", PANEL.x, PANEL.y, (curve,))], [])

    assert 'stroke-dasharray="5 3"' in drawing
    assert "M166 240V135" in list_paths(drawing)
    assert 'transform="translate(166 219)"' in drawing
