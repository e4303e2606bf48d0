"""Weights against masks: every picture is read, predicted, counted and forgotten; scores follow from the counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.draw.contact_sheet import SheetRow, draw_contact_sheet
from efficientcracknet.evaluation.baselines import SATO_RULE, find_ridges
from efficientcracknet.evaluation.bootstrap import Resampling
from efficientcracknet.evaluation.by_width import WidthCounts, count_by_width, state_by_width
from efficientcracknet.evaluation.changes import Change
from efficientcracknet.evaluation.counting import PictureCounts, count_picture, count_silence
from efficientcracknet.evaluation.curve import state_best_thresholds, trace_curve
from efficientcracknet.evaluation.matching import TOLERANCE_PX
from efficientcracknet.evaluation.pairs import Pair, hash_split, pair_folders, read_split_list, select_pairs
from efficientcracknet.evaluation.protocol import Protocol, state_threshold_rule
from efficientcracknet.evaluation.reliability import ReliabilityCounts, count_reliability, state_reliability
from efficientcracknet.evaluation.result import Evaluation, ScoreRow
from efficientcracknet.evaluation.samples import Sample, read_sample
from efficientcracknet.runtime.images import write_jpeg
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.scaled import decide_scale, predict_at
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights

ALL_BACKGROUND, SATO = "all background", "Sato ridge filter"

Watch = Callable[[int, int], None]
"""Called with (pictures done, pictures in all), first with 0 done."""


@dataclass(slots=True, eq=False)
class _Counted:
    """What is kept of the pictures, in their order; of the ridge filter's masks too if it was asked for."""

    network: list[PictureCounts] = field(default_factory=list)
    ridges: list[PictureCounts] = field(default_factory=list)
    reliability: list[ReliabilityCounts] = field(default_factory=list)
    by_width: list[WidthCounts] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EvaluateSettings:
    """What to score, on which pictures, under which rules.

    Attributes
    ----------
    images
        Folder of pictures.
    masks
        Folder of masks; None: the pictures are known to show no crack.
    split_list
        Text file of the keys to score; None: all pictures.
    name
        Of the set of pictures; None: from where the pictures lie.
    weights
        Name or file; None: the default of the catalogue.
    threshold
        0..1; None: as the weights say.
    size
        (height, width) px to compare at; None: native.
    change
        What happens to every picture before it is scored; None: nothing.
    working_scale
        As for photos: 1 looks at pictures as they are, None decides for each. Pictures that are resized to be scored
        are looked at as they then are.
    threads
        At least 1; None: as many as the machine has cores.
    with_ridges
        Whether the ridge filter is scored too; it takes longer than the network.
    worst
        How many of the worst pictures are drawn.
    sheet
        JPEG to draw them in; None: nothing is drawn.
    resampling
        How intervals are drawn.
    """

    images: Path
    masks: Path | None = None
    split_list: Path | None = None
    name: str | None = None
    weights: str | Path | None = None
    threshold: float | None = None
    size: tuple[int, int] | None = None
    change: Change | None = None
    working_scale: float | None = None
    threads: int | None = None
    with_ridges: bool = False
    worst: int = 0
    sheet: Path | None = None
    resampling: Resampling = field(default_factory=Resampling)


def evaluate_pictures(settings: EvaluateSettings, watch: Watch = lambda done, total: None) -> Evaluation:
    """Score weights on pictures with masks.

    Parameters
    ----------
    settings
        What, on what and how. A picture or mask that cannot be read ends the evaluation: a score of the rest would be
        the score of another set.
    watch
        Told of the progress.

    Returns
    -------
    Evaluation
        Scores, baselines, curve and the counts of every picture; no maps.

    Raises
    ------
    SettingsError
        If a sheet is asked for without pictures, or pictures without a sheet.
    """
    if (settings.worst > 0) != (settings.sheet is not None) or settings.worst < 0:
        raise SettingsError(
            f"evaluate: `worst` must be 1 or more together with a sheet, got {settings.worst} and {settings.sheet}. "
            "Give both --worst 20 and --sheet FILE.jpg, or neither."
        )
    pairs = list_pairs(settings)
    weights = find_weights(settings.weights)
    predictor = Predictor(weights, open_session(weights.path, settings.threads), threshold=settings.threshold)
    evaluation = _state(settings, predictor, hash_split(pairs), _count_pairs(pairs, predictor, settings, watch))
    if settings.sheet is not None:
        keys = [counts.key for counts in evaluation.list_worst(settings.worst)]
        write_jpeg(settings.sheet, draw_contact_sheet(_predict_rows(keys, pairs, predictor, settings)))
    return evaluation


