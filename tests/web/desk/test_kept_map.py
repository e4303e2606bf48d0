from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError
from efficientcracknet.core.pixel_scale import PixelScale
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.web.desk.kept_map import LOWEST, STEPS, find_levels, read_map, thin_map, write_map
from efficientcracknet.web.desk.report_file import tell_report


@settings(deadline=None, max_examples=30)
@given(arrays(np.float32, (3, 5), elements=st.floats(0, 1, width=32)))
def test_a_pixel_reaches_a_level_exactly_where_that_threshold_takes_it_for_crack(probability: np.ndarray) -> None:
    levels = find_levels(probability)
    for step in range(STEPS + 1):
        assert ((levels >= step) == CrackMap(probability, step / STEPS).mask).all()


def test_limits_themselves_belong_to_their_level() -> None:
    limits = (np.arange(STEPS + 1) / STEPS).astype(np.float32)[np.newaxis]

    assert find_levels(limits).tolist() == [list(range(STEPS + 1))]
    assert find_levels(np.nextafter(limits, np.float32(0)))[0, 1:].tolist() == list(range(STEPS))


def draw_map() -> np.ndarray:
    """Return a map as networks make them: soft cracks of several widths, and noise everywhere."""
    rng = np.random.default_rng(0)
    rows, cols = np.mgrid[:160, :240]
    ridges = [(np.abs(rows - 40 - 0.3 * cols), 2.0), (np.abs(cols - 120 - 0.2 * rows), 5.0)]
    logits = np.maximum.reduce([6 - 4 * away / width for away, width in ridges]) - 2
    return (1 / (1 + np.exp(-logits + rng.normal(0, 0.4, rows.shape)))).astype(np.float32)


@pytest.mark.parametrize("threshold", [LOWEST, 0.1, 0.5, 0.9])
def test_a_thinned_map_gives_the_very_same_figures(threshold: float) -> None:
    probability = draw_map()
    reports = [measure_map(CrackMap(one, threshold), PixelScale(0.2)) for one in (probability, thin_map(probability))]

    assert reports[0].cracks
    assert tell_report(reports[0]) == tell_report(reports[1])


def test_far_from_cracks_a_thinned_map_is_rounded_down() -> None:
    probability = np.full((60, 60), 0.0123, np.float32)
    probability[5, 5] = 0.6
    thinned = thin_map(probability)

    assert (thinned[:14, :14] == probability[:14, :14]).all()
    assert (thinned[14:] == np.float32(0.01)).all()
    assert (find_levels(thinned) == find_levels(probability)).all()


def test_a_map_comes_back_from_its_file(tmp_path: Path) -> None:
    probability = draw_map()
    write_map(tmp_path / "a.map", probability)
    found = read_map(tmp_path / "a.map")

    assert found.dtype == np.float32
    assert (found == probability).all()
    assert not found.flags.writeable


@pytest.mark.parametrize("content", [b"", b"something else\n", b'ECNMAP1 {"height": 2, "width": 2}\n1234'])
def test_a_damaged_map_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.map").write_bytes(content)

    with pytest.raises(DataError, match=r"'a\.map' must hold a crack map"):
        read_map(tmp_path / "a.map")
