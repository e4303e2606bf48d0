"""``cracks.dxf``: the courses of all cracks for CAD, picture beside picture."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.core.scale import PlaneScale, Scale
from efficientcracknet.jobs.crack_geojson import thin_out
from efficientcracknet.jobs.findings import Findings
from efficientcracknet.measure.values import CrackReport
from efficientcracknet.runtime.files import replace_file

CRACKS, LABELS, PICTURES = "CRACKS", "LABELS", "PICTURES"
COLOURS = {CRACKS: 1, LABELS: 7, PICTURES: 8}
GAP = 0.05
"""Between two pictures, as a share of the wider one's width."""
TEXT = 0.02
"""Height of letters, as a share of a picture's width."""
MILLIMETRES, NO_UNIT = 4, 0


class CrackDrawing:
    """A drawing that grows by one picture at a time, to the right; x grows to the right and y upwards.

    A picture with a scale is drawn in mm, one without in px; the text below it says which. Layers: ``CRACKS`` with one
    polyline per branch, ``LABELS`` with the numbers, ``PICTURES`` with frames and names. A `MissingExtraError` says
    that ezdxf is not installed.
    """

    def __init__(self) -> None:
        self._document = _import_ezdxf().new("R2010", setup=False)
        self._space: Any = self._document.modelspace()
        self._right = 0.0
        self._all_in_mm = True
        for name, colour in COLOURS.items():
            self._document.layers.add(name, color=colour)

    def append(self, findings: Findings) -> None:
        """Draw one picture beside those before it.

        Parameters
        ----------
        findings
            Of one picture.
        """
        report = findings.report
        paths = [
            [_to_plane(thin_out(branch.points_px), report.scale) for branch in crack.branches]
            for crack in report.cracks
        ]
        frame = _find_frame(report, [line for lines in paths for line in lines])
        if frame is None:
            return
        low, high = frame.min(axis=0), frame.max(axis=0)
        width = max(float(high[0] - low[0]), 1e-6)
        start = self._right + (GAP * width if self._right else 0.0)
        move = np.array([start - low[0], -low[1]])
        self._draw_frame(move + low, move + high, findings, TEXT * width)
        for crack, lines in zip(report.cracks, paths, strict=True):
            for line in lines:
                self._space.add_lwpolyline((line + move).tolist(), dxfattribs={"layer": CRACKS})
            self._write(f"{crack.number}", lines[0][0] + move, TEXT * width, LABELS)
        self._right = start + width
        self._all_in_mm &= report.scale is not None

    def write(self, path: Path) -> None:
        """Write the drawing.

        Parameters
        ----------
        path
            Replaced if there.
        """
        self._document.units = MILLIMETRES if self._all_in_mm else NO_UNIT
        with replace_file(path) as part, part.open("w", encoding="utf-8", errors="dxfreplace", newline="\n") as file:
            self._document.write(file)

    def _draw_frame(self, low: Any, high: Any, findings: Findings, height: float) -> None:
        corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
        self._space.add_lwpolyline(corners, close=True, dxfattribs={"layer": PICTURES})
        unit = "px" if findings.report.scale is None else "mm"
        self._write(f"{findings.summary.file} ({unit})", (low[0], low[1] - 2 * height), height, PICTURES)

    def _write(self, text: str, place: Any, height: float, layer: str) -> None:
        entity = self._space.add_text(_clean(text), height=height, dxfattribs={"layer": layer})
        entity.set_placement((float(place[0]), float(place[1])))


def require_ezdxf() -> None:
    """Refuse at once if no drawing could be written at the end."""
    _import_ezdxf()


def _import_ezdxf() -> Any:
    try:
        return import_module("ezdxf")
    except ImportError as error:
        raise MissingExtraError.of("--dxf (ezdxf)", "cad") from error


def _find_frame(report: CrackReport, lines: list[NDArray[np.float64]]) -> NDArray[np.float64] | None:
    """Return points that the frame of a picture goes around: its corners, or the cracks on a plane seen obliquely.

    There a corner of the picture may lie beyond the horizon; without cracks there is nothing to draw.
    """
    if isinstance(report.scale, PlaneScale):
        return np.vstack(lines) if lines else None
    bottom, right = report.height_px - 0.5, report.width_px - 0.5
    return _to_plane(np.array([[-0.5, -0.5], [-0.5, right], [bottom, right], [bottom, -0.5]]), report.scale)


def _to_plane(points_px: NDArray[np.float64], scale: Scale | None) -> NDArray[np.float64]:
    """Return (N, 2) as x to the right and y upwards; mm with a scale, else px."""
    down_right = points_px if scale is None else scale.to_plane_mm(points_px)
    return np.stack([down_right[:, 1], -down_right[:, 0]], axis=1)


def _clean(text: str) -> str:
    """Return one line without what DXF takes for a command."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return printable.replace("%%", "% %").replace("^", "^ ")
