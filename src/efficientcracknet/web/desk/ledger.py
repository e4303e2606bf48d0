"""The database of a desk: what is to be done, and an index of projects and pictures.

The files of a project are the truth about it; the index is made anew from them at each start. What was asked for and is
not yet done stands here alone. Every change of a project, picture or export takes the next number of one counter, the
revision, by which the page learns what is new.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

PATIENCE_S = 20.0
"""How long one waits for another that writes."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL);
INSERT OR IGNORE INTO clock VALUES (1, 0);
CREATE TABLE IF NOT EXISTS project (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS picture (
    id TEXT PRIMARY KEY, project TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
    document TEXT NOT NULL, edits TEXT NOT NULL, summary TEXT, cracks INTEGER, reviewed INTEGER NOT NULL DEFAULT 0,
    job INTEGER, removed INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS picture_name ON picture (project, name) WHERE NOT removed;
CREATE INDEX IF NOT EXISTS picture_revision ON picture (project, revision);
CREATE TABLE IF NOT EXISTS export (
    id TEXT PRIMARY KEY, project TEXT NOT NULL, document TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0, bytes INTEGER, files TEXT NOT NULL DEFAULT '[]',
    job INTEGER, removed INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS export_revision ON export (project, revision);
CREATE TABLE IF NOT EXISTS job (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, project TEXT NOT NULL, subject TEXT NOT NULL,
    urgency INTEGER NOT NULL, state TEXT NOT NULL, cancelling INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0, error TEXT, created TEXT NOT NULL, started TEXT, ended TEXT
);
CREATE INDEX IF NOT EXISTS job_state ON job (state, kind);
CREATE INDEX IF NOT EXISTS job_subject ON job (subject, state);
CREATE INDEX IF NOT EXISTS job_project ON job (project, state);
"""


class Ledger:
    """A database that several threads of several processes may use at once.

    Parameters
    ----------
    path
        Of the database; made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []  # appending and popping are safe among threads
        with self.read() as database:
            database.executescript(SCHEMA)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that nobody else uses meanwhile, to ask by."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = _connect(self._path)
        try:
            yield connection
        finally:
            self._idle.append(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within a transaction: all of the block is done, or nothing of it."""
        with self.read() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.rollback()
                raise
            database.commit()

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Give a connection, to ask several things of one moment."""
        with self.read() as database:
            database.execute("BEGIN")
            try:
                yield database
            finally:
                database.rollback()

    def close(self) -> None:
        """Close all connections; nobody may be using one."""
        while self._idle:
            self._idle.pop().close()


def tick(database: sqlite3.Connection) -> int:
    """Return the next revision, within a transaction."""
    row = database.execute("UPDATE clock SET revision = revision + 1 RETURNING revision").fetchone()
    return int(row["revision"])


def read_revision(database: sqlite3.Connection) -> int:
    """Return the latest revision of anything."""
    return int(database.execute("SELECT revision FROM clock").fetchone()["revision"])


def tell_now() -> str:
    """Return this moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # what was accepted is on the disk before the answer says so
    return connection
