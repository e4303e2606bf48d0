"""Presets and their variations."""

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.presets import COMPACT, PAPER, vary_preset


def test_nothing_changed_is_the_preset_itself() -> None:
    assert vary_preset("compact", {}) == COMPACT
    assert vary_preset("paper", {}) == PAPER


def test_lists_and_tables_of_a_recipe_become_the_preset_s_numbers() -> None:
    varied = vary_preset("compact", {"widths": [8, 16, 32, 32], "attention": {"depth": 2}, "kernel": 5})
    assert varied.widths == (8, 16, 32, 32)
    assert (varied.attention.depth, varied.attention.width) == (2, COMPACT.attention.width)
    assert varied.kernel == 5


def test_attention_can_be_left_out() -> None:
    assert vary_preset("compact", {"attention": False}).attention is None


def test_false_stands_for_none_where_toml_has_no_word_for_it() -> None:
    attention = vary_preset("compact", {"attention": {"grid": False, "patch": 2}}).attention
    assert (attention.grid, attention.patch) == (None, 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"width": 3}, "must fit the preset 'compact'.*Its fields are: widths, edge_strides"),
        ({"kernel": 4}, r"`kernel` must be one of \(3, 5, 7\), not 4"),
        ({"join": "add"}, r"`join` must be one of \('sum', 'concat'\), not 'add'"),
        ({"attention": {"deep": 3}}, "unexpected keyword argument 'deep'"),
    ],
)
def test_changes_that_do_not_fit_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        vary_preset("compact", changes)
