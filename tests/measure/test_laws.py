"""What must hold of every measure, whatever the crack: checked on shapes of every kind, on maps and on masks."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.scale import PixelScale
from efficientcracknet.measure.measuring import measure_map, measure_mask
from efficientcracknet.measure.values import Crack, CrackReport
from tests.measure.drawings import SHAPES, draw_bar, draw_lines

WIDTHS_PX = (4.0, 7.0, 12.0)
KINDS = ("map", "mask")
OFF_AXES_DEG = 12.0
"""A mask of a crack along the rows is a whole number of pixels wide, whatever the crack was: no law can mend that."""


def measure(coverage: NDArray[np.float32], kind: str, scale: PixelScale | None = None) -> CrackReport:
    return measure_mask(coverage >= 0.5, scale) if kind == "mask" else measure_map(CrackMap(coverage, 0.5), scale)


def find_only_crack(coverage: NDArray[np.float32], kind: str) -> Crack:
    (crack,) = measure(coverage, kind).cracks
    return crack


def compare(before: list[Crack], after: list[Crack]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by how much lengths differ, as a share, and median widths, px."""
    lengths = [abs(second.length_px / first.length_px - 1) for first, second in zip(before, after, strict=True)]
    widths = [
        abs((second.width_median_px or 0) - (first.width_median_px or 0))
        for first, second in zip(before, after, strict=True)
    ]
    return np.array(lengths), np.array(widths)


@pytest.mark.parametrize("kind", KINDS)
def test_turning_by_90_degrees_changes_next_to_nothing(kind: str) -> None:
    drawn = [draw_lines(lines, width_px, OFF_AXES_DEG) for lines in SHAPES.values() for width_px in WIDTHS_PX]
    before = [find_only_crack(coverage, kind) for coverage in drawn]
    after = [find_only_crack(np.rot90(coverage).copy(), kind) for coverage in drawn]
    lengths, widths = compare(before, after)

    assert np.median(lengths) <= 0.005
    assert np.percentile(lengths, 95) <= 0.02
    assert widths.max() <= 0.1
    for first, second in zip(before, after, strict=True):
        if first.orientation_deg is not None and second.orientation_deg is not None:
            assert (second.orientation_deg - first.orientation_deg - 90 + 5) % 180 == pytest.approx(5, abs=1)


@pytest.mark.parametrize("kind", KINDS)
def test_turning_by_30_degrees_changes_little(kind: str) -> None:
    cases = [(lines, width_px) for lines in SHAPES.values() for width_px in WIDTHS_PX]
    before = [find_only_crack(draw_lines(lines, width_px, OFF_AXES_DEG), kind) for lines, width_px in cases]
    after = [find_only_crack(draw_lines(lines, width_px, OFF_AXES_DEG + 30), kind) for lines, width_px in cases]
    lengths, widths = compare(before, after)

    assert lengths.max() < 0.02
    assert widths.max() < 0.2
    for first, second in zip(before, after, strict=True):
        if first.orientation_deg is not None and second.orientation_deg is not None:
            assert (second.orientation_deg - first.orientation_deg - 30 + 5) % 180 == pytest.approx(5, abs=1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_doubling_the_scale_doubles_lengths_and_quadruples_areas_exactly(shape: str, kind: str) -> None:
    coverage = draw_lines(SHAPES[shape], 5.3)
    single, double = (measure(coverage, kind, PixelScale(mm_per_px)) for mm_per_px in (0.37, 0.74))

    assert double.length_mm == 2 * (single.length_mm or 0)
    for first, second in zip(single.cracks, double.cracks, strict=True):
        for name in [field.name for field in fields(Crack) if field.name.endswith("_mm")]:
            assert getattr(second, name) == 2 * getattr(first, name)
        assert second.area_mm2 == 4 * (first.area_mm2 or 0)
        assert second.length_px == first.length_px


@pytest.mark.parametrize("kind", KINDS)
def test_millimetres_are_pixels_times_the_scale(kind: str) -> None:
    report = measure(draw_lines(SHAPES["fork"], 5.3), kind, PixelScale(0.4))

    for crack in report.cracks:
        for name in ("length", "width_median", "width_mean", "width_p95", "width_max", "span"):
            assert getattr(crack, f"{name}_mm") == pytest.approx(0.4 * getattr(crack, f"{name}_px"), rel=1e-9)
        assert crack.area_mm2 == pytest.approx(0.4**2 * crack.area_px, rel=1e-12)  # not times 0.4


@pytest.mark.parametrize("kind", KINDS)
def test_moving_the_crack_by_whole_pixels_changes_nothing(kind: str) -> None:
    coverage = draw_lines(SHAPES["fork"], 5.3)
    first = find_only_crack(coverage, kind)
    second = find_only_crack(np.roll(coverage, (17, -9), axis=(0, 1)), kind)

    assert second.length_px == pytest.approx(first.length_px, rel=1e-4)  # bilinear heights round in float32
    assert second.width_median_px == pytest.approx(first.width_median_px, abs=1e-3)
    assert second.box_px == (first.box_px[0] + 17, first.box_px[1] - 9, *first.box_px[2:])


@given(
    direction_deg=st.floats(0, 180, exclude_max=True),
    width_px=st.floats(3, 14),
    length_px=st.floats(60, 80),
    row=st.floats(59, 61),
    column=st.floats(59, 61),
)
@settings(max_examples=40, deadline=None)
def test_bars_measure_what_was_drawn(
    direction_deg: float, width_px: float, length_px: float, row: float, column: float
) -> None:
    (crack,) = measure_map(draw_bar(length_px, width_px, direction_deg, (row, column))).cracks

    assert crack.length_px == pytest.approx(length_px, abs=1.5)
    assert crack.width_median_px == pytest.approx(width_px, abs=0.2)  # bilinear heights bend at a sharp border
    assert ((crack.orientation_deg or 0) - direction_deg + 2) % 180 <= 4  # within 2 degrees
    assert abs(crack.area_px - length_px * width_px) <= length_px + width_px + 2  # half a pixel all around


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 40), st.floats(0.02, 0.98))
@settings(max_examples=60, deadline=None)
def test_any_mask_gives_finite_figures(seed: int, height: int, width: int, share: float) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < share
    report = measure_mask(mask, PixelScale(0.5))

    for crack in report.cracks:
        assert np.isfinite([crack.length_px, crack.span_px, crack.length_mm or 0, crack.area_mm2 or 0]).all()
        assert crack.tortuosity >= 1
        assert crack.span_px <= crack.length_px * 1.001
        assert all(np.isfinite(branch.points_px).all() and len(branch.points_px) >= 2 for branch in crack.branches)
    assert sum(report.orientation_histogram) == pytest.approx(report.length_px)
