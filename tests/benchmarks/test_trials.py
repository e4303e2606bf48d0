"""The trial bench: what is in its queue, what is run, what is not run again."""

import dataclasses
from pathlib import Path

import pytest

from benchmarks import trials
from benchmarks.trials import ROOT, BenchSettings, Trial, list_open, read_queue, resolve_recipe, run_trial
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.evaluation.records import make_record, read_record, write_record
from efficientcracknet.model.branches import fold_branches
from tests.fake_datasets import write_drawn_cracks

BENCH = ROOT / "recipes" / "bench.toml"
QUEUE = read_queue(ROOT / "benchmarks" / "trials.toml")
DEEPER = Trial("deeper", "what", "why", "expected", {"attention": {"depth": 2}}, {"steps": 5})


@pytest.mark.parametrize("trial", QUEUE, ids=lambda trial: trial.name)
def test_every_trial_of_the_queue_is_a_network_within_the_budget_of_parameters_or_a_rival(trial: Trial) -> None:
    network = fold_branches(trial.build(resolve_recipe(trial, 0, BENCH)))
    assert trial.rival or sum(p.numel() for p in network.parameters()) <= 260_000


def test_a_trial_s_changes_go_over_the_bench_s_recipe() -> None:
    recipe = resolve_recipe(DEEPER, 7, BENCH)
    assert (recipe.seed, recipe.steps, recipe.batch) == (7, 5, resolve_recipe(QUEUE[0], 0, BENCH).batch)
    assert vary_preset(recipe.preset, recipe.network).attention.depth == 2


def test_only_runs_without_a_record_of_the_same_recipe_are_open(tmp_path: Path) -> None:
    done = dataclasses.asdict(resolve_recipe(DEEPER, 0, BENCH))
    write_record(tmp_path / "deeper_s0.json", make_record("trial", {"recipe": done}))
    write_record(tmp_path / "deeper_s1.json", make_record("trial", {"recipe": done | {"seed": 1, "steps": 4}}))
    runs = list_open([DEEPER], tmp_path, BENCH)
    assert [(trial.name, seed) for trial, seed, _ in runs] == [("deeper", 1), ("deeper", 2)]


def test_one_seed_of_every_trial_comes_before_the_next_seed_of_any(tmp_path: Path) -> None:
    once = dataclasses.replace(DEEPER, name="once", seeds=1)
    runs = list_open([DEEPER, once], tmp_path, BENCH)
    assert [(trial.name, seed) for trial, seed, _ in runs] == [("deeper", 0), ("once", 0), ("deeper", 1), ("deeper", 2)]


def test_trials_of_one_name_and_foreign_fields_are_refused(tmp_path: Path) -> None:
    table = '[[trial]]\nname = "a"\nwhat = ""\nwhy = ""\nexpected = ""\n'
    (tmp_path / "twice.toml").write_text(table * 2, encoding="utf-8")
    with pytest.raises(SettingsError, match="names must differ, got a twice"):
        read_queue(tmp_path / "twice.toml")
    (tmp_path / "foreign.toml").write_text(table + "colour = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="unexpected keyword argument 'colour'"):
        read_queue(tmp_path / "foreign.toml")


class KilledError(Exception):
    """Stands for a process that is gone."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for folder in ("deepcrack/train", "cfd/train"):
        write_drawn_cracks(tmp_path / folder, 4)
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "deepcrack.txt").write_text("train/p0\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_killed_run_goes_on_and_ends_with_the_scores_of_one_that_was_not(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object, **__: object) -> None:
        raise KilledError

    recipe = dataclasses.replace(
        resolve_recipe(QUEUE[0], 0, BENCH), height_px=32, width_px=48, batch=2, steps=2, validate_every=1
    )
    whole = run_trial(QUEUE[0], recipe, BenchSettings(data, data / "whole", threads=1), data / "whole.json")
    broken = BenchSettings(data, data / "broken", threads=1)
    with monkeypatch.context() as patch:
        patch.setattr(trials, "deliver", kill)
        with pytest.raises(KilledError):
            run_trial(QUEUE[0], recipe, broken, data / "broken.json")
    resumed = run_trial(QUEUE[0], recipe, broken, data / "broken.json")
    assert read_record(data / "broken.json")["dev"] == resumed["dev"]
    assert resumed["dev"] == whole["dev"]
    assert (whole["train_s"] is not None, resumed["train_s"]) == (True, None)
    assert [path.name[:5] for path in broken.cache.iterdir()] == ["deepc"]
