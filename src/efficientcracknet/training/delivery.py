"""Delivery: a checkpoint becomes an ONNX file with its description beside it, ready for `predict --weights FILE`."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.preprocess import TRAINED_PREPROCESSING
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.model.network import CrackNetwork
from efficientcracknet.runtime.description import write_description
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.training.checkpoint import RunFacts, load_network
from efficientcracknet.training.onnx import export_onnx

DEFAULT_TERMS = "as the training data's licences leave it; not stated when the file was made"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written: the network, its description, and how far the file is from torch (probability, 0..1)."""

    network: Path
    description: Path
    largest_difference: float


def deliver(
    checkpoint: Path,
    out: Path,
    *,
    terms: str = DEFAULT_TERMS,
    threshold: float = 0.5,
    network: CrackNetwork | None = None,
) -> Delivery:
    """Export a checkpoint's averaged weights and describe the file.

    Parameters
    ----------
    checkpoint
        `best.safetensors` or `last.safetensors` of a run.
    out
        ONNX file to write; the description goes beside it, with the suffix ``.toml``.
    terms
        Who may use the weights for what.
    threshold
        Probability from which a pixel is crack, 0..1.
    network
        What the run trained, if that was not the recipe's network; its cost is not described.

    Returns
    -------
    Delivery
        Both files, and the largest difference from torch.

    Raises
    ------
    SettingsError
        If `out` is no ``.onnx`` file or the threshold leaves its range.
    """
    if out.suffix.lower() != ".onnx":
        raise SettingsError(
            f"deliver: `out` must end in .onnx, got '{out.name}'. Name the file to write, as FILE.onnx."
        )
    if not 0 <= threshold <= 1:
        raise SettingsError(f"deliver: `threshold` must be from 0 to 1, got {threshold}. Use 0.5 when in doubt.")
    trained, facts = load_network(checkpoint, network)
    difference = export_onnx(trained, out)
    description = out.with_suffix(".toml")
    table = _describe(facts, out, terms, threshold) | ({} if network else _describe_cost(facts))
    with replace_file(description) as part:
        part.write_text(write_description(table), encoding="utf-8")
    return Delivery(out, description, difference)


def _describe(facts: RunFacts, network: Path, terms: str, threshold: float) -> dict[str, Any]:
    """Say what the file's input and output mean and where it comes from."""
    return {
        "sha256": hashlib.sha256(network.read_bytes()).hexdigest(),
        "mean": list(TRAINED_PREPROCESSING.mean),
        "std": list(TRAINED_PREPROCESSING.std),
        "output": "logits",
        "tile_px": 1024,
        "overlap_px": 128,
        "threshold": threshold,
        "data": ", ".join(f"{name} {part['split']} ({part['train_count']})" for name, part in facts.data.items()),
        "terms": terms,
    }


def _describe_cost(facts: RunFacts) -> dict[str, Any]:
    """Say what the recipe's network costs."""
    cost = count_cost(vary_preset(facts.recipe.preset, facts.recipe.network), 192, 256)
    return {"parameters": cost.parameters, "multiply_adds_192x256": cost.multiply_adds}
