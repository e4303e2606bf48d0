"""The loop: one optimiser step a batch, validation and checkpoint at intervals, exact resume.

A step depends on the state before it, on (seed, step) and on nothing else, so a run that was killed and resumed from
its last checkpoint ends with the same weights as one that was not (CPU, same number of threads).
"""

import dataclasses
import math
from collections.abc import Callable
from pathlib import Path

import torch
from lightning.fabric import Fabric
from torch import Tensor, nn

from efficientcracknet.core.errors import DivergedError
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.model.network import CrackNetwork, build_network
from efficientcracknet.training.augmentation import PhotometricAugmentation
from efficientcracknet.training.averaging import WeightAverage
from efficientcracknet.training.checkpoint import (
    RunFacts,
    Validation,
    flatten_optimizer,
    load_checkpoint,
    load_state,
    save_checkpoint,
    select_state,
    unflatten_optimizer,
)
from efficientcracknet.training.inputs import masks_to_tensor, normalise, to_tensor
from efficientcracknet.training.log import RunLog, draw_batch
from efficientcracknet.training.losses import crack_loss
from efficientcracknet.training.mixture import Batch, Mixture
from efficientcracknet.training.prior import set_prior
from efficientcracknet.training.recipe import Recipe
from efficientcracknet.training.schedule import learning_rate_at
from efficientcracknet.training.validation import ValidationSet, validate
from efficientcracknet.training.widening import widen

Progress = Callable[[int, float, Validation | None], None]
"""Called after each step with the steps done, the loss and the latest validation."""


