"""One row per picture: what ``images.csv`` and ``--json`` say about it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from efficientcracknet.jobs.cells import write_cell
from efficientcracknet.prediction import Prediction

COLUMNS = (
    "file",
    "width_px",
    "height_px",
    "crack_share",
    "cracks",
    "seconds",
    "status",
    "error",
    "time",
    "latitude",
    "longitude",
    "camera",
    "mask",
    "overlay",
    "probability",
    "vectors",
    "remark",
    "working_scale",
    "working_scale_reason",
)


@dataclass(frozen=True, slots=True)
class PictureRow:
    """What became of one picture.

    Attributes
    ----------
    file
        As it was named, with forward slashes.
    seconds
        For reading, finding and writing.
    error
        Why there is no result; None where there is one.
    width_px, height_px
        As seen upright.
    crack_share
        Crack pixels as a share of all, 0..1.
    cracks
        How many were measured; None where nothing was to be measured.
    time, latitude, longitude, camera
        What the picture says of itself: ISO 8601, degrees north and east; None where it does not.
    mask, overlay
        Relative to the folder of the results, with forward slashes.
    probability, vectors
        The same; of maps alone.
    remark
        What is missing of the results of a map, and why.
    working_scale, working_scale_reason
        Pixels the network saw for each pixel of the photo along a side, and why so many; None for maps.
    """

    file: str
    seconds: float
    error: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    crack_share: float | None = None
    cracks: int | None = None
    time: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    camera: str | None = None
    mask: str | None = None
    overlay: str | None = None
    probability: str | None = None
    vectors: str | None = None
    remark: str | None = None
    working_scale: float | None = None
    working_scale_reason: str | None = None

    @property
    def status(self) -> str:
        """``ok`` or ``error``."""
        return "ok" if self.error is None else "error"

    @classmethod
    def of(cls, path: Path, seconds: float, prediction: Prediction, mask: str, overlay: str) -> "PictureRow":
        """Return the row of a picture that was done.

        Parameters
        ----------
        path
            The picture.
        seconds
            For reading, finding and writing.
        prediction
            What was found.
        mask
            Relative to the folder of the results.
        overlay
            Relative to the folder of the results.

        Returns
        -------
        PictureRow
            With status ``ok``.
        """
        facts = prediction.to_dict()
        return cls(
            path.as_posix(),
            seconds,
            width_px=facts["width_px"],
            height_px=facts["height_px"],
            crack_share=facts["crack_share"],
            time=facts["taken_at"],
            latitude=facts["latitude_deg"],
            longitude=facts["longitude_deg"],
            camera=facts["camera"],
            mask=mask,
            overlay=overlay,
            working_scale=facts["working_scale"],
            working_scale_reason=facts["working_scale_reason"],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the row ready for JSON.

        Returns
        -------
        dict[str, Any]
            Keys are the columns of the table; None where there is nothing to say.
        """
        return {column: getattr(self, column) for column in COLUMNS}

    def to_cells(self) -> list[str]:
        """Return the row as cells of a table that a spreadsheet may open.

        Returns
        -------
        list[str]
            One per column; empty where there is nothing to say. Text that a spreadsheet would take for a formula begins
            with an apostrophe.
        """
        return [write_cell(value, _DECIMALS.get(column)) for column, value in self.to_dict().items()]


_DECIMALS = {"crack_share": 6, "seconds": 3, "latitude": 7, "longitude": 7}
