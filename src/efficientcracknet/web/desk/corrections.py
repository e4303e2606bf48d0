"""What was corrected by hand: an ordered list, replayed from the network's own map each time, so that undo is exact."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.web.desk.area import Area
from efficientcracknet.web.desk.documents import read_document
from efficientcracknet.web.desk.strokes import cover_stroke

Edit = Mapping[str, Any]
"""``edit`` is its id; ``kind`` is ``erase`` or ``paint`` with ``points_px`` and ``radius_px``, ``delete`` with ``area``
and the crack's ``number``, or ``restore`` with the id ``of`` a deletion."""

ERASED_FROM = 0.5
"""Share of a pixel that the eraser must cover."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """All edits of a picture.

    Attributes
    ----------
    edits
        In the order they were made.
    applied
        How many of them are in force; the others were undone.
    """

    edits: tuple[Edit, ...] = ()
    applied: int = 0

    @property
    def in_force(self) -> tuple[Edit, ...]:
        """Edits that were not undone."""
        return self.edits[: self.applied]

    @property
    def deletions(self) -> tuple[Edit, ...]:
        """Deletions that were neither undone nor restored."""
        restored = {edit["of"] for edit in self.in_force if edit["kind"] == "restore"}
        return tuple(edit for edit in self.in_force if edit["kind"] == "delete" and edit["edit"] not in restored)

    @property
    def mark(self) -> dict[str, Any]:
        """``count`` of the edits in force and a ``mark`` that differs where they do; empty for none."""
        text = json.dumps([edit["edit"] for edit in self.in_force])
        return {"count": self.applied, "mark": sha256(text.encode()).hexdigest()[:16] if self.applied else ""}

    def add(self, edit: Edit) -> "Corrections":
        """Return the corrections with one more, instead of those that were undone."""
        edits = (*self.in_force, edit)
        return Corrections(edits, len(edits))

    def move(self, steps: int) -> "Corrections":
        """Return the corrections with one fewer (-1) or one more (+1) in force."""
        return Corrections(self.edits, self.applied + steps)

    def to_dict(self) -> dict[str, Any]:
        """Return the corrections ready for JSON."""
        return {"edits": list(self.edits), "applied": self.applied}


def read_corrections(path: Path) -> Corrections:
    """Return the corrections of a file; none where there is no file."""
    document = read_document(path) or {"edits": (), "applied": 0}
    return Corrections(tuple(document["edits"]), document["applied"])


def correct_map(probability: NDArray[np.float32], corrections: Corrections) -> NDArray[np.float32]:
    """Return a crack map as it was corrected.

    Parameters
    ----------
    probability
        (H, W) float32, 0..1, as the network says.
    corrections
        To be applied in their order.

    Returns
    -------
    NDArray[np.float32]
        (H, W), read-only: 0 where erased, 1 where painted, in between at the painted edge; `probability` itself
        without corrections.
    """
    edits = [edit for edit in corrections.in_force if edit["kind"] != "restore"]
    gone = {edit["of"] for edit in corrections.in_force if edit["kind"] == "restore"}
    edits = [edit for edit in edits if edit["edit"] not in gone]
    if not edits:
        return probability
    corrected = _replay(probability, edits)
    corrected.flags.writeable = False
    return corrected


def _replay(probability: NDArray[np.float32], edits: Sequence[Edit]) -> NDArray[np.float32]:
    height, width = probability.shape
    corrected = probability.copy()
    for edit in edits:
        if edit["kind"] == "delete":
            area = Area.of_dict(edit["area"])
            corrected[area.window][area.inside] = 0
            continue
        for piece in cover_stroke(edit["points_px"], edit["radius_px"], (height, width)):
            window = corrected[piece.rows, piece.cols]
            if edit["kind"] == "paint":
                np.maximum(window, piece.share, out=window)
            else:
                window[piece.share >= ERASED_FROM] = 0
    return corrected
