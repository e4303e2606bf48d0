import json

import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.scale import Scale
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.web.desk.report_file import rebuild_report, tell_report
from efficientcracknet.web.desk.scale_choice import find_scale
from tests.web.walls import paint_wall

CORNERS = {"kind": "corners", "corners_px": [[0, 0], [2, 150], [55, 159], [59, 3]], "width_mm": 80, "height_mm": 30.5}


@pytest.mark.parametrize("choice", [None, {"kind": "mm_per_px", "mm_per_px": 0.3}, CORNERS])
@pytest.mark.parametrize("rows", [(), (12, 40)])
def test_a_report_comes_back_equal_in_every_number(choice: dict | None, rows: tuple[int, ...]) -> None:
    scale: Scale | None = find_scale(choice)
    probability = 1 - paint_wall(*rows)[..., 0].astype(np.float32) / 255 * 0.9
    report = measure_map(CrackMap(probability, 0.5), scale)
    rebuilt = rebuild_report(json.loads(json.dumps(tell_report(report))), scale)

    assert tell_report(rebuilt) == tell_report(report)
    assert rebuilt.to_dict() == report.to_dict()
    assert all(
        (mine.points_px == other.points_px).all()
        for crack, same in zip(report.cracks, rebuilt.cracks, strict=True)
        for mine, other in zip(crack.branches, same.branches, strict=True)
    )
