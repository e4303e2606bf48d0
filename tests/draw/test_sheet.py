"""The printed sheet: a sound PDF, and every marker where the geometry of the sheet says."""

import re

import numpy as np
import pytest

from efficientcracknet.core.sheet import EDGE_MM, PAPER_MM, PLACES_MM, list_corners_mm, list_paper_mm
from efficientcracknet.draw.sheet import LINES, draw_sheet
from efficientcracknet.runtime.marker import draw_marker, find_sheet
from tests.printed_sheet import paint_sheet

SHEET = draw_sheet({number: draw_marker(number) for number in PLACES_MM})


def test_the_page_is_a4_and_one_unit_is_a_millimetre():
    width, height = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", SHEET).groups()
    factor = re.search(rb"^([\d.]+) 0 0 ([\d.]+) 0 0 cm$", SHEET, re.MULTILINE)

    assert (float(height) / 72 * 25.4, float(width) / 72 * 25.4) == pytest.approx((297, 210), abs=1e-3)
    assert float(factor[1]) == float(factor[2]) == pytest.approx(72 / 25.4)


def test_the_table_of_objects_points_at_each_of_them():
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", SHEET)[1])
    places = [int(place) for place in re.findall(rb"^(\d{10}) 00000 n $", SHEET[start:], re.MULTILINE)]

    assert SHEET[start:].startswith(b"xref\n0 6\n")
    assert [SHEET[place:].split(b" ", 1)[0] for place in places] == [b"1", b"2", b"3", b"4", b"5"]
    stream = re.search(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", SHEET, re.DOTALL)
    assert int(stream[1]) == len(stream[2])


def test_the_sheet_says_how_to_use_it():
    assert all(f"({line}) Tj".encode() in SHEET for line in LINES)


def test_markers_keep_their_distance_from_each_other_and_from_the_edge():
    corners = np.concatenate([list_corners_mm(number) for number in PLACES_MM])

    assert corners.min() == 15
    assert (np.array(PAPER_MM) - corners.max(axis=0)).tolist() == [15, 15]
    assert list_paper_mm()[2].tolist() == list(PAPER_MM)


@pytest.mark.parametrize("px_per_mm", [2, 5])
def test_the_page_as_drawn_is_found_at_its_true_size(px_per_mm):
    found = find_sheet(paint_sheet(SHEET, px_per_mm))

    assert found.numbers == (0, 1, 2, 3)
    for number in PLACES_MM:  # the centre of the first pixel lies half a pixel into the paper
        corners_px = list_corners_mm(number) * px_per_mm - 0.5
        assert found.scale.to_plane_mm(corners_px) == pytest.approx(list_corners_mm(number), abs=0.3 / px_per_mm)
    assert found.scale.area_mm2(np.array([[300.0, 200.0]])) == pytest.approx(1 / px_per_mm**2, rel=0.005)
    assert found.covered_px == pytest.approx(list_paper_mm(EDGE_MM) * px_per_mm - 0.5, abs=1)
