"""Weights whose probabilities mean what they say and that know their threshold, settled on pictures for choosing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import MissingExtraError, SettingsError, WeightsError
from efficientcracknet.evaluation.calibration import AS_IT_IS, LogitLine, fit_line
from efficientcracknet.evaluation.logit_counts import LogitCounts
from efficientcracknet.evaluation.pairs import Pair
from efficientcracknet.evaluation.threshold_choice import choose_threshold, score_threshold
from efficientcracknet.jobs.calibrated import Calibration
from efficientcracknet.jobs.dev_sets import DevSet
from efficientcracknet.jobs.evaluate import EvaluateSettings, Watch, list_pairs, predict_scored, read_scored
from efficientcracknet.runtime.description import write_description
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights, find_weights

TOLERANCE = 1e-3
"""Largest difference of a probability accepted between the line and the network that has it."""


@dataclass(frozen=True, slots=True)
class CalibrateSettings:
    """What to calibrate, on which pictures, under which rules.

    Attributes
    ----------
    weights
        Name or file; they must give logits.
    out
        ONNX file to write, its description beside it; may be the same file.
    sets
        Pictures that serve for choosing; never those of a test.
    size
        (height, width) px to look at pictures at; None: native.
    working_scale
        As `evaluate` takes it.
    most_alarmed
        Limit of the mean share of alarmed pictures over the sets without cracks; None: no limit.
    threshold
        Kept instead of a chosen one, 0..1; None: chosen.
    threads
        At least 1; None: as many as the machine has cores.
    """

    weights: str | Path
    out: Path
    sets: tuple[DevSet, ...]
    size: tuple[int, int] | None = None
    working_scale: float | None = None
    most_alarmed: float | None = None
    threshold: float | None = None
    threads: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """What was written.

    Attributes
    ----------
    weights
        Those that were written.
    calibration
        What they now have.
    place
        Where in the network the line is, in words.
    largest_difference
        Between the line and the network that has it, of a probability; on the first picture of each set.
    """

    weights: Weights
    calibration: Calibration
    place: str
    largest_difference: float


def calibrate_weights(settings: CalibrateSettings, watch: Watch = lambda done, total: None) -> Calibrated:
    """Fit a line through the logits, choose the threshold, and write both with the weights.

    Parameters
    ----------
    settings
        What, on what and how. A picture that cannot be read ends it.
    watch
        Told of the progress.

    Returns
    -------
    Calibrated
        The network and its description lie on disk.

    Raises
    ------
    MissingExtraError
        If the extra that writes networks is not installed.
    """
    try:
        from efficientcracknet.export.calibrated import write_calibrated
    except ImportError as error:
        raise MissingExtraError.of("calibrate", "export") from error
    weights = find_weights(settings.weights)
    _refuse_unfit(weights, settings)
    looks = {one.name: _look(one, settings) for one in settings.sets}
    pictures = {name: list_pairs(look) for name, look in looks.items()}
    predictor = Predictor(weights, open_session(weights.path, settings.threads))
    calibration = _settle(settings, weights, pictures, _count(pictures, looks, predictor, watch))
    line = calibration.line
    with replace_file(settings.out) as part:
        place = write_calibrated(weights.path, line.scale, line.shift, part)
        moved = Predictor(replace(weights, path=part), open_session(part, settings.threads))
        samples = [read_scored(pairs[0], looks[name]).pixels for name, pairs in pictures.items()]
        difference = max(_compare(predictor, moved, line, pixels) for pixels in samples)
        digest = sha256(part.read_bytes()).hexdigest()
    with replace_file(settings.out.with_suffix(".toml")) as part:
        part.write_text(write_description(calibration.describe(digest)), encoding="utf-8", newline="\n")
    return Calibrated(find_weights(settings.out), calibration, place, difference)


def _refuse_unfit(weights: Weights, settings: CalibrateSettings) -> None:
    if settings.out.suffix.lower() != ".onnx":
        raise SettingsError(
            f"calibrate: `out` must end in .onnx, got '{settings.out.name}'. Name the file to write, as FILE.onnx."
        )
    if settings.threshold is not None and not 0 <= settings.threshold <= 1:
        raise SettingsError(
            f"calibrate: `threshold` must be from 0 to 1, got {settings.threshold}. Leave it out to have it chosen."
        )
    if weights.output != "logits":
        raise WeightsError(
            f"calibrate: `weights` must give logits, got those of '{weights.name}', which give probability. "
            "Export the network without its sigmoid."
        )


def _look(one: DevSet, settings: CalibrateSettings) -> EvaluateSettings:
    """Say how pictures of a set are read and looked at."""
    return EvaluateSettings(
        one.images,
        one.masks,
        one.split_list,
        size=settings.size,
        change=one.change,
        working_scale=settings.working_scale,
    )


def _count(
    pictures: Mapping[str, tuple[Pair, ...]],
    looks: Mapping[str, EvaluateSettings],
    predictor: Predictor,
    watch: Watch,
) -> dict[str, LogitCounts]:
    """Look at every picture once and keep what the line and the threshold need."""
    counts = {name: LogitCounts() for name in pictures}
    total, done = sum(map(len, pictures.values())), 0
    watch(0, total)
    for name, pairs in pictures.items():
        for pair in pairs:
            sample = read_scored(pair, looks[name])
            counts[name].add(predict_scored(predictor, sample, looks[name]), sample.truth)
            done += 1
            watch(done, total)
    return counts


def _settle(
    settings: CalibrateSettings,
    weights: Weights,
    pictures: Mapping[str, tuple[Pair, ...]],
    sets: Mapping[str, LogitCounts],
) -> Calibration:
    line = fit_line(sets)
    if settings.threshold is None:
        chosen = choose_threshold(sets, line, settings.most_alarmed)
    else:
        chosen = score_threshold(sets, line, settings.threshold)
    kept = score_threshold(sets, AS_IT_IS, weights.threshold)
    was_chosen = settings.threshold is None
    return Calibration(weights, line, sets, pictures, kept, chosen, was_chosen, settings.most_alarmed)


def _compare(before: Predictor, after: Predictor, line: LogitLine, pixels: NDArray[np.uint8]) -> float:
    """Return how far the written network is from the line on one picture, as a probability.

    Only a picture in one tile: blended tiles of probability are not on any line.
    """
    side = before.weights.tile_px
    pixels = np.ascontiguousarray(pixels[:side, :side])
    old, new = (one.predict(pixels).probability.astype(np.float64) for one in (before, after))
    inner = (old > 0) & (old < 1)
    expected = line.to_probability(np.log(old[inner]) - np.log1p(-old[inner]))
    difference = float(np.abs(new[inner] - expected).max(initial=0.0))
    if difference > TOLERANCE:
        raise WeightsError(
            f"calibrate: the written network must follow the line within {TOLERANCE}, got {difference:.2g} for "
            f"'{before.weights.name}'. Report it with the network."
        )
    return difference
