"""What an evaluation found: the network's row, the rows that any network must beat, and what they are rows of."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from efficientcracknet.evaluation.bootstrap import Figure, Resampling
from efficientcracknet.evaluation.by_width import WidthScore, write_by_width
from efficientcracknet.evaluation.counting import PictureCounts
from efficientcracknet.evaluation.curve import ThresholdCurve
from efficientcracknet.evaluation.figures import state_scores
from efficientcracknet.evaluation.negatives import state_negatives
from efficientcracknet.evaluation.protocol import Protocol
from efficientcracknet.evaluation.reliability import Reliability
from efficientcracknet.runtime.weights import Weights

DIGITS = 6
WORST = 12
"""How many of the worst pictures a record names, at most; none that is right to the pixel."""

_IDENTITY = (
    *("name", "sha256", "mean", "std", "output", "tile_px", "overlap_px", "data", "terms", "parameters"),
    *("threshold_rule", "calibration"),
)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One way to find cracks, scored.

    Attributes
    ----------
    name
        Heading of its column.
    rule
        How it finds cracks, in words.
    figures
        Scores and negatives by name.
    """

    name: str
    rule: str
    figures: Mapping[str, Figure]

    @classmethod
    def of(cls, name: str, rule: str, pictures: Sequence[PictureCounts], resampling: Resampling) -> "ScoreRow":
        """Score a mask per picture.

        Parameters
        ----------
        name
            Heading of its column.
        rule
            How it finds cracks, in words.
        pictures
            Counts of at least one picture.
        resampling
            How intervals are drawn.

        Returns
        -------
        ScoreRow
            All that can be said at the one threshold the counts were taken at.
        """
        figures = {**state_scores(pictures, resampling), **state_negatives(pictures, resampling)}
        return cls(name, rule, figures)

    def to_dict(self) -> dict[str, Any]:
        """Return the row, ready for JSON; every figure as value and interval."""
        return {"rule": self.rule, "figures": {name: _write(figure) for name, figure in self.figures.items()}}


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What came out of one evaluation.

    Attributes
    ----------
    name
        Of the set of pictures.
    split_hash
        Fingerprint of keys and files.
    protocol
        The rules.
    weights
        What was scored.
    pictures
        Counts of every picture, in the order of their keys.
    network
        Its row.
    baselines
        Rows that need no training.
    curve
        The network's scores over the threshold; None if no picture shows a crack.
    reliability
        Of its probabilities near cracks; None likewise.
    by_width
        Its scores by the width of the true crack; empty likewise.
    """

    name: str
    split_hash: str
    protocol: Protocol
    weights: Weights
    pictures: tuple[PictureCounts, ...]
    network: ScoreRow
    baselines: tuple[ScoreRow, ...]
    curve: ThresholdCurve | None
    reliability: Reliability | None = None
    by_width: tuple[WidthScore, ...] = ()

    @property
    def n_empty_truth(self) -> int:
        """Pictures that show no crack at the size they are compared at."""
        return sum(picture.confusion.truth_is_empty for picture in self.pictures)

    @property
    def n_empty_truth_found_empty(self) -> int:
        """Those of them in which none was predicted either."""
        return sum(
            picture.confusion.truth_is_empty and picture.confusion.prediction_is_empty for picture in self.pictures
        )

    def list_worst(self, count: int) -> tuple[PictureCounts, ...]:
        """Return the pictures with the lowest F1, of equals those with the larger wrong area, then by key."""

        def rank(picture: PictureCounts) -> tuple[float, float, str]:
            return picture.confusion.f1, -_count_wrong(picture) / max(picture.confusion.pixels, 1), picture.key

        return tuple(sorted(self.pictures, key=rank)[:count])

    def to_body(self, *, per_picture: bool = False) -> dict[str, Any]:
        """Return the body of a record, ready for JSON.

        Parameters
        ----------
        per_picture
            Whether the counts of every picture are listed too.

        Returns
        -------
        dict[str, Any]
            Rounded to six digits.
        """
        stated = self.weights.to_dict()
        body: dict[str, Any] = {
            "data": {
                "name": self.name,
                "n": len(self.pictures),
                "n_empty_truth": self.n_empty_truth,
                "n_empty_truth_found_empty": self.n_empty_truth_found_empty,
                "split_sha256": self.split_hash,
            },
            "weights": {key: stated[key] for key in _IDENTITY},
            "protocol": self.protocol.to_dict(),
            "network": self.network.to_dict(),
            "baselines": {row.name: row.to_dict() for row in self.baselines},
        }
        if self.curve is not None:
            body["ods_threshold"] = self.curve.ods_threshold
            body["curve_pooled"] = _write_curve(self.curve)
        if self.reliability is not None:
            body["reliability_pooled"] = self.reliability.to_dict(DIGITS)
        if self.by_width:
            body["by_width_2px_pooled"] = write_by_width(self.by_width, DIGITS)
        body["worst"] = [_write_picture(one) for one in self.list_worst(WORST) if _count_wrong(one)]
        if per_picture:
            body["pictures"] = [{"key": one.key, **asdict(one.confusion)} for one in self.pictures]
        return body


def _write(figure: Figure) -> dict[str, Any]:
    return {
        "value": round(figure.value, DIGITS),
        "interval": [round(figure.low, DIGITS), round(figure.high, DIGITS)],
    }


def _count_wrong(picture: PictureCounts) -> int:
    return picture.confusion.false_positives + picture.confusion.false_negatives


def _write_picture(picture: PictureCounts) -> dict[str, Any]:
    """Return what may be said of a picture that cannot be shown."""
    found, pixels = picture.confusion, max(picture.confusion.pixels, 1)
    shares = found.true_positives + found.false_negatives, found.true_positives + found.false_positives
    true, predicted = (round(share / pixels, DIGITS) for share in shares)
    return {"key": picture.key, "f1": round(found.f1, DIGITS), "true_share": true, "predicted_share": predicted}


def _write_curve(curve: ThresholdCurve) -> dict[str, list[float]]:
    columns = ("threshold", "precision", "recall", "f1")
    return {column: getattr(curve, column).round(DIGITS).tolist() for column in columns}
