"""What a calibration settled: the description that travels with the weights, and the body of its record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from efficientcracknet.evaluation.calibration import LogitLine, measure_error
from efficientcracknet.evaluation.logit_counts import LogitCounts
from efficientcracknet.evaluation.pairs import Pair, hash_split
from efficientcracknet.evaluation.threshold_choice import ThresholdScores, is_crackless
from efficientcracknet.runtime.weights import Weights

DIGITS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What was settled, and what that gives on the pictures it was settled on.

    Attributes
    ----------
    before
        The weights that came.
    line
        Through their logits.
    sets
        What was counted with them, by name.
    pictures
        Pairs of each set.
    kept
        Scores of the weights that came, at their own threshold.
    chosen
        Scores at the new threshold.
    was_chosen
        Whether that was chosen on these pictures, and not given.
    most_alarmed
        Limit under which it was chosen; None: no limit.
    """

    before: Weights
    line: LogitLine
    sets: Mapping[str, LogitCounts]
    pictures: Mapping[str, tuple[Pair, ...]]
    kept: ThresholdScores
    chosen: ThresholdScores
    was_chosen: bool
    most_alarmed: float | None

    @property
    def error_before(self) -> float:
        """Expected calibration error near cracks, without the line."""
        return round(measure_error(list(self.sets.values())), DIGITS)

    @property
    def error_after(self) -> float:
        """The same with it."""
        return round(measure_error(list(self.sets.values()), self.line), DIGITS)

    @property
    def threshold_rule(self) -> str:
        """How the threshold was chosen, in words."""
        if not self.was_chosen:
            return "given, not chosen"
        rule = f"best mean of pooled F1 over dev pictures of {self._count(crackless=False)}"
        if self.most_alarmed is None:
            return rule
        limit = f"more than 0.1 % false crack in at most {self.most_alarmed:.3g} of those of"
        return f"{rule}; {limit} {self._count(crackless=True)}"

    def describe(self, sha256: str) -> dict[str, Any]:
        """Return the description of the weights that are written.

        Parameters
        ----------
        sha256
            Of their file.

        Returns
        -------
        dict[str, Any]
            Keys of a description; scores of the weights that came are left out, as they are of another file.
        """
        weights, preprocessing = self.before, self.before.preprocessing
        earlier = f"; before that {weights.calibration}" if weights.calibration else ""
        costs = {name: getattr(weights, name) for name in ("parameters", "multiply_adds_192x256")}
        line = f"logits * {self.line.scale:.4g} {'+' if self.line.shift >= 0 else '-'} {abs(self.line.shift):.4g}"
        return {
            "sha256": sha256,
            "mean": list(preprocessing.mean),
            "std": list(preprocessing.std),
            "output": weights.output,
            "tile_px": weights.tile_px,
            "overlap_px": weights.overlap_px,
            "multiple_px": weights.multiple_px,
            "threshold": self.chosen.threshold,
            "threshold_rule": self.threshold_rule,
            "calibration": f"{line}, fitted to dev pictures of {self._count()}{earlier}",
            "calibration_error_before": self.error_before,
            "calibration_error_after": self.error_after,
            "data": weights.data,
            "terms": weights.terms,
            **{name: cost for name, cost in costs.items() if cost is not None},
        }

    def to_body(self, after: Weights) -> dict[str, Any]:
        """Return the body of a record, ready for JSON.

        Parameters
        ----------
        after
            The weights that were written.

        Returns
        -------
        dict[str, Any]
            Each figure as a pair: before, after.
        """
        return {
            "weights": {"name": after.name, "sha256": after.sha256, "made_from": self.before.sha256},
            "line": {name: round(number, DIGITS) for name, number in asdict(self.line).items()},
            "threshold": [self.kept.threshold, self.chosen.threshold],
            "threshold_rule": self.threshold_rule,
            "calibration_error": [self.error_before, self.error_after],
            "mean_f1": _round(self.kept.mean_f1, self.chosen.mean_f1),
            "mean_alarmed": _round(self.kept.mean_alarmed, self.chosen.mean_alarmed),
            "sets": {name: self._describe_set(name) for name in self.sets},
        }

    def _describe_set(self, name: str) -> dict[str, Any]:
        counts, pairs = self.sets[name], self.pictures[name]
        figure = "alarmed" if is_crackless(counts) else "f1"
        return {
            "n": len(pairs),
            "split_sha256": hash_split(pairs),
            "calibration_error": _round(measure_error([counts]), measure_error([counts], self.line)),
            figure: _round(getattr(self.kept, figure)[name], getattr(self.chosen, figure)[name]),
        }

    def _count(self, *, crackless: bool | None = None) -> str:
        """Name the sets of one kind, or all, with how many pictures each has."""
        named = (name for name, counts in self.sets.items() if crackless in (None, is_crackless(counts)))
        return ", ".join(f"{name} ({len(self.pictures[name])})" for name in named)


def _round(*numbers: float) -> list[float]:
    return [round(number, DIGITS) for number in numbers]
