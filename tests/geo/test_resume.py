"""How far a raster has come: kept whole, and only gone on with for the same raster and settings."""

from pathlib import Path

import pytest

from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.geo.resume import ResumeState, load_state

FACTS = {"weights": "abc", "grid": {"transform": (1.5, 0.0)}}


def test_a_state_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    ResumeState(FACTS, 7).save(tmp_path)

    assert load_state(tmp_path, FACTS).rows == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state.json"]


def test_without_a_state_nothing_is_finished(tmp_path: Path) -> None:
    assert load_state(tmp_path / "gone", FACTS).rows == 0
    (tmp_path / "state.json").write_text('{"facts": ', encoding="utf-8")
    assert load_state(tmp_path, FACTS).rows == 0


def test_another_raster_or_setting_is_refused_by_its_name(tmp_path: Path) -> None:
    ResumeState(FACTS, 7).save(tmp_path)

    with pytest.raises(SettingsError, match=r"got another weights \(weights: 'abc' before, 'xyz' now\)"):
        load_state(tmp_path, {**FACTS, "weights": "xyz"})


def test_the_identity_is_that_of_the_facts_alone() -> None:
    assert ResumeState(FACTS, 1).identity == ResumeState(dict(reversed(FACTS.items())), 9).identity
    assert ResumeState(FACTS).identity != ResumeState({**FACTS, "weights": "xyz"}).identity
    assert len(ResumeState(FACTS).identity) == 64


def test_a_state_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"state\.json' must be writable, got: No such file"):
        ResumeState(FACTS).save(tmp_path / "gone")
