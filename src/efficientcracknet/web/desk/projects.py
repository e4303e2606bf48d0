"""Projects: made, renamed, set up, removed. A change of threshold or scale has the pictures measured anew."""

import json
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from efficientcracknet.measure.severity import find_standard
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.documents import write_document
from efficientcracknet.web.desk.entries import PictureEntry, ProjectEntry, find_project, list_pictures
from efficientcracknet.web.desk.ids import make_id
from efficientcracknet.web.desk.in_force import choose_in_force
from efficientcracknet.web.desk.ledger import tell_now, tick
from efficientcracknet.web.desk.queue import SOON, cancel, enqueue
from efficientcracknet.web.desk.refusal import DeskRefusal
from efficientcracknet.web.desk.scale_choice import find_scale

HEAD = ("structure", "element", "inspector", "date", "notes")


def add_project(desk: Desk, name: str) -> ProjectEntry:
    """Make a project.

    Parameters
    ----------
    desk
        That gets it.
    name
        To be shown.

    Returns
    -------
    ProjectEntry
        Without pictures or settings.
    """
    project = make_id()
    settings = {"standard": None, "threshold": None, "scale": None, "head": dict.fromkeys(HEAD)}
    document = {"name": name, "created": tell_now(), "settings": settings}
    with desk.writing():
        write_document(desk.places.project(project).document, document)
        with desk.ledger.write() as database:
            database.execute(
                "INSERT INTO project (id, document, revision) VALUES (?, ?, ?)",
                (project, json.dumps(document), tick(database)),
            )
    return require_project(desk, project)


def require_project(desk: Desk, project: str) -> ProjectEntry:
    """Return a project; a `DeskRefusal` says that there is none of that id."""
    with desk.ledger.read() as database:
        entry = find_project(database, project)
    if entry is None:
        raise DeskRefusal("not_found", f"There is no project {project}.")
    return entry


def change_project(
    desk: Desk, project: str, *, name: str | None = None, settings: Mapping[str, Any] | None = None
) -> ProjectEntry:
    """Rename a project or set it up otherwise.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    name
        None: as it is.
    settings
        Those to replace; others stay. A `SettingsError` or `ScaleError` refuses what cannot be.

    Returns
    -------
    ProjectEntry
        As it is now; pictures that depend on a changed setting wait to be measured.
    """
    changes = dict(settings or {})
    _check(changes)
    with desk.writing():
        entry = require_project(desk, project)
        document = entry.document | {"settings": entry.settings | changes} | ({} if name is None else {"name": name})
        write_document(desk.places.project(project).document, document)
        with desk.ledger.write() as database:
            _store(database, project, document)
            pictures = list_pictures(database, project)
            documents = [one.document for one in pictures]
            _measure_anew(desk, database, pictures, documents, (entry.settings, document["settings"]))
            if document["settings"]["standard"] != entry.settings["standard"]:
                _touch_pictures(database, project)  # classes are told from the figures, which stay
    return require_project(desk, project)


def apply_to_all(desk: Desk, project: str, settings: Mapping[str, Any]) -> ProjectEntry:
    """Set threshold or scale of a project, and take their own from all of its pictures.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    settings
        ``threshold`` or ``scale`` or both.

    Returns
    -------
    ProjectEntry
        As it is now.
    """
    _check(settings)
    with desk.writing():
        entry = require_project(desk, project)
        document = entry.document | {"settings": entry.settings | dict(settings)}
        places = desk.places.project(project)
        write_document(places.document, document)
        with desk.ledger.read() as database:
            pictures = list_pictures(database, project)
        cleared = [one.document | dict.fromkeys(settings) for one in pictures]
        for picture, own in zip(pictures, cleared, strict=True):
            if own != picture.document:
                write_document(places.picture(picture.id).document, own)
        with desk.ledger.write() as database:
            _store(database, project, document)
            _measure_anew(desk, database, pictures, cleared, (entry.settings, document["settings"]))
    return require_project(desk, project)


def remove_project(desk: Desk, project: str) -> None:
    """Remove a project with all that is in it.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    """
    with desk.writing():
        require_project(desk, project)
        grave = desk.places.removed / make_id()
        with desk.ledger.write() as database:
            cancel(database, project=project)
            database.execute("UPDATE project SET removed = 1, revision = ? WHERE id = ?", (tick(database), project))
            for table in ("picture", "export"):
                database.execute(f"UPDATE {table} SET removed = 1 WHERE project = ?", (project,))
        desk.places.project(project).folder.rename(grave)
    shutil.rmtree(grave, ignore_errors=True)


def cancel_all(desk: Desk, project: str) -> ProjectEntry:
    """Cancel everything that is to be done in a project; return the project."""
    require_project(desk, project)
    with desk.ledger.write() as database:
        cancel(database, project=project)
    return require_project(desk, project)


def _check(settings: Mapping[str, Any]) -> None:
    if settings.get("standard") is not None:
        find_standard(settings["standard"])
    find_scale(settings.get("scale"))


def _store(database: sqlite3.Connection, project: str, document: Mapping[str, Any]) -> None:
    database.execute(
        "UPDATE project SET document = ?, revision = ? WHERE id = ?", (json.dumps(document), tick(database), project)
    )


def _measure_anew(
    desk: Desk,
    database: sqlite3.Connection,
    pictures: Sequence[PictureEntry],
    documents: Sequence[dict[str, Any]],
    settings: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Store documents of pictures, and queue those that other values hold for than before."""
    before, after = settings
    for picture, document in zip(pictures, documents, strict=True):
        if document != picture.document:
            words = (json.dumps(document), tick(database), picture.id)
            database.execute("UPDATE picture SET document = ?, revision = ? WHERE id = ?", words)
        has_moved = choose_in_force(before, picture.document) != choose_in_force(after, document)
        if has_moved and desk.places.project(picture.project).picture(picture.id).found.is_file():
            enqueue(database, "measure", picture.project, picture.id, SOON)


def _touch_pictures(database: sqlite3.Connection, project: str) -> None:
    database.execute("UPDATE picture SET revision = ? WHERE project = ? AND NOT removed", (tick(database), project))
