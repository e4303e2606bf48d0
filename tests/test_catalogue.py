"""The weights inside the package: whole, described, carded, and scored as the records say."""

from pathlib import Path
from typing import Any

import onnxruntime
import pytest

from efficientcracknet.core.cost import count_cost
from efficientcracknet.core.presets import vary_preset
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.runtime.weights import Weights, find_weights, list_weights
from efficientcracknet.training.checkpoint import load_checkpoint

CHECKPOINTS = Path(__file__).parents[1] / "checkpoints"
RECORDS = [
    record
    for record in map(read_record, sorted((Path(__file__).parents[1] / "results").glob("scores*.json")))
    if record["theme"] == "scores"
]
each = pytest.mark.parametrize("weights", list_weights(), ids=lambda weights: weights.name)


def name_score(record: dict[str, Any], figure: str) -> str:
    return f"{record['data']['name']}, {record['protocol']['size']}, {figure}"


def test_there_are_weights() -> None:
    assert list_weights()


@each
def test_weights_are_whole_and_small(weights: Weights) -> None:
    assert find_weights(weights.name) == weights
    assert weights.path.stat().st_size < 2_000_000


@each
def test_counts_are_those_of_the_preset_they_were_made_with(weights: Weights) -> None:
    _, facts = load_checkpoint(CHECKPOINTS / f"{weights.name}.safetensors")
    cost = count_cost(vary_preset(facts.recipe.preset, facts.recipe.network), 192, 256)
    assert (weights.parameters, weights.multiply_adds_192x256) == (cost.parameters, cost.multiply_adds)


@each
def test_height_and_width_are_free(weights: Weights) -> None:
    session = onnxruntime.InferenceSession(weights.path, providers=["CPUExecutionProvider"])
    assert [isinstance(side, int) for side in session.get_inputs()[0].shape] == [False, True, False, False]


@each
def test_a_card_says_who_may_use_them(weights: Weights) -> None:
    card = weights.path.with_suffix(".md").read_text(encoding="utf-8")
    assert card.startswith(f"# {weights.name}\n")
    assert "## Who may use them" in card
    assert weights.terms.split(":")[0].lower() in card.lower()


@each
def test_published_scores_are_those_of_the_records(weights: Weights) -> None:
    recorded = {
        f"{record['data']['name']}, {record['protocol']['size']}, {figure}": record["network"]["figures"][figure][
            "value"
        ]
        for record in RECORDS
        if record["weights"]["sha256"] == weights.sha256
        for figure in record["network"]["figures"]
    }
    assert weights.scores
    assert {name: recorded.get(name) for name, _ in weights.scores} == dict(weights.scores)
