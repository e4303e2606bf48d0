"""Files that grow picture by picture."""

import csv
import errno
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import OutputError
from efficientcracknet.runtime.files import explain_output, replace_file

Append = Callable[[Mapping[str, Any]], None]


class GrowingTable:
    """A table while it grows; every row is on disk, whole, once it is written, and a killed run leaves a ``.part``.

    Parameters
    ----------
    path
        What `close` calls it; its folder exists.
    columns
        Written first.

    Raises
    ------
    OutputError
        If the table cannot be begun.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path = path
        self._part = path.with_name(f".{path.name}.part")
        self._size = 0
        try:
            self._file = self._part.open("wb", buffering=0)
        except OSError as error:
            raise OutputError(explain_output(path, error)) from error
        self.write_rows([columns])

    def write_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows, all or none.

        Parameters
        ----------
        rows
            Cells in the order of the columns; none is fine. An `OutputError` says that there is no room.
        """
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self._write(text.getvalue().encode("utf-8", "backslashreplace"))  # a file name may be no text at all

    def close(self) -> None:
        """Give the table its name, with the rows so far.

        Raises
        ------
        OutputError
            If that is not possible.
        """
        try:
            self._file.close()
            self._part.replace(self.path)
        except OSError as error:
            raise OutputError(explain_output(self.path, error)) from error

    def _write(self, lines: bytes) -> None:
        try:
            if self._file.write(lines) != len(lines):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            self._file.truncate(self._size)
            raise OutputError(explain_output(self.path, error)) from error
        self._size += len(lines)


@contextmanager
def grow_json(path: Path, head: Mapping[str, Any], name: str) -> Iterator[Append]:
    """Write a JSON object whose last member is a list that grows; the file is there only if the block succeeds.

    Parameters
    ----------
    path
        Replaced if there.
    head
        The other members, at least one.
    name
        Of the list.

    Yields
    ------
    Append
        To be given one member of the list after the other.
    """
    with replace_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{json.dumps(head)[:-1]}, {json.dumps(name)}: [")
        separator = "\n"

        def append(member: Mapping[str, Any]) -> None:
            nonlocal separator
            try:
                file.write(separator + json.dumps(member, allow_nan=False))
            except OSError as error:
                raise OutputError(explain_output(path, error)) from error
            separator = ",\n"

        yield append
        file.write("\n]}\n")
