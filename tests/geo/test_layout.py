import numpy as np
import pytest

from efficientcracknet.geo.ground import GroundScale
from efficientcracknet.geo.layout import Layout
from tests.geo.cracks_of_maps import DEGREES, SIZE_PX, UTM

POINTS = np.array([[0.0, 0.0], [3.0, 7.0], [999.0, 1999.0]])
FEET = GroundScale.of("EPSG:2263", (0.01, 0.0, 980_000.0, 0.0, -0.01, 200_000.0), SIZE_PX)


@pytest.mark.parametrize("ground", [UTM, DEGREES, FEET, None])
def test_the_way_to_the_flat_leads_back_to_the_map(ground: GroundScale | None) -> None:
    layout = Layout(ground)

    assert np.abs(layout.from_flat(layout.to_flat(POINTS)) - layout.to_map(POINTS)).max() < 1e-8


def test_a_projected_map_in_metres_is_flat_already() -> None:
    assert np.abs(Layout(UTM).to_flat(POINTS) - UTM.to_map(POINTS)).max() < 1e-8


def test_px_are_laid_out_below_the_upper_left_corner() -> None:
    assert Layout(None).to_map(POINTS).tolist() == [[0.5, -0.5], [7.5, -3.5], [1999.5, -999.5]]
