import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.preprocess import Preprocessing
from efficientcracknet.evaluation.bootstrap import Figure, Resampling
from efficientcracknet.evaluation.by_width import count_by_width, state_by_width
from efficientcracknet.evaluation.curve import trace_curve
from efficientcracknet.evaluation.protocol import Protocol
from efficientcracknet.evaluation.reliability import count_reliability, state_reliability
from efficientcracknet.evaluation.result import Evaluation, ScoreRow
from efficientcracknet.runtime.weights import Weights
from tests.evaluation.counted import ALARM, FAINT, QUIET, SHARP

FEW = Resampling(resamples=20)
PICTURES = (ALARM, FAINT, QUIET, SHARP)


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(
        name="bridge/test",
        split_hash="ab" * 32,
        protocol=Protocol((1, 4), 0.5, "fixed", FEW),
        weights=Weights("tiny", Path("tiny.onnx"), "cd" * 32, Preprocessing(), "logits", terms="free"),
        pictures=PICTURES,
        network=ScoreRow("tiny", "probability >= 0.5", {"f1_pooled": Figure(1 / 3, 0.1, 0.5)}),
        baselines=(ScoreRow.of("silence", "nothing", [QUIET], FEW),),
        curve=trace_curve(PICTURES),
    )


def test_empty_truths_are_counted_apart(evaluation: Evaluation) -> None:
    assert (evaluation.n_empty_truth, evaluation.n_empty_truth_found_empty) == (2, 1)


def test_the_worst_come_first_and_equals_by_their_wrong_area(evaluation: Evaluation) -> None:
    assert [one.key for one in evaluation.list_worst(3)] == ["faint", "alarm", "quiet"]  # 2 and 1 of 4 px are wrong
    assert len(evaluation.list_worst(99)) == 4


def test_a_record_names_the_worst_pictures_but_none_without_a_fault(evaluation: Evaluation) -> None:
    assert evaluation.to_body()["worst"] == [
        {"key": "faint", "f1": 0.0, "true_share": 0.5, "predicted_share": 0.0},
        {"key": "alarm", "f1": 0.0, "true_share": 0.0, "predicted_share": 0.25},
    ]


def test_a_record_has_what_its_plots_need(evaluation: Evaluation) -> None:
    truth = np.array([[False, False, True, False, False]])  # a crack down the picture, 1 px wide
    found = CrackMap(np.array([[0.1, 0.1, 0.9, 0.1, 0.1]], np.float32), 0.5)
    told = replace(
        evaluation,
        reliability=state_reliability([count_reliability(found, truth)], FEW),
        by_width=state_by_width([count_by_width(found.mask, truth)], FEW),
    ).to_body()

    assert told["reliability_pooled"]["crack_share"] == [0.0, 1.0]
    assert told["by_width_2px_pooled"]["recall"] == [[1.0, 1.0, 1.0], None, None, None, None]


def test_a_row_states_scores_and_negatives() -> None:
    row = ScoreRow.of("tiny", "a rule", PICTURES, FEW)

    assert row.figures["recall_pooled"].value == 0.5
    assert row.figures["alarmed_share"].value == 0.5


def test_the_body_of_a_record_survives_json(evaluation: Evaluation) -> None:
    body = evaluation.to_body()

    assert json.loads(json.dumps(body)) == {**body, "weights": json.loads(json.dumps(body["weights"]))}


def test_the_body_says_what_was_scored_on_what_and_how(evaluation: Evaluation) -> None:
    body = evaluation.to_body()

    assert body["data"] == {
        "name": "bridge/test",
        "n": 4,
        "n_empty_truth": 2,
        "n_empty_truth_found_empty": 1,
        "split_sha256": "ab" * 32,
    }
    assert (body["weights"]["name"], body["weights"]["sha256"], body["weights"]["terms"]) == ("tiny", "cd" * 32, "free")
    assert body["protocol"]["size"] == "1x4"
    assert body["network"]["figures"]["f1_pooled"] == {"value": 0.333333, "interval": [0.1, 0.5]}
    assert list(body["baselines"]) == ["silence"]
    assert body["curve_pooled"]["threshold"][3:-3] == np.arange(0.05, 1, 0.05).round(2).tolist()
    assert body["ods_threshold"] == trace_curve(PICTURES).ods_threshold


def test_pictures_are_listed_only_if_asked_for(evaluation: Evaluation) -> None:
    assert "pictures" not in evaluation.to_body()
    assert evaluation.to_body(per_picture=True)["pictures"][0] == {
        "key": "alarm",
        "true_positives": 0,
        "false_positives": 1,
        "false_negatives": 0,
        "true_negatives": 3,
    }
