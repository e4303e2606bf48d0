"""The trial bench: small changes to network or recipe, each on the same short budget, scored on `dev` alone.

    python -m benchmarks.trials --data-root DIR [--only NAME ...] [--threads N] [--part I/N]

The queue is ``benchmarks/trials.toml``. Each (trial, seed) leaves one record in ``results/trials/``; one that is there
is not run again, so the queue may be stopped at any time. A run that was stopped goes on from its last checkpoint, one
at every `validate_every` steps, and then tells no training time. Two processes with one thread each do more than one
with two: ``--part 1/2`` and ``--part 2/2`` share the queue. ``docs/lab.md`` is made from the records, and from the
times that ``benchmarks/trial_times.py`` takes apart from any training.
"""

import argparse
import dataclasses
import hashlib
import shutil
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from benchmarks.rivals import RIVALS
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.evaluation.records import make_record, read_record, write_record
from efficientcracknet.jobs.evaluate import EvaluateSettings, evaluate_pictures
from efficientcracknet.model.branches import fold_branches
from efficientcracknet.model.network import CrackNetwork, build_network
from efficientcracknet.training.checkpoint import RunFacts
from efficientcracknet.training.delivery import deliver
from efficientcracknet.training.graph_cost import count_graph
from efficientcracknet.training.job import TrainSettings, train
from efficientcracknet.training.recipe import Recipe, read_recipe
from efficientcracknet.training.source import DataSource

ROOT = Path(__file__).resolve().parents[1]
SIZE = 192, 256
DEV_SETS = {"deepcrack": ("train", "deepcrack.txt"), "cfd": ("train", None)}
"""What trials are scored on: (split, list in ``dev/``); CFD's train pictures are a surface never trained on."""


@dataclass(frozen=True, slots=True)
class BenchSettings:
    """Folder with the data sets and their ``dev`` lists, folder for what is kept between runs, threads of torch."""

    data_root: Path
    cache: Path
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """One idea: what is changed, why, what is expected.

    `network` and `recipe` hold the changes, `seeds` how often it is run. `rival` names another network
    (`benchmarks.rivals`) to be trained instead; `teacher` holds the network and recipe of one to learn from. `group`
    is the table of `docs/lab.md` it stands in.
    """

    name: str
    what: str
    why: str
    expected: str
    network: Mapping[str, Any] = field(default_factory=dict)
    recipe: Mapping[str, Any] = field(default_factory=dict)
    seeds: int = 3
    rival: str = ""
    teacher: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""

    def build(self, recipe: Recipe) -> CrackNetwork:
        """Return the trial's network, untrained.

        Parameters
        ----------
        recipe
            As `resolve_recipe` gives it.

        Returns
        -------
        CrackNetwork
            In training mode, on the CPU.
        """
        return RIVALS[self.rival]() if self.rival else build_network(vary_preset(recipe.preset, recipe.network))


