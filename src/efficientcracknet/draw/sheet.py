"""The sheet to print: markers, rulers and how to use it, as a PDF of true size.

Written by hand, because it is little and every line of it is a length: the page is drawn in mm from its lower left
corner.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.sheet import MARKER_MM, PAPER_MM, PLACES_MM

POINTS_PER_MM = 72 / 25.4
RULER_MM = 100

LINES = (
    "Print on A4 at 100 %, not fitted to the page. Both rulers must then be 100 mm long: check it.",
    "Fix the sheet flat on the surface beside the crack, in the plane of the surface.",
    "Take the picture so that all four markers are in it, sharp, each side 60 px or more.",
    "Then: efficientcracknet predict PICTURE --out DIR --marker",
)
"""What the sheet says, ASCII only."""


def draw_sheet(markers: Mapping[int, NDArray[np.bool_]]) -> bytes:
    """Return the sheet as a PDF.

    Parameters
    ----------
    markers
        Square arrays of bool, True where a module is black, by the numbers 0..3 of the sheet.

    Returns
    -------
    bytes
        One page of A4.
    """
    height_mm, _ = PAPER_MM
    parts = [f"{POINTS_PER_MM:.9f} 0 0 {POINTS_PER_MM:.9f} 0 0 cm"]
    for number, (top, left) in PLACES_MM.items():
        parts += _draw_marker(markers[number], left, height_mm - top)
    parts += _draw_ruler(left=55, bottom=132, is_upright=False)
    parts += _draw_ruler(left=30, bottom=98, is_upright=True)
    for row, line in enumerate(("efficientcracknet", *LINES)):
        parts.append(_write_text(line, left=45, bottom=205 - 8 * row, size=5.5 if row == 0 else 3.4))
    return _wrap("\n".join(parts).encode("ascii"))


def _draw_marker(modules: NDArray[np.bool_], left: float, top: float) -> list[str]:
    """Return a black square with the white modules on it, each row's neighbours in one piece."""
    module = MARKER_MM / len(modules)
    black = f"0 g {left:.6g} {top - MARKER_MM:.6g} {MARKER_MM:.6g} {MARKER_MM:.6g} re f"
    white = ["1 g"]
    for row, blacks in enumerate(modules):
        turns = np.flatnonzero(np.diff(blacks.astype(np.int8), prepend=1, append=1))
        for first, stop in turns.reshape(-1, 2).tolist():
            place = f"{left + first * module:.6g} {top - (row + 1) * module:.6g}"
            white.append(f"{place} {(stop - first) * module:.6g} {module:.6g} re")
    return [black, *white, "f 0 g"]


def _draw_ruler(*, left: float, bottom: float, is_upright: bool) -> list[str]:
    """Return a line with a tick each cm, drawn along x and turned about its begin if it stands upright."""
    turn = f"0 1 -1 0 {left:g} {bottom:g} cm" if is_upright else f"1 0 0 1 {left:g} {bottom:g} cm"
    ticks = [f"{mark} 0 m {mark} {5 if mark % 50 == 0 else 3} l" for mark in range(0, RULER_MM + 1, 10)]
    label = _write_text(f"{RULER_MM} mm", left=52, bottom=6, size=3.4)
    return ["q", turn, "0.2 w", f"0 0 m {RULER_MM} 0 l", *ticks, "S", label, "Q"]


def _write_text(text: str, *, left: float, bottom: float, size: float) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size:g} Tf {left:g} {bottom:g} Td ({escaped}) Tj ET"


def _wrap(content: bytes) -> bytes:
    """Return a PDF of one page with this content: objects, their table, trailer."""
    height, width = (side * POINTS_PER_MM for side in PAPER_MM)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /PrintScaling /None >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.4f %.4f] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>" % (width, height),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file, places = b"%PDF-1.6\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(file))
    )
