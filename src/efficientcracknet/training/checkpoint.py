"""Checkpoint: a run's tensors and facts in one safetensors file, written whole or not at all.

Tensors are named `network.*`, `average.*` and `optimizer.INDEX.KEY`; everything else is one JSON text in the file's
metadata. A checkpoint for use holds `average.*` alone.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from efficientcracknet.core.errors import CheckpointError, SettingsError
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.model.network import CrackNetwork, build_network
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.training.recipe import Recipe, parse_recipe

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Validation:
    """Scores of the averaged weights at one point of the run, pooled over the validation pictures."""

    step: int
    loss: float
    f1: float
    miou: float


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run is and how far it has come; everything in it is JSON."""

    recipe: Recipe
    data: Mapping[str, Mapping[str, Any]]
    step: int = 0
    validations: tuple[Validation, ...] = ()
    origin: Mapping[str, Any] = field(default_factory=dict)

    def best(self) -> Validation | None:
        """Return the validation with the highest F1, the earliest of equals.

        Returns
        -------
        Validation | None
            None before the first validation.
        """
        return max(self.validations, key=lambda v: v.f1, default=None)


def save_checkpoint(path: Path, tensors: Mapping[str, Tensor], facts: RunFacts) -> None:
    """Write a checkpoint under a temporary name and rename it.

    Parameters
    ----------
    path
        File to write.
    tensors
        By name; moved to the CPU.
    facts
        The run so far.
    """
    contiguous = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    with replace_file(path) as part:
        part.write_bytes(save(contiguous, metadata={"format": str(FORMAT), "run": json.dumps(asdict(facts))}))


def load_checkpoint(path: Path) -> tuple[dict[str, Tensor], RunFacts]:
    """Read a checkpoint.

    Parameters
    ----------
    path
        File to read.

    Returns
    -------
    tuple[dict[str, Tensor], RunFacts]
        Tensors on the CPU, and the facts of the run.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of another format.
    """
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  (not a mapping)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"load_checkpoint: '{path}' must be a readable safetensors file: {error}.") from error
    if metadata.get("format") != str(FORMAT):
        raise CheckpointError(
            f"load_checkpoint: '{path}' must be a checkpoint of format {FORMAT}, got format {metadata.get('format')}. "
            "Give a file that `train` wrote."
        )
    return tensors, _parse_facts(json.loads(metadata["run"]), path)


def load_network(path: Path, network: CrackNetwork | None = None) -> tuple[CrackNetwork, RunFacts]:
    """Build the network of a checkpoint with its averaged weights.

    Parameters
    ----------
    path
        Checkpoint.
    network
        What the run trained, if that was not the recipe's network.

    Returns
    -------
    tuple[CrackNetwork, RunFacts]
        In evaluation mode, on the CPU; and the facts of the run.
    """
    tensors, facts = load_checkpoint(path)
    network = network or build_network(vary_preset(facts.recipe.preset, facts.recipe.network))
    load_state(network, tensors, "average", path)
    return network.eval(), facts


def load_state(network: torch.nn.Module, tensors: Mapping[str, Tensor], group: str, path: Path) -> None:
    """Put one group of a checkpoint's tensors into a network.

    Parameters
    ----------
    network
        Changed in place.
    tensors
        Of the whole checkpoint.
    group
        `network` or `average`.
    path
        Named in the error.

    Raises
    ------
    CheckpointError
        If names or shapes differ.
    """
    state = select_state(tensors, group)
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        raise CheckpointError(
            f"load_state: the {len(state)} `{group}` tensors of '{path}' must fit the network: {error}. "
            "Give a checkpoint of the same preset."
        ) from error


def select_state(tensors: Mapping[str, Tensor], group: str) -> dict[str, Tensor]:
    """Return one group of a checkpoint's tensors under the network's own names.

    Parameters
    ----------
    tensors
        Of the whole checkpoint.
    group
        `network` or `average`.

    Returns
    -------
    dict[str, Tensor]
        Empty if the checkpoint has none of that group.
    """
    start = f"{group}."
    return {name.removeprefix(start): tensor for name, tensor in tensors.items() if name.startswith(start)}


def flatten_optimizer(state: Mapping[str, Any]) -> dict[str, Tensor]:
    """Return an optimiser's state as named tensors.

    Parameters
    ----------
    state
        Of `torch.optim.Optimizer.state_dict()`.

    Returns
    -------
    dict[str, Tensor]
        `optimizer.INDEX.KEY` -> tensor.
    """
    return {
        f"optimizer.{index}.{key}": torch.as_tensor(value)
        for index, values in state["state"].items()
        for key, value in values.items()
    }


def unflatten_optimizer(tensors: Mapping[str, Tensor]) -> dict[int, dict[str, Tensor]]:
    """Undo `flatten_optimizer`.

    Parameters
    ----------
    tensors
        Of the whole checkpoint.

    Returns
    -------
    dict[int, dict[str, Tensor]]
        The `state` part of an optimiser's state.
    """
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        group, _, rest = name.partition(".")
        if group == "optimizer":
            index, _, key = rest.partition(".")
            state.setdefault(int(index), {})[key] = tensor
    return state


def _parse_facts(table: dict[str, Any], path: Path) -> RunFacts:
    """Read the facts of a run from JSON."""
    try:
        recipe = parse_recipe(table["recipe"])
        validations = tuple(Validation(**entry) for entry in table["validations"])
        return RunFacts(recipe, table["data"], table["step"], validations, table["origin"])
    except (KeyError, TypeError, SettingsError) as error:
        raise CheckpointError(
            f"load_checkpoint: the facts in '{path}' must be those of a run of this version: {error}."
        ) from error
