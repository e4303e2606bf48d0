"""What a start begins with: the index made to say what the files say, and what was interrupted queued again."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from efficientcracknet.web.desk.corrections import read_corrections
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.documents import read_document
from efficientcracknet.web.desk.ids import is_id
from efficientcracknet.web.desk.ledger import tell_now, tick
from efficientcracknet.web.desk.pictures import index_picture
from efficientcracknet.web.desk.places import PicturePlaces, ProjectPlaces
from efficientcracknet.web.desk.queue import SOON, enqueue, recover


def reconcile(desk: Desk) -> None:
    """Make the index of a desk anew from its files; what is queued stays queued.

    Parameters
    ----------
    desk
        That nobody else uses.
    """
    for folder in (desk.places.inbox, desk.places.removed):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)
    recover(desk.ledger)
    with desk.ledger.write() as database:
        found = dict(_list_projects(desk.places.root))
        for project, document in found.items():
            _index_project(database, project, document)
            _index_pictures(database, project, desk.places.project(project))
        _forget_missing(database, desk)


def _list_projects(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in root.iterdir():
        document = read_document(folder / "project.json") if is_id(folder.name) else None
        if document is not None:
            yield folder.name, document


def _index_project(database: sqlite3.Connection, project: str, document: dict[str, Any]) -> None:
    database.execute(
        """
        INSERT INTO project (id, document, revision) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET document = excluded.document, removed = 0
        """,
        (project, json.dumps(document), tick(database)),
    )


def _index_pictures(database: sqlite3.Connection, project: str, places: ProjectPlaces) -> None:
    known = {
        row["id"] for row in database.execute("SELECT id FROM picture WHERE project = ? AND NOT removed", (project,))
    }
    for folder in places.pictures.iterdir() if places.pictures.is_dir() else ():
        if not is_id(folder.name):
            continue
        picture = places.picture(folder.name)
        document = read_document(picture.document)
        if document is None or not picture.photo(document["suffix"]).is_file():
            shutil.rmtree(folder, ignore_errors=True)  # never accepted: its upload was told so by the broken connection
            continue
        index_picture(database, project, folder.name, document, read_corrections(picture.edits).mark)
        _index_result(database, folder.name, picture)
        if folder.name not in known:
            _index_job(database, project, folder.name, picture)


def _index_result(database: sqlite3.Connection, picture: str, places: PicturePlaces) -> None:
    summary = read_document(places.current)
    words = (None, None) if summary is None else (json.dumps(summary), summary["cracks"])
    database.execute("UPDATE picture SET summary = ?, cracks = ?, removed = 0 WHERE id = ?", (*words, picture))


def _index_job(database: sqlite3.Connection, project: str, picture: str, places: PicturePlaces) -> None:
    """Queue a picture that nothing is known to have been done with, unless it has a result."""
    number = enqueue(database, "find", project, picture, SOON)
    if places.current.is_file():
        database.execute("UPDATE job SET state = 'done', ended = ? WHERE number = ?", (tell_now(), number))


def _forget_missing(database: sqlite3.Connection, desk: Desk) -> None:
    """Mark as removed what has no files any more."""
    for row in database.execute("SELECT id FROM project WHERE NOT removed").fetchall():
        if not desk.places.project(row["id"]).document.is_file():
            database.execute("UPDATE project SET removed = 1 WHERE id = ?", (row["id"],))
    for table in ("picture", "export"):
        for row in database.execute(f"SELECT id, project FROM {table} WHERE NOT removed").fetchall():
            places = desk.places.project(row["project"])
            is_there = places.picture(row["id"]).document.is_file() or places.export(row["id"]).is_dir()
            if not is_there and not _waits(database, row["id"], table):
                database.execute(f"UPDATE {table} SET removed = 1 WHERE id = ?", (row["id"],))
    database.execute(
        "UPDATE job SET state = 'cancelled' WHERE state = 'queued' AND NOT EXISTS ("
        "SELECT 1 FROM picture WHERE id = subject AND NOT removed UNION "
        "SELECT 1 FROM export WHERE id = subject AND NOT removed)"
    )


def _waits(database: sqlite3.Connection, subject: str, table: str) -> bool:
    """Return whether an export has no folder because it was not yet begun."""
    if table != "export":
        return False
    row = database.execute("SELECT 1 FROM job WHERE subject = ? AND state = 'queued'", (subject,)).fetchone()
    return row is not None
