"""Corrections of a picture: made, undone, redone; the picture is measured anew after each."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from efficientcracknet.runtime.images import read_mask
from efficientcracknet.web.desk.corrections import Corrections, read_corrections
from efficientcracknet.web.desk.crack_area import find_crack_area
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.documents import read_document, write_document
from efficientcracknet.web.desk.entries import PictureEntry
from efficientcracknet.web.desk.ids import make_id
from efficientcracknet.web.desk.ledger import tick
from efficientcracknet.web.desk.pictures import require_picture
from efficientcracknet.web.desk.queue import NOW, enqueue
from efficientcracknet.web.desk.refusal import DeskRefusal
from efficientcracknet.web.desk.strokes import require_affordable

MOST_EDITS = 1000
MOST_POINTS = 100_000
"""Of all strokes of a picture together."""


def add_edit(desk: Desk, project: str, picture: str, asked: Mapping[str, Any]) -> PictureEntry:
    """Correct a picture.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    picture
        Id.
    asked
        As the API takes it, checked for its form.

    Returns
    -------
    PictureEntry
        Waiting to be measured.
    """

    def append(corrections: Corrections) -> Corrections:
        _require_room(corrections, asked)
        edit = {"edit": make_id(), **_resolve(desk, project, picture, corrections, asked)}
        return corrections.add(edit)

    return _change(desk, project, picture, append)


def undo_edit(desk: Desk, project: str, picture: str) -> PictureEntry:
    """Take back the last edit that is in force; return the picture.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    picture
        Id.

    Returns
    -------
    PictureEntry
        Waiting to be measured.
    """
    return _change(desk, project, picture, lambda corrections: _move(corrections, -1))


def redo_edit(desk: Desk, project: str, picture: str) -> PictureEntry:
    """Bring back the edit that was undone last.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    picture
        Id.

    Returns
    -------
    PictureEntry
        Waiting to be measured.
    """
    return _change(desk, project, picture, lambda corrections: _move(corrections, +1))


def _change(desk: Desk, project: str, picture: str, change: Callable[[Corrections], Corrections]) -> PictureEntry:
    with desk.writing():
        require_picture(desk, project, picture)
        places = desk.places.project(project).picture(picture)
        if not places.found.is_file():
            raise DeskRefusal("conflict", "There is nothing to correct before the picture was looked at.")
        corrections = change(read_corrections(places.edits))
        write_document(places.edits, corrections.to_dict())
        with desk.ledger.write() as database:
            words = (json.dumps(corrections.mark), tick(database), picture)
            database.execute("UPDATE picture SET edits = ?, revision = ? WHERE id = ?", words)
            enqueue(database, "measure", project, picture, NOW)
    return require_picture(desk, project, picture)


def _move(corrections: Corrections, steps: int) -> Corrections:
    if not 0 <= corrections.applied + steps <= len(corrections.edits):
        raise DeskRefusal("conflict", f"There is nothing to {'redo' if steps > 0 else 'undo'}.")
    return corrections.move(steps)


def _require_room(corrections: Corrections, asked: Mapping[str, Any]) -> None:
    points = sum(len(edit.get("points_px", ())) for edit in (*corrections.in_force, asked))
    if corrections.applied >= MOST_EDITS or points > MOST_POINTS:
        raise DeskRefusal(
            "conflict",
            f"A picture can have {MOST_EDITS} edits with {MOST_POINTS:,} points, got {corrections.applied + 1} with "
            f"{points:,}. Export the corrected mask and go on in an image editor.",
        )


def _resolve(
    desk: Desk, project: str, picture: str, corrections: Corrections, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an edit that means the same whatever becomes of the numbers of the cracks."""
    if asked["kind"] == "restore":
        if asked["edit"] not in {edit["edit"] for edit in corrections.deletions}:
            raise DeskRefusal("conflict", f"There is no deletion {asked['edit']} to take back.", field="edit")
        return {"kind": "restore", "of": asked["edit"]}
    if asked["kind"] == "delete":
        return _resolve_deletion(desk, project, picture, asked)
    require_affordable(asked["points_px"], asked["radius_px"])
    return {"kind": asked["kind"], "points_px": asked["points_px"], "radius_px": asked["radius_px"]}


def _resolve_deletion(desk: Desk, project: str, picture: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    summary = require_picture(desk, project, picture).summary
    if summary is None or summary["version"] != asked["version"]:
        raise DeskRefusal(
            "conflict", f"Result {asked['version']} holds no longer. Read the list of cracks again.", field="version"
        )
    result = desk.places.project(project).picture(picture).result(asked["version"])
    report = read_document(result.report) or {"cracks": ()}
    crack = next((one for one in report["cracks"] if one["number"] == asked["crack"]), None)
    if crack is None:
        raise DeskRefusal("conflict", f"Result {asked['version']} has no crack {asked['crack']}.", field="crack")
    area = find_crack_area(read_mask(result.mask), crack)
    return {"kind": "delete", "number": asked["crack"], "area": area.to_dict()}
