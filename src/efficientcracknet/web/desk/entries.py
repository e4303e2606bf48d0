"""Rows of the index: projects, pictures and exports, as plain values."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from efficientcracknet.web.desk.queue import State

PICTURES = """
    SELECT picture.*, job.state, job.error, job.kind AS job_kind FROM picture LEFT JOIN job ON job.number = picture.job
"""
EXPORTS = "SELECT export.*, job.state, job.error FROM export LEFT JOIN job ON job.number = export.job"


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """A project.

    Attributes
    ----------
    id
        Of its folder.
    document
        As ``project.json`` has it.
    revision
        Of its latest change.
    """

    id: str
    document: dict[str, Any]
    revision: int

    @property
    def settings(self) -> dict[str, Any]:
        """Standard, threshold, scale and head of the report; None where nobody said."""
        settings: dict[str, Any] = self.document["settings"]
        return settings


@dataclass(frozen=True, slots=True)
class PictureEntry:
    """A picture.

    Attributes
    ----------
    id, project
        Of the folders.
    position
        Grows with each picture of a project.
    name
        To be shown.
    document
        As ``picture.json`` has it.
    edits
        ``count`` of the corrections in force and ``mark``, which differs where they do.
    summary
        As ``current.json`` has it; None without a result.
    state, error
        Of the newest work on it.
    job_kind
        What that work was.
    removed
        Whether only the memory of it is left.
    revision
        Of its latest change.
    """

    id: str
    project: str
    position: int
    name: str
    document: dict[str, Any]
    edits: dict[str, Any]
    summary: dict[str, Any] | None
    state: State
    error: str | None
    job_kind: str | None
    removed: bool
    revision: int

    @classmethod
    def of(cls, row: sqlite3.Row) -> "PictureEntry":
        """Return the picture of a row of `PICTURES`."""
        return cls(
            id=row["id"],
            project=row["project"],
            position=row["position"],
            name=row["name"],
            document=json.loads(row["document"]),
            edits=json.loads(row["edits"]),
            summary=json.loads(row["summary"]) if row["summary"] else None,
            state=row["state"] or "cancelled",
            error=row["error"],
            job_kind=row["job_kind"],
            removed=bool(row["removed"]),
            revision=row["revision"],
        )


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """An export.

    Attributes
    ----------
    id, project
        Of the folders.
    document
        What was asked for, and when.
    done, total
        Pictures.
    bytes
        Of the zip; None until it is there.
    files
        That can be had one by one.
    state, error
        Of the work on it.
    """

    id: str
    project: str
    document: dict[str, Any]
    done: int
    total: int
    bytes: int | None
    files: tuple[str, ...]
    state: State
    error: str | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> "ExportEntry":
        """Return the export of a row of `EXPORTS`."""
        return cls(
            id=row["id"],
            project=row["project"],
            document=json.loads(row["document"]),
            done=row["done"],
            total=row["total"],
            bytes=row["bytes"],
            files=tuple(json.loads(row["files"])),
            state=row["state"] or "cancelled",
            error=row["error"],
        )


def list_projects(database: sqlite3.Connection) -> list[ProjectEntry]:
    """Return all projects, the newest first."""
    rows = database.execute("SELECT * FROM project WHERE NOT removed").fetchall()
    entries = [ProjectEntry(row["id"], json.loads(row["document"]), row["revision"]) for row in rows]
    return sorted(entries, key=lambda entry: str(entry.document["created"]), reverse=True)


def find_project(database: sqlite3.Connection, project: str) -> ProjectEntry | None:
    """Return a project; None if there is none of that id."""
    row = database.execute("SELECT * FROM project WHERE id = ? AND NOT removed", (project,)).fetchone()
    return None if row is None else ProjectEntry(row["id"], json.loads(row["document"]), row["revision"])


def list_pictures(database: sqlite3.Connection, project: str, since: int = 0) -> list[PictureEntry]:
    """Return the pictures of a project in the order they were added; with `since`, those changed or removed later."""
    rows = database.execute(
        f"{PICTURES} WHERE picture.project = ? AND picture.revision > ? ORDER BY position", (project, since)
    )
    entries = [PictureEntry.of(row) for row in rows.fetchall()]
    return entries if since else [entry for entry in entries if not entry.removed]


def find_picture(database: sqlite3.Connection, project: str, picture: str) -> PictureEntry | None:
    """Return a picture; None if the project has none of that id."""
    row = database.execute(
        f"{PICTURES} WHERE picture.id = ? AND picture.project = ? AND NOT removed", (picture, project)
    ).fetchone()
    return None if row is None else PictureEntry.of(row)


def list_exports(database: sqlite3.Connection, project: str, since: int = 0) -> list[ExportEntry]:
    """Return the exports of a project, the newest first; with `since`, those changed later."""
    rows = database.execute(
        f"{EXPORTS} WHERE export.project = ? AND NOT removed AND export.revision > ?", (project, since)
    )
    entries = [ExportEntry.of(row) for row in rows.fetchall()]
    return sorted(entries, key=lambda entry: str(entry.document["created"]), reverse=True)


def find_export(database: sqlite3.Connection, project: str, export: str) -> ExportEntry | None:
    """Return an export; None if the project has none of that id."""
    row = database.execute(
        f"{EXPORTS} WHERE export.id = ? AND export.project = ? AND NOT removed", (export, project)
    ).fetchone()
    return None if row is None else ExportEntry.of(row)


def count_states(database: sqlite3.Connection, project: str) -> dict[str, int]:
    """Return how many pictures of a project are in each state, and how many cracks and reviewed pictures it has."""
    rows = database.execute(
        """
        SELECT coalesce(job.state, 'cancelled') AS state, count(*) AS pictures, total(cracks) AS cracks,
        total(reviewed) AS reviewed FROM picture LEFT JOIN job ON job.number = picture.job
        WHERE picture.project = ? AND NOT removed GROUP BY 1
        """,
        (project,),
    ).fetchall()
    counts = dict.fromkeys(("queued", "running", "done", "failed", "cancelled"), 0)
    counts |= {row["state"]: row["pictures"] for row in rows}
    totals = {name: int(sum(row[name] for row in rows)) for name in ("cracks", "reviewed")}
    return {"pictures": sum(counts.values()), **counts, **totals}