class Trainer:
    """A network on its way through a recipe.

    Parameters
    ----------
    fabric
        Device, precision and processes.
    facts
        The run as it starts: recipe, data, origin; step 0.
    folder
        Where `last.safetensors`, `best.safetensors` and the logs go.
    network
        To be trained; None for the one that the recipe describes.
    teacher
        A trained network in evaluation mode whose answers are followed; None without one.
    """

    def __init__(
        self,
        fabric: Fabric,
        facts: RunFacts,
        folder: Path,
        *,
        network: CrackNetwork | None = None,
        teacher: CrackNetwork | None = None,
    ) -> None:
        self.fabric, self.facts, self.folder = fabric, facts, folder
        recipe = facts.recipe
        torch.manual_seed(recipe.seed)
        network = network or build_network(vary_preset(recipe.preset, recipe.network))
        set_prior(network.head, recipe.crack_prior)
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's own stub lacks it
        optimizer = _build_optimizer(network, recipe)
        self.plain = network
        self.average = WeightAverage(network, recipe.average_decay)
        self.average.network.to(fabric.device)
        self.network, self.optimizer = fabric.setup(network, optimizer)
        self.augment = PhotometricAugmentation(recipe.augmentation)
        self.teacher = teacher.to(fabric.device) if teacher else None

    def start_from(self, path: Path) -> None:
        """Start a new run from the averaged weights of another.

        Parameters
        ----------
        path
            Checkpoint of the same preset, or of a narrower network of the same blocks.
        """
        tensors, _ = load_checkpoint(path)
        state = widen(select_state(tensors, "average"), self.plain.state_dict(), path)
        self.plain.load_state_dict(state)
        self.average.network.load_state_dict(state)

    def resume(self, path: Path) -> None:
        """Continue the run of a checkpoint: weights, average, optimiser and facts.

        Parameters
        ----------
        path
            `last.safetensors` of the run.
        """
        tensors, self.facts = load_checkpoint(path)
        load_state(self.plain, tensors, "network", path)
        load_state(self.average.network, tensors, "average", path)
        state = self.optimizer.state_dict()
        self.optimizer.load_state_dict({**state, "state": unflatten_optimizer(tensors)})

    def run(self, mixture: Mixture, held: ValidationSet, *, threads: int, on_step: Progress) -> RunFacts:
        """Train from the current step to the end of the recipe.

        Parameters
        ----------
        mixture
            Source of batches.
        held
            Pictures to validate on.
        threads
            Threads that prepare batches.
        on_step
            Told of every step.

        Returns
        -------
        RunFacts
            The finished run.
        """
        recipe, start = self.facts.recipe, self.facts.step
        log = RunLog(self.folder, start) if self.fabric.is_global_zero else None
        rank = self.fabric.global_rank
        if log and start == 0:
            draw_batch(mixture.batch(0), self.folder / "first_batch.jpg")
        losses: list[float] = []  # since the last checkpoint, so that a resumed run logs what the whole one does
        for batch in mixture.batches(start, rank=rank, threads=threads):
            rate, loss = self._take_step(batch, rank)
            losses.append(loss)
            done = batch.step + 1
            if done % recipe.validate_every == 0 or done == recipe.steps:
                self._record(done, rate, sum(losses) / len(losses), held, log)
                losses.clear()
            on_step(done, loss, self.facts.validations[-1] if self.facts.validations else None)
        if log:
            log.close()
        return self.facts

    def _take_step(self, batch: Batch, rank: int) -> tuple[float, float]:
        """Do one optimiser step; return its learning rate and loss."""
        recipe = self.facts.recipe
        device = self.fabric.device
        rate = learning_rate_at(recipe, batch.step, [v.loss for v in self.facts.validations])
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        pictures = self.augment(to_tensor(batch.pictures, device), _mix_seed(recipe.seed, batch.step, rank))
        self.network.train()
        inputs = normalise(pictures).contiguous(memory_format=torch.channels_last)
        masks, progress = masks_to_tensor(batch.masks, device), batch.step / recipe.steps
        loss = crack_loss(self.network(inputs), masks, recipe.loss, progress, self._ask_teacher(inputs))
        self.optimizer.zero_grad()
        self.fabric.backward(loss)
        self.optimizer.step()
        self.average.follow(self.plain, batch.step)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise DivergedError(
                f"train: the loss must stay finite, got {value} at step {batch.step}. "
                f"Lower `learning_rate` (now {rate:.3g}) and start again."
            )
        return rate, value

    @torch.no_grad()
    def _ask_teacher(self, inputs: Tensor) -> Tensor | None:
        """Return the teacher's probabilities."""
        return self.teacher(inputs).float().sigmoid() if self.teacher else None

    def _record(self, done: int, rate: float, loss: float, held: ValidationSet, log: RunLog | None) -> None:
        """Validate the averaged weights, write checkpoints and logs."""
        validation = validate(self.average.network, held, done)
        self.facts = dataclasses.replace(self.facts, step=done, validations=(*self.facts.validations, validation))
        if log:
            average = _name_tensors("average", self.average.network)
            if self.facts.best() == validation:
                save_checkpoint(self.folder / "best.safetensors", average, self.facts)
            everything = average | _name_tensors("network", self.plain) | flatten_optimizer(self.optimizer.state_dict())
            save_checkpoint(self.folder / "last.safetensors", everything, self.facts)
            row = dataclasses.asdict(validation)
            scores = {f"validation_{name}": row[name] for name in ("loss", "f1", "miou")}
            log.add({"step": done, "learning_rate": rate, "loss": loss} | scores)
        self.fabric.barrier()


def _build_optimizer(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """Return the recipe's optimiser; scales, shifts and biases are not decayed."""
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim <= 1]
    groups = [
        {"params": matrices, "weight_decay": recipe.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    kind = torch.optim.AdamW if recipe.optimizer == "adamw" else torch.optim.Adam
    return kind(groups, lr=recipe.learning_rate)


def _name_tensors(group: str, network: nn.Module) -> dict[str, Tensor]:
    """Return a network's tensors under their names in a checkpoint."""
    return {f"{group}.{name}": tensor for name, tensor in network.state_dict().items()}


def _mix_seed(seed: int, step: int, rank: int) -> int:
    """Return one seed for (seed, step, rank); neighbours differ in every run."""
    return (seed * 1_000_003 + step) * 4099 + rank
