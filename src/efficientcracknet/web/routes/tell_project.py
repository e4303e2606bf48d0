"""From rows to what the API says of a project and of its exports."""

import sqlite3

from efficientcracknet.web.context import Context
from efficientcracknet.web.desk.entries import (
    ExportEntry,
    ProjectEntry,
    count_states,
    list_exports,
    list_pictures,
)
from efficientcracknet.web.desk.ledger import read_revision
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.routes.tell_picture import tell_item
from efficientcracknet.web.routes.told import Changes, Export, Project


def tell_project(database: sqlite3.Connection, entry: ProjectEntry) -> Project:
    """Return a project as the API says it.

    Parameters
    ----------
    database
        To count its pictures.
    entry
        Of the index.

    Returns
    -------
    Project
        Ready to be sent.
    """
    latest = database.execute("SELECT max(revision) AS latest FROM picture WHERE project = ?", (entry.id,)).fetchone()
    return Project.model_validate(
        {
            "id": entry.id,
            "name": entry.document["name"],
            "created": entry.document["created"],
            "revision": max(entry.revision, latest["latest"] or 0),
            "settings": entry.settings,
            "counts": count_states(database, entry.id),
        }
    )


def tell_export(entry: ExportEntry) -> Export:
    """Return an export as the API says it."""
    return Export(
        id=entry.id,
        state=entry.state,
        created=entry.document["created"],
        done=entry.done,
        total=entry.total,
        error=entry.error,
        bytes=entry.bytes if entry.state == "done" else None,
        files=list(entry.files) if entry.state == "done" else [],
    )


def tell_changes(context: Context, project: str, since: int) -> Changes:
    """Return what is new in a project, all of one moment.

    Parameters
    ----------
    context
        With the desk.
    project
        Id; a `DeskRefusal` says that there is none.
    since
        A revision; 0: everything.

    Returns
    -------
    Changes
        Ready to be sent.
    """
    entry = require_project(context.desk, project)
    with context.desk.ledger.snapshot() as database:
        pictures = list_pictures(database, project, since)
        return Changes(
            revision=read_revision(database),
            project=tell_project(database, entry),
            pictures=[tell_item(context, entry, one) for one in pictures if not one.removed],
            removed=[one.id for one in pictures if one.removed],
            exports=[tell_export(one) for one in list_exports(database, project, since)],
        )
