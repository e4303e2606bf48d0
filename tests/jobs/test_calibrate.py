"""Weights with their threshold and their line, settled on pictures whose crack they half know."""

from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError, WeightsError
from efficientcracknet.jobs.calibrate import Calibrated, CalibrateSettings, calibrate_weights
from efficientcracknet.jobs.dev_sets import parse_dev_sets
from efficientcracknet.jobs.evaluate import EvaluateSettings, evaluate_pictures
from efficientcracknet.runtime.weights import find_weights
from tests.half_known_cracks import write_pair
from tests.tiny_networks import write_darkness_logits, write_darkness_probability


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for seed in range(3):
        write_pair(tmp_path / "roads" / "train", seed)
        write_pair(tmp_path / "walls" / "train", seed, cracked=False)
    write_darkness_logits(tmp_path / "net.onnx")
    text = (tmp_path / "net.toml").read_text(encoding="utf-8")
    (tmp_path / "net.toml").write_text(f'{text}terms = "mine"\nscores."old" = 0.1\n', encoding="utf-8")
    return tmp_path


def calibrate(root: Path, **changes: object) -> Calibrated:
    sets = parse_dev_sets([f"roads={root}/roads:train", f"walls={root}/walls:train"])
    settings = {"weights": root / "net.onnx", "out": root / "out.onnx", "sets": sets, "working_scale": 1.0, **changes}
    return calibrate_weights(CalibrateSettings(**settings))  # type: ignore[arg-type]


def test_the_line_is_that_of_the_pictures(root: Path) -> None:
    line = calibrate(root).calibration.line  # through (5, logit 0.9), (2.5, logit 0.7) ...: about 0.4 of the logits

    assert line.scale == pytest.approx(0.4, abs=0.05)
    assert line.shift == pytest.approx(0, abs=0.1)


def test_the_weights_that_are_written_have_threshold_line_and_what_they_had(root: Path) -> None:
    made = calibrate(root)
    weights = find_weights(root / "out.onnx")

    assert weights == made.weights
    assert (weights.terms, weights.scores) == ("mine", ())
    assert weights.threshold == made.calibration.chosen.threshold
    assert weights.threshold_rule == "best mean of pooled F1 over dev pictures of roads (3)"
    assert weights.calibration is not None
    assert weights.calibration.startswith(f"logits * {made.calibration.line.scale:.4g} ")
    assert weights.calibration.endswith("fitted to dev pictures of roads (3), walls (3)")
    assert weights.calibration_error_after is not None
    assert weights.calibration_error_before is not None
    assert weights.calibration_error_after < 0.03 < weights.calibration_error_before


def test_what_was_settled_is_what_evaluation_then_finds(root: Path) -> None:
    made = calibrate(root)
    folder = root / "roads" / "train"
    found = evaluate_pictures(
        EvaluateSettings(folder / "images", folder / "masks", weights=root / "out.onnx", working_scale=1.0)
    )

    assert found.network.figures["f1_pooled"].value == pytest.approx(made.calibration.chosen.f1["roads"])
    assert found.network.figures["calibration_error_pooled"].value == pytest.approx(
        made.calibration.to_body(made.weights)["sets"]["roads"]["calibration_error"][1], abs=2e-3
    )
    assert found.protocol.threshold_rule == "stated with the weights"


def test_the_written_network_follows_the_line(root: Path) -> None:
    made = calibrate(root)

    assert made.largest_difference < 1e-5
    assert made.place == "folded into the convolution map"


def test_the_record_has_each_figure_before_and_after(root: Path) -> None:
    made = calibrate(root, most_alarmed=0.5)
    body = made.calibration.to_body(made.weights)

    assert body["weights"]["made_from"] == find_weights(root / "net.onnx").sha256
    assert body["weights"]["sha256"] == find_weights(root / "out.onnx").sha256
    assert body["threshold"] == [0.5, made.weights.threshold]
    assert {name: one["n"] for name, one in body["sets"].items()} == {"roads": 3, "walls": 3}
    assert body["sets"]["walls"]["alarmed"] == [0.0, 0.0]
    assert body["threshold_rule"].endswith("; more than 0.1 % false crack in at most 0.5 of those of walls (3)")


def test_a_threshold_may_be_kept(root: Path) -> None:
    made = calibrate(root, threshold=0.5)

    assert (made.weights.threshold, made.weights.threshold_rule) == (0.5, "given, not chosen")


def test_a_second_calibration_says_what_came_before(root: Path) -> None:
    calibrate(root)
    again = calibrate(root, weights=root / "out.onnx", out=root / "out.onnx")

    assert again.calibration.line.scale == pytest.approx(1, abs=0.02)
    assert again.weights.calibration is not None
    assert "; before that logits * " in again.weights.calibration


def test_progress_counts_the_pictures_of_all_sets(root: Path) -> None:
    told: list[tuple[int, int]] = []
    sets = parse_dev_sets([f"roads={root}/roads:train", f"walls={root}/walls:train"])
    settings = CalibrateSettings(root / "net.onnx", root / "out.onnx", sets, working_scale=1.0)
    calibrate_weights(settings, lambda done, total: told.append((done, total)))

    assert told == [(done, 6) for done in range(7)]


def test_probabilities_names_and_thresholds_that_cannot_be_are_refused(root: Path) -> None:
    with pytest.raises(SettingsError, match=r"`out` must end in \.onnx, got 'out\.pb'"):
        calibrate(root, out=root / "out.pb")
    with pytest.raises(SettingsError, match=r"`threshold` must be from 0 to 1, got 1\.5"):
        calibrate(root, threshold=1.5)
    write_darkness_probability(root / "net.onnx")
    with pytest.raises(WeightsError, match="must give logits, got those of 'net', which give probability"):
        calibrate(root)
    assert not (root / "out.onnx").exists()
