"""Costs against small sums that can be checked on paper; the graph check is in tests/training/test_delivery.py."""

import pytest

from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.presets import PRESETS


def test_compact_keeps_its_budget() -> None:
    cost = count_cost("compact", 192, 256)
    assert cost.parameters <= 260_000
    assert cost.multiply_adds <= 150_000_000


def test_paper_has_the_size_that_public_code_leads_one_to_expect() -> None:
    cost = count_cost("paper", 192, 256)
    assert 240_000 <= cost.parameters <= 260_000
    assert 2.4e9 <= cost.multiply_adds <= 2.7e9


def test_stem_of_compact_is_27_weights_times_16_channels_at_half_size() -> None:
    assert dict(count_cost("compact", 192, 256).by_block)["stem"] == 27 * 16 * 96 * 128


def test_blocks_add_up_to_the_total() -> None:
    for name in PRESETS:
        cost = count_cost(name, 192, 256)
        assert sum(work for _, work in cost.by_block) == cost.multiply_adds


def test_compact_grows_with_the_area_and_paper_faster() -> None:
    def growth(name: str) -> float:
        return count_cost(name, 1024, 1024).multiply_adds / count_cost(name, 512, 512).multiply_adds

    assert growth("compact") == pytest.approx(4, rel=1e-3)
    assert growth("paper") > 8


def test_sides_are_padded_to_the_stride() -> None:
    assert count_cost("compact", 177, 241).multiply_adds == count_cost("compact", 192, 256).multiply_adds


def test_impossible_sizes_and_unknown_presets_are_refused() -> None:
    with pytest.raises(SettingsError, match="must be at least 1, got 0 and 5"):
        count_cost("compact", 0, 5)
    with pytest.raises(SettingsError, match=r"got 'papper'. Choose from: paper, compact, first"):
        count_cost("papper", 10, 10)
