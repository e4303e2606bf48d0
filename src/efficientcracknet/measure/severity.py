"""Which class a crack has by a published standard: data with source and caveat, chosen by the user, never a verdict.

A class speaks of the width alone. It needs a scale; a width that is only an upper bound gives a class only where every
width up to it has the same one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from efficientcracknet.core.errors import ScaleError, SettingsError, list_nearest_first
from efficientcracknet.measure.values import Crack, CrackReport


@dataclass(frozen=True, slots=True)
class WidthClass:
    """One class of a standard.

    Attributes
    ----------
    name
        As the standard calls it, or nearly.
    limit_mm
        Upper end of its widths; None: there is none.
    holds_limit
        Whether the upper end itself belongs to it.
    """

    name: str
    limit_mm: float | None = None
    holds_limit: bool = True

    def holds(self, width_mm: float) -> bool:
        """Return whether a width does not lie beyond the upper end."""
        if self.limit_mm is None:
            return True
        return width_mm <= self.limit_mm if self.holds_limit else width_mm < self.limit_mm


@dataclass(frozen=True, slots=True)
class Standard:
    """Classes of crack widths from one document.

    Attributes
    ----------
    name
        What ``--standard`` takes.
    title, structure
        What it is, and what it is for.
    compared
        Which width of a crack is held against the limits.
    classes
        From narrow to wide; only the last has no upper end.
    source, caveat
        Where the limits stand, and what they do not say.
    """

    name: str
    title: str
    structure: str
    compared: Literal["mean", "p95"]
    classes: tuple[WidthClass, ...]
    source: str
    caveat: str


@dataclass(frozen=True, slots=True)
class Severity:
    """Class of a crack.

    Attributes
    ----------
    name
        Of the class, or ``undetermined``.
    rank
        0 is the narrowest class; None where it cannot be told.
    """

    name: str
    rank: int | None


UNDETERMINED = Severity("undetermined", None)


@cache
def list_standards() -> Mapping[str, Standard]:
    """Return all standards that are known.

    Returns
    -------
    Mapping[str, Standard]
        By name, in the order of ``standards.toml``.
    """
    text = files("efficientcracknet.measure").joinpath("standards.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _to_standard(name, entry) for name, entry in tomllib.loads(text).items()})


def find_standard(name: str) -> Standard:
    """Return the standard of a name.

    Parameters
    ----------
    name
        As in `list_standards`.

    Returns
    -------
    Standard
        With classes, source and caveat.

    Raises
    ------
    SettingsError
        If there is none of that name.

    Examples
    --------
    >>> [(one.name, one.limit_mm) for one in find_standard("ltpp-asphalt").classes]
    [('low', 6), ('moderate', 19), ('high', None)]
    """
    standards = list_standards()
    if name not in standards:
        raise SettingsError(
            f"severity: `standard` must be one of {list_nearest_first(name, standards)}, got {name!r}. "
            "Choose the one that your structure is judged by."
        )
    return standards[name]


def classify(crack: Crack, standard: Standard) -> Severity:
    """Return the class of one crack.

    Parameters
    ----------
    crack
        Measured with a scale.
    standard
        To judge by.

    Returns
    -------
    Severity
        `UNDETERMINED` where no width could be measured, or where the width is an upper bound beyond the first class.

    Raises
    ------
    ScaleError
        If the crack was measured without a scale.
    """
    if crack.length_mm is None:
        raise ScaleError(
            f"severity: `crack` must be measured in mm for {standard.name}, got crack {crack.number} in px. "
            "Give a scale, such as --mm-per-px."
        )
    width_mm = crack.width_mean_mm if standard.compared == "mean" else crack.width_p95_mm
    if width_mm is None:
        return UNDETERMINED
    rank = next(rank for rank, one in enumerate(standard.classes) if one.holds(width_mm))
    if crack.width_is_upper_bound and rank > 0:
        return UNDETERMINED
    return Severity(standard.classes[rank].name, rank)


def classify_report(report: CrackReport, standard: Standard) -> tuple[Severity | None, ...]:
    """Return the class of every crack of a picture.

    Parameters
    ----------
    report
        Of one picture, with or without a scale.
    standard
        To judge by.

    Returns
    -------
    tuple[Severity | None, ...]
        In the order of the cracks; all None without a scale.
    """
    return tuple(None if crack.length_mm is None else classify(crack, standard) for crack in report.cracks)


def _to_standard(name: str, entry: dict[str, Any]) -> Standard:
    classes = tuple(
        WidthClass(one["name"], one.get("up_to_mm", one.get("below_mm")), "below_mm" not in one)
        for one in entry["classes"]
    )
    return Standard(name, **{**entry, "classes": classes})
