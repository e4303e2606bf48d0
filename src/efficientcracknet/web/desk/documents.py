"""JSON files that are there whole or not at all, and still there after a power cut."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from efficientcracknet.runtime.files import remove_file, replace_file
from efficientcracknet.web.desk.ids import make_id


def write_document(path: Path, document: Mapping[str, Any]) -> None:
    """Write a JSON file through to the disk.

    Parameters
    ----------
    path
        Replaced if there; its folder is made. An `OutputError` says what cannot be written.
    document
        Ready for JSON.
    """
    with replace_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(document, file, allow_nan=False)
        file.flush()
        os.fsync(file.fileno())
    flush_folder(path.parent)


def read_document(path: Path) -> dict[str, Any] | None:
    """Read a JSON file.

    Parameters
    ----------
    path
        Of an object, or of nothing.

    Returns
    -------
    dict[str, Any] | None
        None if there is no such file, or none that this program wrote whole.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None


@contextmanager
def replace_shared(path: Path) -> Iterator[Path]:
    """Give a name to write to that no other thread or process uses, and rename it to `path` if the block succeeds.

    Parameters
    ----------
    path
        Of a file that several may make at the same time, all alike; the last one stays.

    Yields
    ------
    Path
        In the same folder, with the same suffix.
    """
    part = path.with_name(f"{make_id()}{path.suffix}")
    try:
        yield part
        part.replace(path)
    finally:
        remove_file(part)


def flush_folder(folder: Path) -> None:
    """See to it that names in a folder reach the disk, where the system has such a thing."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows writes names through by itself
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
