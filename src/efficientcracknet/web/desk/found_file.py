"""What is known of a picture once the network has seen it, beside its probability."""

from collections.abc import Mapping
from typing import Any

from efficientcracknet.jobs.rows import COLUMNS, PictureRow
from efficientcracknet.prediction import Prediction
from efficientcracknet.runtime.choice import Choice


def tell_found(prediction: Prediction, choice: Choice, name: str, seconds: float) -> dict[str, Any]:
    """Return what does not change with threshold, scale or corrections, ready for JSON.

    Parameters
    ----------
    prediction
        Of the photo.
    choice
        On what the network ran.
    name
        Of the picture.
    seconds
        For reading and finding.

    Returns
    -------
    dict[str, Any]
        Weights, engine, the weights' threshold, and the row of ``images.csv`` as far as it is known.
    """
    facts = prediction.to_dict()
    row = PictureRow(
        name,
        seconds,
        width_px=facts["width_px"],
        height_px=facts["height_px"],
        time=facts["taken_at"],
        latitude=facts["latitude_deg"],
        longitude=facts["longitude_deg"],
        camera=facts["camera"],
        working_scale=facts["working_scale"],
        working_scale_reason=facts["working_scale_reason"],
    )
    return {
        "weights": prediction.weights.to_dict(),
        "engine": choice.to_dict(),
        "threshold": prediction.crack_map.threshold,
        "row": {column: getattr(row, column) for column in COLUMNS if column != "status"},
    }


def rebuild_row(row: Mapping[str, Any], **known: Any) -> PictureRow:
    """Return a row of ``images.csv``.

    Parameters
    ----------
    row
        As `tell_found` has it.
    **known
        Cells that are known by now.

    Returns
    -------
    PictureRow
        Of the picture.
    """
    return PictureRow(**{**row, **known})
