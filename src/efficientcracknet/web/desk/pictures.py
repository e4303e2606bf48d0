"""Pictures of a project: accepted, set up, cancelled, tried again, removed."""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from efficientcracknet.web.desk.corrected import name_pair, remove_pair
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.display_names import number_name
from efficientcracknet.web.desk.documents import flush_folder, write_document
from efficientcracknet.web.desk.entries import PictureEntry, find_picture
from efficientcracknet.web.desk.ids import make_id
from efficientcracknet.web.desk.in_force import choose_in_force
from efficientcracknet.web.desk.ledger import tell_now, tick
from efficientcracknet.web.desk.picture_file import PictureFile
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.desk.queue import NOW, SOON, cancel, count_waiting, enqueue
from efficientcracknet.web.desk.refusal import DeskRefusal
from efficientcracknet.web.desk.scale_choice import find_scale

NO_EDITS = {"count": 0, "mark": ""}


@dataclass(frozen=True, slots=True)
class Upload:
    """A whole file in the inbox.

    Attributes
    ----------
    path
        Of the file, already on the disk.
    name
        To be shown, cleaned.
    file
        What it is.
    """

    path: Path
    name: str
    file: PictureFile


def require_room(desk: Desk, most_waiting: int) -> None:
    """Refuse another picture while too many wait.

    Parameters
    ----------
    desk
        That would get it.
    most_waiting
        Photos that may wait for the network.

    Raises
    ------
    DeskRefusal
        With the time after which it may be tried again.
    """
    with desk.ledger.read() as database:
        waiting = count_waiting(database, "find")
    if waiting >= most_waiting:
        raise DeskRefusal(
            "queue_full",
            f"At most {most_waiting} photos may wait, and {waiting} do. Send this one again later.",
            retry_after_s=5,
        )


def accept_picture(desk: Desk, project: str, upload: Upload, most_waiting: int) -> PictureEntry:
    """Take a file into a project; once this returns, the picture survives whatever happens to the program.

    Parameters
    ----------
    desk
        That gets it.
    project
        Id.
    upload
        Moved, not copied.
    most_waiting
        Photos that may wait for the network.

    Returns
    -------
    PictureEntry
        Waiting.
    """
    picture = make_id()
    document = {
        "name": upload.name,
        "added": tell_now(),
        "suffix": upload.file.suffix,
        "height_px": upload.file.height_px,
        "width_px": upload.file.width_px,
        "bytes": upload.path.stat().st_size,
        "threshold": None,
        "scale": None,
        "reviewed": False,
    }
    with desk.writing():
        require_project(desk, project)
        require_room(desk, most_waiting)
        places = desk.places.project(project).picture(picture)
        with desk.ledger.read() as database:
            position, taken = _look_around(database, project)
        document |= {"name": number_name(upload.name, taken), "position": position}
        places.folder.mkdir(parents=True)
        upload.path.rename(places.photo(upload.file.suffix))
        write_document(places.document, document)
        flush_folder(places.folder.parent)
        with desk.ledger.write() as database:
            index_picture(database, project, picture, document)
            enqueue(database, "find", project, picture, SOON)
    return require_picture(desk, project, picture)


def require_picture(desk: Desk, project: str, picture: str) -> PictureEntry:
    """Return a picture; a `DeskRefusal` says that the project has none of that id."""
    with desk.ledger.read() as database:
        entry = find_picture(database, project, picture)
    if entry is None:
        raise DeskRefusal("not_found", f"Project {project} has no picture {picture}.")
    return entry