def name_pictures(images: Path) -> str:
    """Return what a set of pictures is called after the folder it lies in.

    Parameters
    ----------
    images
        Folder of pictures.

    Returns
    -------
    str
        ``SET/SPLIT`` for ``SET/SPLIT/images``, else the folder's own name.

    Examples
    --------
    >>> name_pictures(Path("sets/deepcrack/test/images")), name_pictures(Path("sets/bridge"))
    ('deepcrack/test', 'bridge')
    """
    folder = images.resolve()
    return "/".join(folder.parts[-3:-1]) if folder.name == "images" else folder.name


def list_pairs(settings: EvaluateSettings) -> tuple[Pair, ...]:
    """Pair the folders; keys under ``SPLIT/images`` begin with ``SPLIT/``, as split lists write them.

    Parameters
    ----------
    settings
        Whose folders, and whose list.

    Returns
    -------
    tuple[Pair, ...]
        At least one.
    """
    folder = settings.images.resolve()
    prefix = f"{folder.parent.name}/" if folder.name == "images" else ""
    pairs = pair_folders(settings.images, settings.masks, prefix=prefix)
    return pairs if settings.split_list is None else select_pairs(pairs, read_split_list(settings.split_list))


def _count_pairs(pairs: Sequence[Pair], predictor: Predictor, settings: EvaluateSettings, watch: Watch) -> _Counted:
    """Look at each picture once; no map is kept."""
    counted = _Counted()
    tolerance_px = TOLERANCE_PX if settings.change is None else settings.change.tolerance_px
    watch(0, len(pairs))
    for done, pair in enumerate(pairs, start=1):
        sample = read_scored(pair, settings)
        found = predict_scored(predictor, sample, settings)
        counted.network.append(count_picture(sample.key, found, sample.truth, tolerance_px))
        counted.reliability.append(count_reliability(found, sample.truth))
        counted.by_width.append(count_by_width(found.mask, sample.truth, tolerance_px))
        if settings.with_ridges:
            ridges = find_ridges(sample.pixels)
            counted.ridges.append(count_picture(sample.key, ridges, sample.truth, tolerance_px))
        watch(done, len(pairs))
    return counted


def read_scored(pair: Pair, settings: EvaluateSettings) -> Sample:
    """Read one pair as it is scored.

    Parameters
    ----------
    pair
        Picture and mask on disk.
    settings
        Say the size, and what happens to it first.

    Returns
    -------
    Sample
        Resized or changed as they say.
    """
    sample = read_sample(pair, settings.size)
    return sample if settings.change is None else settings.change.apply(sample)


def predict_scored(predictor: Predictor, sample: Sample, settings: EvaluateSettings) -> CrackMap:
    """Find the cracks of a picture as `predict` would.

    Parameters
    ----------
    predictor
        The network.
    sample
        As it is scored.
    settings
        Say the working scale.

    Returns
    -------
    CrackMap
        Of the sample's size.
    """
    factor = settings.working_scale if settings.size is None else 1.0
    return predict_at(predictor, sample.pixels, decide_scale(sample.pixels, factor))


def _state(settings: EvaluateSettings, predictor: Predictor, split_hash: str, counted: _Counted) -> Evaluation:
    weights, threshold, resampling, found = predictor.weights, predictor.threshold, settings.resampling, counted.network
    network = ScoreRow.of(weights.name, f"probability >= {threshold}", found, resampling)
    shows_cracks = any(not counts.confusion.truth_is_empty for counts in found)
    reliability = state_reliability(counted.reliability, resampling) if shows_cracks else None
    if reliability is not None:
        best = state_best_thresholds(found, resampling)
        figures = {**network.figures, **best, "calibration_error_pooled": reliability.error}
        network = replace(network, figures=figures)
    silence = ScoreRow.of(ALL_BACKGROUND, "no pixel is crack", list(map(count_silence, found)), resampling)
    ridges = [ScoreRow.of(SATO, SATO_RULE, counted.ridges, resampling)] if counted.ridges else []
    return Evaluation(
        name=settings.name or name_pictures(settings.images),
        split_hash=split_hash,
        protocol=Protocol(
            settings.size,
            threshold,
            state_threshold_rule(settings.threshold, weights.threshold, weights.threshold_rule),
            resampling,
            settings.change,
            settings.working_scale if settings.size is None else 1.0,
        ),
        weights=weights,
        pictures=tuple(found),
        network=network,
        baselines=(silence, *ridges),
        curve=trace_curve(found) if shows_cracks else None,
        reliability=reliability,
        by_width=state_by_width(counted.by_width, resampling) if shows_cracks else (),
    )


def _predict_rows(
    keys: Iterable[str], pairs: Iterable[Pair], predictor: Predictor, settings: EvaluateSettings
) -> list[SheetRow]:
    """Read and predict some pictures once more, for no map was kept."""
    by_key = {pair.key: pair for pair in pairs}
    samples = (read_scored(by_key[key], settings) for key in keys)
    return [SheetRow(one.key, one.pixels, one.truth, predict_scored(predictor, one, settings).mask) for one in samples]
