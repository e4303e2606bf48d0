"""Benchmark records: one JSON file for each measurement, with all that is needed to repeat it.

Every record has the same head (`Origin`) whatever was measured; the body belongs to its theme: scores, latency,
training.
"""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import DataError, SettingsError
from efficientcracknet.evaluation.processor import Processor, describe_processor
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.machine import describe_machine

HEAD = ("theme", "date", "version", "commit", "tree_dirty", "processor", "machine")

LINE = 100
"""How long a line of a record may be that holds several keys."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which code measured, when and where.

    Attributes
    ----------
    date
        UTC, ISO 8601 to the second.
    version
        Of this package.
    commit
        Of the checkout that the code was imported from; None for an installed package.
    tree_dirty
        Whether tracked files differed from that commit; None without one.
    processor
        What computed.
    machine
        Operating system and versions of libraries.
    """

    date: str
    version: str
    commit: str | None
    tree_dirty: bool | None
    processor: Processor
    machine: Mapping[str, str | int | None]


def describe_origin() -> Origin:
    """Return the origin of what is measured now.

    Returns
    -------
    Origin
        Of this process, this code, this moment.
    """
    commit, tree_dirty = read_commit(Path(__file__))
    return Origin(
        date=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        version=version("efficientcracknet"),
        commit=commit,
        tree_dirty=tree_dirty,
        processor=describe_processor(),
        machine=describe_machine(),
    )


def make_record(theme: str, body: Mapping[str, Any], origin: Origin | None = None) -> dict[str, Any]:
    """Put the common head before the body of a theme.

    Parameters
    ----------
    theme
        What was measured, in lower-case words joined by hyphens: ``scores``, ``latency``, ``training``.
    body
        Ready for JSON; may not repeat a key of the head.
    origin
        None: this process.

    Returns
    -------
    dict[str, Any]
        Ready for JSON.

    Raises
    ------
    SettingsError
        If the theme is no such word, or the body repeats a key of the head.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", theme):
        raise SettingsError(f"make_record: `theme` must be lower-case words joined by '-', got {theme!r}. Rename it.")
    repeated = sorted(set(HEAD) & set(body))
    if repeated:
        raise SettingsError(f"make_record: `body` must not repeat the head, got {', '.join(repeated)}. Rename the key.")
    return {"theme": theme, **asdict(origin or describe_origin()), **body}


def name_record(record: Mapping[str, Any], subject: str = "") -> str:
    """Return the file name of a record.

    Parameters
    ----------
    record
        From `make_record`.
    subject
        What was measured upon, where one theme has several records a day; any text.

    Returns
    -------
    str
        ``THEME-SUBJECT_HARDWARE_YYYYMMDD.json``.
    """
    subject_words = re.findall(r"[a-z0-9]+", subject.lower())
    hardware = Processor(**record["processor"]).slug
    return f"{'-'.join([record['theme'], *subject_words])}_{hardware}_{record['date'][:10].replace('-', '')}.json"


def write_record(path: Path, record: Mapping[str, Any], subject: str = "") -> Path:
    """Write a record.

    Parameters
    ----------
    path
        The file, replaced if there; or a folder that exists, in which the record gets its usual name.
    record
        From `make_record`.
    subject
        As `name_record` takes it.

    Returns
    -------
    Path
        The file written.
    """
    target = path / name_record(record, subject) if path.is_dir() else path
    with replace_file(target) as part:
        part.write_text(f"{_lay_out(json.loads(json.dumps(record)))}\n", encoding="utf-8", newline="\n")
    return target


def read_record(path: Path) -> dict[str, Any]:
    """Read a record.

    Parameters
    ----------
    path
        A file that `write_record` wrote.

    Returns
    -------
    dict[str, Any]
        Head and body.

    Raises
    ------
    DataError
        If the file is not JSON, or the head is not complete.
    """
    where = "read_record: `path` must be"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{where} readable JSON, got {path} ({error}). Write the record anew.") from error
    missing = [key for key in HEAD if not isinstance(record, dict) or key not in record]
    if missing:
        raise DataError(f"{where} a record, got {path} without {', '.join(missing)}. Write the record anew.")
    return dict(record)


def read_commit(file: Path) -> tuple[str | None, bool | None]:
    """Return the commit that a source file belongs to, and whether the tree has changed since.

    Parameters
    ----------
    file
        A source file of this package.

    Returns
    -------
    tuple[str | None, bool | None]
        (None, None) unless git is there and tracks that very file: an environment inside somebody's own repository
        must not lend its commit.
    """
    if _ask_git(file.parent, "ls-files", "--error-unmatch", file.name) is None:
        return None, None
    commit = _ask_git(file.parent, "rev-parse", "HEAD")
    changes = _ask_git(file.parent, "status", "--porcelain", "--untracked-files=no")
    return commit, None if changes is None else changes != ""


def _lay_out(value: Any, depth: int = 0) -> str:
    """Return JSON in which what is short, and every list of plain values, stands on one line."""
    line, inset = json.dumps(value), "  " * depth
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_lay_out(inner, depth + 1)}" for key, inner in value.items()]
    elif isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value):
        parts = [_lay_out(inner, depth + 1) for inner in value]
    else:
        return line
    if len(inset) + len(line) <= LINE:
        return line
    body = ",\n".join(f"{inset}  {part}" for part in parts)
    return f"{line[0]}\n{body}\n{inset}{line[-1]}"


def _ask_git(folder: Path, *arguments: str) -> str | None:
    try:
        asked = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True, timeout=60, encoding="utf-8"
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return asked.stdout.strip()
