"""Jobs: queued, running, then done, failed or cancelled. One that was running when the program died is queued again."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from efficientcracknet.web.desk.ledger import Ledger, tell_now, tick

Kind = Literal["find", "measure", "export"]
State = Literal["queued", "running", "done", "failed", "cancelled"]

MOST_ATTEMPTS = 3
"""A job that the program has died of this often is not tried again."""

NOW, SOON, LATER = 2, 1, 0
"""Urgencies: somebody waits for this one; for one of many; nobody waits."""

_TABLES: dict[str, str] = {"find": "picture", "measure": "picture", "export": "export"}


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do.

    Attributes
    ----------
    number
        Grows with each.
    kind
        ``find``: run the network, then measure; ``measure``: measure anew; ``export``.
    project, subject
        Ids; the subject is a picture, or an export.
    attempts
        How often it was begun, this time counted.
    """

    number: int
    kind: Kind
    project: str
    subject: str
    attempts: int


def enqueue(database: sqlite3.Connection, kind: Kind, project: str, subject: str, urgency: int) -> int:
    """Add a job, unless the same one waits already; within a transaction.

    Parameters
    ----------
    database
        In a transaction.
    kind
        What is to be done.
    project
        Id.
    subject
        Id.
    urgency
        `NOW`, `SOON` or `LATER`.

    Returns
    -------
    int
        Its number.
    """
    waiting = database.execute(
        "SELECT number FROM job WHERE subject = ? AND state = 'queued' AND kind IN (?, 'find')", (subject, kind)
    ).fetchone()
    if waiting:
        number = int(waiting["number"])
        database.execute("UPDATE job SET urgency = max(urgency, ?) WHERE number = ?", (urgency, number))
    else:
        added = database.execute(
            "INSERT INTO job (kind, project, subject, urgency, state, created) VALUES (?, ?, ?, ?, 'queued', ?)",
            (kind, project, subject, urgency, tell_now()),
        )
        number = int(added.lastrowid or 0)
    _touch(database, kind, subject, number)
    return number


def claim(ledger: Ledger, kinds: Collection[Kind]) -> Job | None:
    """Begin the job that is next.

    Nothing is begun on a subject that something runs on, nor is an export while anything of its project is to be done.

    Parameters
    ----------
    ledger
        Of the desk.
    kinds
        That may be begun.

    Returns
    -------
    Job | None
        Now running; None if there is nothing to do.
    """
    places = ", ".join("?" * len(kinds))
    with ledger.write() as database:
        row = database.execute(
            f"""
            SELECT number, kind, project, subject, attempts FROM job AS this
            WHERE state = 'queued' AND kind IN ({places})
            AND NOT EXISTS (SELECT 1 FROM job WHERE subject = this.subject AND state = 'running')
            AND (kind != 'export' OR NOT EXISTS (
                SELECT 1 FROM job WHERE project = this.project AND kind != 'export' AND state IN ('queued', 'running')))
            ORDER BY urgency DESC, number LIMIT 1
            """,
            tuple(kinds),
        ).fetchone()
        if row is None:
            return None
        database.execute(
            "UPDATE job SET state = 'running', attempts = attempts + 1, started = ? WHERE number = ?",
            (tell_now(), row["number"]),
        )
        _touch(database, row["kind"], row["subject"], None)
    return Job(row["number"], row["kind"], row["project"], row["subject"], row["attempts"] + 1)


def finish(database: sqlite3.Connection, job: Job, state: State, error: str | None = None) -> None:
    """End a job that runs; within a transaction.

    Parameters
    ----------
    database
        In a transaction.
    job
        That runs.
    state
        How it ended.
    error
        Why it failed, for people.
    """
    database.execute(
        "UPDATE job SET state = ?, error = ?, ended = ?, cancelling = 0 WHERE number = ? AND state = 'running'",
        (state, error, tell_now(), job.number),
    )
    _touch(database, job.kind, job.subject, None)


def drop_waiting(database: sqlite3.Connection, job: Job) -> None:
    """Cancel the measuring that waits for a search which has come to nothing; within a transaction.

    Parameters
    ----------
    database
        In a transaction.
    job
        The search.
    """
    dropped = database.execute(
        "UPDATE job SET state = 'cancelled', ended = ? WHERE subject = ? AND kind = 'measure' AND state = 'queued'",
        (tell_now(), job.subject),
    )
    if dropped.rowcount:
        _touch(database, job.kind, job.subject, job.number)


def cancel(database: sqlite3.Connection, *, project: str, subject: str | None = None) -> None:
    """Cancel what waits, and ask what runs to end; within a transaction.

    Parameters
    ----------
    database
        In a transaction.
    project
        Id.
    subject
        Id; None: everything of the project.
    """
    where, words = ("subject = ?", (subject,)) if subject else ("project = ?", (project,))
    touched = database.execute(f"SELECT * FROM job WHERE {where} AND state IN ('queued', 'running')", words).fetchall()
    database.execute(
        f"UPDATE job SET state = 'cancelled', ended = ? WHERE {where} AND state = 'queued'", (tell_now(), *words)
    )
    database.execute(f"UPDATE job SET cancelling = 1 WHERE {where} AND state = 'running'", words)
    for row in touched:
        _touch(database, row["kind"], row["subject"], None)


def is_cancelling(ledger: Ledger, job: Job) -> bool:
    """Return whether a running job was asked to end."""
    with ledger.read() as database:
        row = database.execute("SELECT cancelling FROM job WHERE number = ?", (job.number,)).fetchone()
    return row is None or bool(row["cancelling"])


def recover(ledger: Ledger) -> None:
    """Queue again what ran when the program died; give up what it died of `MOST_ATTEMPTS` times."""
    with ledger.write() as database:
        for row in database.execute("SELECT * FROM job WHERE state = 'running'").fetchall():
            given_up, was_cancelled = row["attempts"] >= MOST_ATTEMPTS, bool(row["cancelling"])
            state = "cancelled" if was_cancelled else "failed" if given_up else "queued"
            reason = f"The program died {row['attempts']} times while it worked on this." if given_up else None
            database.execute(
                "UPDATE job SET state = ?, error = ?, cancelling = 0 WHERE number = ?", (state, reason, row["number"])
            )
            _touch(database, row["kind"], row["subject"], None)


def count_waiting(database: sqlite3.Connection, kind: Kind) -> int:
    """Return how many jobs of a kind are queued."""
    row = database.execute("SELECT count(*) AS waiting FROM job WHERE kind = ? AND state = 'queued'", (kind,))
    return int(row.fetchone()["waiting"])


def _touch(database: sqlite3.Connection, kind: str, subject: str, job: int | None) -> None:
    """Give a subject the next revision, and its newest job."""
    database.execute(
        f"UPDATE {_TABLES[kind]} SET revision = ?, job = coalesce(?, job) WHERE id = ?", (tick(database), job, subject)
    )
