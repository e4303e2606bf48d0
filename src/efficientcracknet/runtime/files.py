"""Files that are there whole or not at all: written under another name in the same folder, then renamed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import OutputError


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Give a name to write to, and rename it to `path` if the block succeeds.

    Parameters
    ----------
    path
        Replaced if there; its folder is made. After a failure it is as it was.

    Yields
    ------
    Path
        The name to write to, in the same folder.

    Raises
    ------
    OutputError
        If the folder or file cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(explain_output(path, error)) from error
    finally:
        remove_file(part)


def remove_file(path: Path) -> None:
    """Remove a file if it is there.

    Parameters
    ----------
    path
        A file, or nothing.

    Raises
    ------
    OutputError
        If it is there and cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise OutputError(explain_output(path, error)) from error


def explain_output(path: Path, error: OSError) -> str:
    """Return the sentence that says what could not be written and why.

    Parameters
    ----------
    path
        What was to be written.
    error
        What the system says.

    Returns
    -------
    str
        Message of an `OutputError`.
    """
    return f"output: '{path}' must be writable, got: {error.strerror or error}. Free space, or choose another folder."


def write_json(path: Path, document: dict[str, Any]) -> None:
    """Write a JSON file.

    Parameters
    ----------
    path
        Replaced if there; its folder is made.
    document
        Ready for JSON.
    """
    with replace_file(path) as part:
        part.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
