import json
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.core.scale import PixelScale
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.measure.values import CrackReport
from tests.measure.drawings import FORK, draw_bar, draw_lines


@pytest.fixture
def report() -> CrackReport:
    return measure_map(CrackMap(draw_lines(FORK, 6), 0.5), PixelScale(0.4))


def test_the_report_is_ready_for_json(report: CrackReport) -> None:
    document = json.loads(json.dumps(report.to_dict()))

    assert document["scale"] == {"kind": "pixel", "mm_per_px": 0.4}
    assert document["cracks"][0]["length_mm"] == report.cracks[0].length_mm
    assert [branch["kind"] for branch in document["cracks"][0]["branches"]] == ["free-junction"] * 3
    assert len(document["orientation_histogram"]) == 12


def test_without_a_scale_nothing_is_said_in_mm() -> None:
    document = measure_map(draw_bar(80, 5)).to_dict()

    assert {value for key, value in document.items() if "_mm" in key or "_m_per" in key} == {None}
    assert {value for key, value in document["cracks"][0].items() if key.endswith(("_mm", "_mm2"))} == {None}


def test_points_of_a_branch_cannot_be_written_to(report: CrackReport) -> None:
    with pytest.raises(ValueError, match="read-only"):
        report.cracks[0].branches[0].points_px[0, 0] = 1


def test_a_data_frame_has_a_row_for_each_crack(report: CrackReport, monkeypatch: pytest.MonkeyPatch) -> None:
    def make_frame(rows: list[list[Any]], columns: list[str]) -> list[dict[str, Any]]:
        return [dict(zip(columns, row, strict=True)) for row in rows]

    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=make_frame))
    (row,) = report.to_dataframe()

    assert row["width_p95_mm"] == report.cracks[0].width_p95_mm
    assert row["width_is_upper_bound"] is False
    assert "branches" not in row


def test_a_data_frame_without_pandas_is_refused(report: CrackReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(MissingExtraError, match=r"pandas must be installed, got .*pip install pandas"):
        report.to_dataframe()


def test_histogram_adds_up_to_the_length(report: CrackReport) -> None:
    assert np.sum(report.orientation_histogram) == pytest.approx(report.length_px)
