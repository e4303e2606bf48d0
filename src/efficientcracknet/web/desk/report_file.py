"""All that was measured in a picture, as a JSON file from which the very same report comes back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from efficientcracknet.core.scale import Scale
from efficientcracknet.measure.values import Branch, Crack, CrackReport

_PLAIN = tuple(field.name for field in fields(CrackReport) if field.name not in ("cracks", "scale"))


def tell_report(report: CrackReport) -> dict[str, Any]:
    """Return a report ready for JSON, with the courses of its cracks.

    Parameters
    ----------
    report
        Of one picture.

    Returns
    -------
    dict[str, Any]
        All but the scale, which follows from what was chosen.
    """
    return {name: getattr(report, name) for name in _PLAIN} | {"cracks": [_tell_crack(one) for one in report.cracks]}


def rebuild_report(document: Mapping[str, Any], scale: Scale | None) -> CrackReport:
    """Return the report that `tell_report` was given.

    Parameters
    ----------
    document
        As `tell_report` made it, read from JSON.
    scale
        That the report was measured with.

    Returns
    -------
    CrackReport
        Equal in every number.
    """
    plain = {name: document[name] for name in _PLAIN}
    plain["orientation_histogram"] = tuple(plain["orientation_histogram"])
    return CrackReport(**plain, scale=scale, cracks=tuple(map(_rebuild_crack, document["cracks"])))


def _tell_crack(crack: Crack) -> dict[str, Any]:
    flat = {field.name: getattr(crack, field.name) for field in fields(Crack)}
    return flat | {"branches": [_tell_branch(branch) for branch in crack.branches]}


def _tell_branch(branch: Branch) -> dict[str, Any]:
    return branch.to_dict() | {"points_px": branch.points_px.tolist()}


def _rebuild_crack(document: Mapping[str, Any]) -> Crack:
    flat = dict(document)
    flat["branches"] = tuple(
        Branch(**{**one, "points_px": np.array(one["points_px"], np.float64)}) for one in document["branches"]
    )
    flat["box_px"] = tuple(flat["box_px"])
    flat["widest_at_px"] = None if flat["widest_at_px"] is None else tuple(flat["widest_at_px"])
    return Crack(**flat)
