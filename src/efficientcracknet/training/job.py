"""The job behind `train`: data sets and a recipe in, a folder with checkpoints and logs out."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import lightning
import torch
from lightning.fabric import Fabric

from efficientcracknet import __version__
from efficientcracknet.core.errors import CheckpointError, SettingsError, list_nearest_first
from efficientcracknet.evaluation.records import read_commit
from efficientcracknet.model.network import CrackNetwork
from efficientcracknet.training.checkpoint import RunFacts, load_checkpoint, load_network
from efficientcracknet.training.drawn import DrawnCracks
from efficientcracknet.training.loop import Progress, Trainer
from efficientcracknet.training.mixture import Mixture, Pictures
from efficientcracknet.training.packing import PackedPairs, pack
from efficientcracknet.training.pictures import CachedPictures
from efficientcracknet.training.recipe import Recipe
from efficientcracknet.training.source import DataSource
from efficientcracknet.training.splitting import SplitSet, describe_data, split_source
from efficientcracknet.training.validation import ValidationSet


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """What a run is made of; `held_lists` maps a set's name to the list of pictures held apart for validation.

    On the pictures of `drawn`, which show none, cracks are drawn for training; those held apart stay as they are.
    """

    sources: tuple[DataSource, ...]
    folder: Path
    recipe: Recipe
    held_lists: Mapping[str, Path] = field(default_factory=dict)
    resume: bool = False
    start_from: Path | None = None
    teacher: Path | None = None
    devices: int = 1
    nodes: int = 1
    precision: str = "32-true"
    threads: int | None = None
    memory_gb: float = 6.0
    cache: Path | None = None
    drawn: tuple[DataSource, ...] = ()

    @property
    def all_sources(self) -> tuple[DataSource, ...]:
        """The data sets, then those to draw on."""
        return self.sources + self.drawn


def train(settings: TrainSettings, on_step: Progress, network: CrackNetwork | None = None) -> RunFacts:
    """Train, or continue training.

    Parameters
    ----------
    settings
        Of the run.
    on_step
        Told of every step.
    network
        To be trained instead of the recipe's, untrained; its checkpoint then fits nothing but itself.

    Returns
    -------
    RunFacts
        The finished run; `folder` holds `best.safetensors`, `last.safetensors`, `log.csv`, `curves.png`,
        `first_batch.jpg` and `tensorboard/`.

    Raises
    ------
    SettingsError
        If the folder already holds a run that is not to be resumed.
    """
    last = settings.folder / "last.safetensors"
    if last.exists() and not settings.resume:
        raise SettingsError(
            f"train: `out` must be a folder without a run, got '{settings.folder}'. "
            "Add --resume, or choose another folder."
        )
    _refuse_same_names(settings)
    _refuse_unknown_lists(settings)
    _refuse_half_a_teacher(settings)
    settings.folder.mkdir(parents=True, exist_ok=True)
    if settings.threads:
        torch.set_num_threads(settings.threads)
    sets = [
        split_source(source, settings.held_lists.get(source.name), drawn=source in settings.drawn)
        for source in settings.all_sources
    ]
    facts = RunFacts(settings.recipe, describe_data(sets), origin=_describe_origin(settings))
    precision = cast(Any, settings.precision)  # checked by Fabric
    fabric = Fabric(accelerator="auto", devices=settings.devices, num_nodes=settings.nodes, precision=precision)
    fabric.launch()
    teacher = load_network(settings.teacher)[0] if settings.teacher else None
    trainer = Trainer(fabric, facts, settings.folder, network=network, teacher=teacher)
    if settings.resume and last.exists():
        _refuse_other_run(last, facts)
        trainer.resume(last)
    elif settings.start_from:
        trainer.start_from(settings.start_from)
    recipe = trainer.facts.recipe
    pictures = [open_pictures(part, settings, train_hash=facts.data[part.source.name]["train_hash"]) for part in sets]
    mixture = Mixture(pictures, [part.source.weight for part in sets], recipe)
    held = ValidationSet([pair for part in sets for pair in part.held], recipe.height_px, recipe.width_px)
    workers = 1 if fabric.device.type == "cpu" else 8
    return trainer.run(mixture, held, threads=workers, on_step=on_step)


def open_pictures(part: SplitSet, settings: TrainSettings, *, train_hash: str) -> Pictures:
    """Make a set's training pictures ready: packed on disk where a cache is asked for, else kept in memory.

    Cracks are drawn on them where that is asked for.

    Parameters
    ----------
    part
        The set.
    settings
        Of the run.
    train_hash
        Names the pack, so that other pictures never pass for these.

    Returns
    -------
    Pictures
        Decoded at first use, or mapped from the pack.
    """
    pictures = _open_files(part, settings, train_hash)
    return DrawnCracks(pictures) if part.drawn else pictures


def _open_files(part: SplitSet, settings: TrainSettings, train_hash: str) -> Pictures:
    """Open the pictures as they lie on disk."""
    if settings.cache is None:
        return CachedPictures(part.train, int(settings.memory_gb * 1e9 / len(settings.all_sources)))
    folder = settings.cache / f"{part.source.name}-{train_hash[:12]}"
    if not folder.exists():
        pack(part.train, folder)
    return PackedPairs(folder)


def _refuse_same_names(settings: TrainSettings) -> None:
    """Refuse two data sets of one name: their lists, packs and facts would be taken for each other's."""
    names = [source.name for source in settings.all_sources]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(
                f"train: names of data sets must differ, got '{name}' {names.count(name)} times. "
                "The name before = is free: choose another one, for --draw too."
            )


def _refuse_unknown_lists(settings: TrainSettings) -> None:
    """Refuse a list for a data set that is not there: its pictures would be trained on unnoticed."""
    names = [source.name for source in settings.all_sources]
    for name in settings.held_lists:
        if name not in names:
            raise SettingsError(
                f"train: `--hold-out` must name a data set of `--data` or `--draw`, got '{name}'. "
                f"Choose from: {list_nearest_first(name, names)}."
            )


def _describe_origin(settings: TrainSettings) -> dict[str, Any]:
    """Say where and with what the run was started."""
    return {
        "version": __version__,
        "commit": read_commit(Path(__file__))[0],
        "torch": torch.__version__,
        "lightning": lightning.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "precision": settings.precision,
        "started_from": settings.start_from.name if settings.start_from else None,
        "teacher": settings.teacher.name if settings.teacher else None,
    }


def _refuse_half_a_teacher(settings: TrainSettings) -> None:
    """Refuse a teacher without weight in the loss, or a weight without a teacher."""
    weight = settings.recipe.loss.teacher
    if (settings.teacher is None) != (weight == 0):
        raise SettingsError(
            f"train: `teacher` and the recipe's loss.teacher must be given together, got {settings.teacher} and "
            f"{weight:g}. Give --teacher CHECKPOINT and a weight above 0, or neither."
        )


def _refuse_other_run(last: Path, facts: RunFacts) -> None:
    """Refuse to continue a run with another recipe or other data."""
    _, stored = load_checkpoint(last)
    for name, kept, asked in (("recipe", stored.recipe, facts.recipe), ("data", stored.data, facts.data)):
        if kept != asked:
            raise CheckpointError(
                f"train: `{name}` of a resumed run must be that of '{last}', got {asked} instead of {kept}. "
                "Give the same data and recipe, or start a new folder."
            )