def change_picture(desk: Desk, project: str, picture: str, changes: Mapping[str, Any]) -> PictureEntry:
    """Set threshold, scale or ``reviewed`` of one picture.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    picture
        Id.
    changes
        None stands for the project's. A `ScaleError` refuses an impossible scale.

    Returns
    -------
    PictureEntry
        As it is now; it waits to be measured if a figure depends on the change.
    """
    find_scale(changes.get("scale"))
    with desk.writing():
        entry, settings = require_picture(desk, project, picture), require_project(desk, project).settings
        places, document = desk.places.project(project).picture(picture), entry.document | dict(changes)
        write_document(places.document, document)
        has_moved = choose_in_force(settings, entry.document) != choose_in_force(settings, document)
        is_to_be_kept = document["reviewed"] != entry.document["reviewed"]  # as a pair for fine-tuning, or no longer
        with desk.ledger.write() as database:
            database.execute(
                "UPDATE picture SET document = ?, reviewed = ?, revision = ? WHERE id = ?",
                (json.dumps(document), document["reviewed"], tick(database), picture),
            )
            if (has_moved or is_to_be_kept) and places.found.is_file():
                enqueue(database, "measure", project, picture, NOW)
    return require_picture(desk, project, picture)


def cancel_picture(desk: Desk, project: str, picture: str) -> PictureEntry:
    """Cancel what is to be done with a picture; return the picture."""
    require_picture(desk, project, picture)
    with desk.ledger.write() as database:
        cancel(database, project=project, subject=picture)
    return require_picture(desk, project, picture)


def retry_picture(desk: Desk, project: str, picture: str) -> PictureEntry:
    """Look at a picture anew, by the weights of today; return the picture."""
    require_picture(desk, project, picture)
    with desk.ledger.write() as database:
        enqueue(database, "find", project, picture, NOW)
    return require_picture(desk, project, picture)


def remove_picture(desk: Desk, project: str, picture: str) -> None:
    """Remove a picture with all that was made of it.

    Parameters
    ----------
    desk
        That has it.
    project
        Id.
    picture
        Id.
    """
    with desk.writing():
        entry = require_picture(desk, project, picture)
        with desk.ledger.write() as database:
            cancel(database, project=project, subject=picture)
            database.execute("UPDATE picture SET removed = 1, revision = ? WHERE id = ?", (tick(database), picture))
        remove_files(desk, project, picture, entry.document)


def remove_files(desk: Desk, project: str, picture: str, document: Mapping[str, Any]) -> None:
    """Remove the files of a picture that was removed from the index.

    Parameters
    ----------
    desk
        That had it.
    project
        Id.
    picture
        Id.
    document
        As ``picture.json`` had it.
    """
    places = desk.places.project(project)
    grave = desk.places.removed / make_id()
    with suppress(FileNotFoundError):
        places.picture(picture).folder.rename(grave)  # at once, whatever becomes of the rest
    shutil.rmtree(grave, ignore_errors=True)
    remove_pair(places, name_pair(document["name"], picture), document["suffix"])


def index_picture(
    database: sqlite3.Connection,
    project: str,
    picture: str,
    document: Mapping[str, Any],
    edits: Mapping[str, Any] = NO_EDITS,
) -> None:
    """Put a picture into the index, or what its files say in the place of what the index said; in a transaction.

    Parameters
    ----------
    database
        In a transaction.
    project
        Id.
    picture
        Id.
    document
        As ``picture.json`` has it.
    edits
        ``count`` and ``mark``.
    """
    words = (json.dumps(document), json.dumps(edits), document["reviewed"], tick(database))
    database.execute(
        """
        INSERT INTO picture (id, project, position, name, document, edits, reviewed, revision)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET document = excluded.document, edits = excluded.edits,
        reviewed = excluded.reviewed, revision = excluded.revision
        """,
        (picture, project, document["position"], document["name"], *words),
    )


def _look_around(database: sqlite3.Connection, project: str) -> tuple[int, set[str]]:
    """Return the next position, and the names that are taken."""
    rows = database.execute("SELECT position, name, removed FROM picture WHERE project = ?", (project,)).fetchall()
    return max((row["position"] for row in rows), default=0) + 1, {row["name"] for row in rows if not row["removed"]}
