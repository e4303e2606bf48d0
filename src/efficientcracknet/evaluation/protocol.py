"""Under which rules a score was taken; no figure is stated without them."""

from dataclasses import dataclass, field
from typing import Any

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.bootstrap import Resampling
from efficientcracknet.evaluation.changes import Change
from efficientcracknet.evaluation.matching import TOLERANCE_PX
from efficientcracknet.runtime.choice import AUTO

NATIVE = "native"
USUAL_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Protocol:
    """The rules of one evaluation.

    Attributes
    ----------
    size
        (height, width) that picture and truth are resized to before anything else; None: native, each picture's own.
    threshold
        Pixels of at least this probability are crack.
    threshold_rule
        Where the threshold comes from, in words.
    resampling
        How intervals are drawn.
    change
        What happened to every picture first; None: nothing.
    working_scale
        Pixels the network saw for each pixel of the picture along a side; None: decided for each picture.
    """

    size: tuple[int, int] | None
    threshold: float
    threshold_rule: str
    resampling: Resampling = field(default_factory=Resampling)
    change: Change | None = None
    working_scale: float | None = 1.0

    @property
    def size_name(self) -> str:
        """``192x256`` (height x width) or ``native``."""
        return NATIVE if self.size is None else f"{self.size[0]}x{self.size[1]}"

    def to_dict(self) -> dict[str, Any]:
        """Return every rule, the fixed ones too, ready for JSON."""
        return {
            "classes": "crack is positive; miou is (crack + background) / 2",
            "size": self.size_name,
            "threshold": self.threshold,
            "threshold_rule": self.threshold_rule,
            "ods_and_ois": "mean per-image F1; thresholds chosen on the scored set itself, grid of 1/400",
            "change": None if self.change is None else self.change.name,
            "working_scale": AUTO if self.working_scale is None else self.working_scale,
            "tolerance_px": TOLERANCE_PX if self.change is None else self.change.tolerance_px,
            "empty_truth": "empty prediction 1, any false alarm 0, counted apart",
            "interval": {
                "method": "percentile bootstrap over pictures",
                "level": self.resampling.level,
                "resamples": self.resampling.resamples,
                "seed": self.resampling.seed,
            },
        }


def parse_scoring_size(text: str) -> tuple[int, int] | None:
    """Read the size that pictures are scored at.

    Parameters
    ----------
    text
        ``HEIGHTxWIDTH`` in px, or ``native``.

    Returns
    -------
    tuple[int, int] | None
        (height, width), or None for native.

    Raises
    ------
    SettingsError
        If it is neither.

    Examples
    --------
    >>> parse_scoring_size("192x256"), parse_scoring_size("native")
    ((192, 256), None)
    """
    if text == NATIVE:
        return None
    try:
        return parse_size(text, argument="size")
    except SettingsError as error:
        raise SettingsError(f"{error} Or {NATIVE}: every picture at its own size.") from error


def state_threshold_rule(asked: float | None, of_weights: float, rule_of_weights: str | None = None) -> str:
    """Say where the threshold of a run comes from.

    Parameters
    ----------
    asked
        The user's, or None.
    of_weights
        The one that the weights are described with.
    rule_of_weights
        How that was chosen, if the description says so.

    Returns
    -------
    str
        For titles and records.

    Examples
    --------
    >>> state_threshold_rule(None, 0.5)
    'fixed'
    >>> state_threshold_rule(0.3, 0.5)
    'given by the user'
    """
    if asked is not None:
        return "given by the user"
    usual = of_weights == USUAL_THRESHOLD and rule_of_weights is None
    return "fixed" if usual else "stated with the weights"