def read_queue(path: Path) -> tuple[Trial, ...]:
    """Read the queue.

    Parameters
    ----------
    path
        TOML with tables ``[[trial]]``.

    Returns
    -------
    tuple[Trial, ...]
        In the order of the file.

    Raises
    ------
    SettingsError
        If two trials share a name, or one has other fields.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["trial"]
    try:
        trials = tuple(Trial(**table) for table in tables)
    except TypeError as error:
        raise SettingsError(f"trials: every [[trial]] of {path.name} must have a Trial's fields: {error}.") from error
    names = [trial.name for trial in trials]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise SettingsError(f"trials: names must differ, got {', '.join(doubled)} twice. Rename one.")
    return trials


def resolve_recipe(trial: Trial, seed: int, base: Path) -> Recipe:
    """Lay a trial's changes over the bench's recipe.

    Parameters
    ----------
    trial
        The idea.
    seed
        Of the run.
    base
        TOML file of the bench's recipe.

    Returns
    -------
    Recipe
        Every number of the run.
    """
    return read_recipe(base, {**trial.recipe, "network": dict(trial.network), "seed": seed})


def list_open(trials: Sequence[Trial], folder: Path, base: Path) -> list[tuple[Trial, int, Path]]:
    """List the runs without a record, one seed of every trial before the next seed of any.

    Parameters
    ----------
    trials
        The queue.
    folder
        Where records lie.
    base
        TOML file of the bench's recipe; a record of another recipe does not count.

    Returns
    -------
    list[tuple[Trial, int, Path]]
        Trial, seed and the record to write.
    """
    most = max((trial.seeds for trial in trials), default=0)
    runs = [
        (trial, seed, folder / f"{trial.name}_s{seed}.json")
        for seed in range(most)
        for trial in trials
        if seed < trial.seeds
    ]
    return [run for run in runs if not _is_done(run[2], resolve_recipe(run[0], run[1], base))]


def run_trial(trial: Trial, recipe: Recipe, settings: BenchSettings, path: Path) -> dict[str, Any]:
    """Train, export, score on `dev` and count one network; a run that was stopped goes on.

    The folder of the run is removed once its record is written.

    Parameters
    ----------
    trial
        The idea.
    recipe
        Its run.
    settings
        Where the data is.
    path
        Where the record goes.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``trial``.
    """
    run = _name_run(f"trial-{trial.name}", recipe, settings)
    resumed = (run / "last.safetensors").exists()
    started = time.perf_counter()
    torch.manual_seed(recipe.seed)
    facts = _train(recipe, settings, run, network=trial.build(recipe), teacher=_find_teacher(trial, settings))
    seconds = None if resumed else round(time.perf_counter() - started, 1)
    file = run / f"{trial.name}.onnx"
    trained = trial.build(recipe)
    deliver(run / "last.safetensors", file, network=trained)
    record = make_record(
        "trial",
        {
            "trial": dataclasses.asdict(trial),
            "seed": recipe.seed,
            "recipe": dataclasses.asdict(recipe),
            "data": dict(facts.data),
            "train_s": seconds,
            "parameters": sum(p.numel() for p in fold_branches(trained.eval()).parameters() if p.requires_grad),
            "multiply_adds_192x256": count_graph(file, *SIZE).multiply_adds,
            "dev": {dev: _score(file, dev, settings.data_root) for dev in DEV_SETS},
        },
    )
    write_record(path, record)
    shutil.rmtree(run)
    return record


def main(words: Sequence[str] | None = None) -> None:
    """Work through the queue.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trials", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data-root", type=Path, required=True, help="folder with the data sets and dev/")
    parser.add_argument("--queue", type=Path, default=ROOT / "benchmarks" / "trials.toml")
    parser.add_argument("--recipe", type=Path, default=ROOT / "recipes" / "bench.toml")
    parser.add_argument("--records", type=Path, default=ROOT / "results" / "trials")
    parser.add_argument("--cache", type=Path, default=ROOT / "runs" / "cache")
    parser.add_argument("--threads", type=int, help="threads of torch")
    parser.add_argument("--part", default="1/1", metavar="I/N", help="every N-th open run, from the I-th on")
    parser.add_argument("--only", nargs="+", help="names of trials; all if left out")
    arguments = parser.parse_args(words)
    trials = [trial for trial in read_queue(arguments.queue) if not arguments.only or trial.name in arguments.only]
    settings = BenchSettings(arguments.data_root, arguments.cache, arguments.threads)
    first, parts = map(int, arguments.part.split("/"))
    for trial, seed, path in list_open(trials, arguments.records, arguments.recipe)[first - 1 :: parts]:
        recipe = resolve_recipe(trial, seed, arguments.recipe)
        record = run_trial(trial, recipe, settings, path)
        f1 = record["dev"]["deepcrack"]["f1_pooled"]["value"]
        print(f"{trial.name} seed {seed}: DeepCrack dev F1 {f1:.4f}, {record['train_s'] or '?'} s", flush=True)


def _train(
    recipe: Recipe,
    settings: BenchSettings,
    folder: Path,
    *,
    network: CrackNetwork | None = None,
    teacher: Path | None = None,
) -> RunFacts:
    """Train on DeepCrack's train pictures without those of `dev`; go on where a killed run has left a checkpoint."""
    source = DataSource("deepcrack", settings.data_root / "deepcrack", "train")
    held = {"deepcrack": settings.data_root / "dev" / "deepcrack.txt"}
    asked = TrainSettings(
        (source,), folder, recipe, held, resume=True, teacher=teacher, threads=settings.threads, cache=settings.cache
    )
    return train(asked, lambda done, loss, latest: None, network)


def _find_teacher(trial: Trial, settings: BenchSettings) -> Path | None:
    """Train the trial's teacher, once for all seeds."""
    if not trial.teacher:
        return None
    recipe = read_recipe(ROOT / "recipes" / "bench.toml", trial.teacher)
    folder = _name_run("teacher", recipe, settings)
    if not (folder / "last.safetensors").exists():
        _train(recipe, settings, folder)
    return folder / "last.safetensors"


def _name_run(name: str, recipe: Recipe, settings: BenchSettings) -> Path:
    """Name the folder of a run after all of its recipe, so that no other goes on with it."""
    return settings.cache / f"{name}-{hashlib.sha256(repr(recipe).encode()).hexdigest()[:12]}"


def _score(network: Path, name: str, data_root: Path) -> dict[str, Any]:
    """Score a file on one set of `dev`; figures with their intervals over pictures."""
    split, keys = DEV_SETS[name]
    folder = data_root / name / split
    evaluation = evaluate_pictures(
        EvaluateSettings(
            folder / "images",
            folder / "masks",
            split_list=data_root / "dev" / keys if keys else None,
            weights=network,
            size=SIZE,
        )
    )
    figures = evaluation.to_body()["network"]["figures"]
    return {figure: figures[figure] for figure in ("f1_pooled", "miou_pooled", "f1_per_image_mean", "f1_2px_pooled")}


def _is_done(path: Path, recipe: Recipe) -> bool:
    """Say whether a record of this very recipe is there."""
    return path.exists() and read_record(path)["recipe"] == dataclasses.asdict(recipe)


if __name__ == "__main__":
    main()
