"""Exports of a project: asked for, listed, removed. The worker makes them."""

import json
import shutil
from importlib.util import find_spec
from typing import Any

from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.entries import ExportEntry, find_export, list_exports, list_pictures
from efficientcracknet.web.desk.ids import make_id
from efficientcracknet.web.desk.ledger import tell_now, tick
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.desk.queue import LATER, cancel, enqueue
from efficientcracknet.web.desk.refusal import DeskRefusal

KEPT = 3
"""Exports of a project that are kept; older ones go when another is asked for."""

EXTRAS = {"pdf": "weasyprint", "dxf": "ezdxf"}
"""What some files of an export need."""


def list_extras() -> dict[str, bool]:
    """Return which files an export can have here that need an extra."""
    return {name: find_spec(module) is not None for name, module in EXTRAS.items()}


def ask_export(desk: Desk, project: str, *, pdf: bool, dxf: bool, originals: bool) -> ExportEntry:
    """Queue an export of a project.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    pdf
        Whether the report is wanted as PDF.
    dxf
        Whether a drawing is wanted.
    originals
        Whether the photos are wanted in the zip.

    Returns
    -------
    ExportEntry
        Waiting until nothing of the project is to be done.

    Raises
    ------
    DeskRefusal
        If an extra is missing, or the project has no pictures.
    """
    require_project(desk, project)
    for name, is_wanted in (("pdf", pdf), ("dxf", dxf)):
        if is_wanted and not list_extras()[name]:
            raise DeskRefusal(
                "invalid",
                f"`{name}` needs an extra that is not installed. Install it: pip install "
                f"'efficientcracknet[{'cad' if name == 'dxf' else name}]'",
                field=name,
            )
    export = make_id()
    document: dict[str, Any] = {"created": tell_now(), "pdf": pdf, "dxf": dxf, "originals": originals}
    with desk.writing(), desk.ledger.write() as database:
        pictures = list_pictures(database, project)
        if not pictures:
            raise DeskRefusal("conflict", "There is nothing to export before a photo was added.")
        database.execute(
            "INSERT INTO export (id, project, document, total, revision) VALUES (?, ?, ?, ?, ?)",
            (export, project, json.dumps(document), len(pictures), tick(database)),
        )
        enqueue(database, "export", project, export, LATER)
        older = list_exports(database, project)[KEPT:]
    for one in older:
        remove_export(desk, project, one.id)
    return require_export(desk, project, export)


def require_export(desk: Desk, project: str, export: str) -> ExportEntry:
    """Return an export; a `DeskRefusal` says that the project has none of that id."""
    with desk.ledger.read() as database:
        entry = find_export(database, project, export)
    if entry is None:
        raise DeskRefusal("not_found", f"Project {project} has no export {export}.")
    return entry


def cancel_export(desk: Desk, project: str, export: str) -> ExportEntry:
    """Cancel an export; return it."""
    require_export(desk, project, export)
    with desk.ledger.write() as database:
        cancel(database, project=project, subject=export)
    return require_export(desk, project, export)


def remove_export(desk: Desk, project: str, export: str) -> None:
    """Remove an export with its files.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    export
        Id.
    """
    require_export(desk, project, export)
    with desk.writing(), desk.ledger.write() as database:
        cancel(database, project=project, subject=export)
        database.execute("UPDATE export SET removed = 1, revision = ? WHERE id = ?", (tick(database), export))
    shutil.rmtree(desk.places.project(project).export(export), ignore_errors=True)
