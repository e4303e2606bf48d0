"""Which pictures are meant by files, folders and patterns."""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.core.errors import DataError, SettingsError
from efficientcracknet.jobs.outputs import list_result_folders
from efficientcracknet.runtime.images import looks_like_picture


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to be read, and the folder its place is told from: the one searched, or the one a named file lies in."""

    path: Path
    folder: Path

    @property
    def place(self) -> tuple[str, str]:
        """(absolute folder, place below it), both with forward slashes."""
        return Path(os.path.abspath(self.folder)).as_posix(), self.path.relative_to(self.folder).as_posix()  # noqa: PTH100


def find_files(sources: Sequence[str], *, out: Path) -> tuple[FoundFile, ...]:
    """Return every file that is named, and every file in named folders that looks like a picture.

    Patterns (``*``, ``?``, ``[...]``, ``**``) are expanded here where the shell has not done it. Folders are searched
    with their sub-folders; hidden names, links to folders and the masks and overlays of runs are passed over.

    Parameters
    ----------
    sources
        Files, folders and patterns.
    out
        Folder of the results to come; its masks and overlays are no pictures.

    Returns
    -------
    tuple[FoundFile, ...]
        In the order of the sources, within a folder by name; each file once, at least one.

    Raises
    ------
    SettingsError
        If a source names nothing, or all of them together hold no picture.
    """
    found: dict[str, FoundFile] = {}
    for source in sources:
        for path in _expand(source):
            for file in _search(path, out) if path.is_dir() else (FoundFile(path, path.parent),):
                found.setdefault(os.path.normcase(os.path.abspath(file.path)), file)  # noqa: PTH100
    if not found:
        names = ", ".join(map(repr, sources)) or "no source"
        raise SettingsError(
            f"sources: `source` must hold at least one picture, got 0 in {names}. "
            "Check the path, or name the file itself if its ending is unusual."
        )
    return tuple(found.values())


def _expand(source: str) -> list[Path]:
    """Return what one source names; a path that exists is meant literally, whatever characters it has."""
    if os.path.lexists(source):
        return [Path(source)]
    matches = sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []  # noqa: PTH207  (may be absolute)
    if not matches:
        kind = "match something" if glob.has_magic(source) else "exist"
        raise SettingsError(f"sources: `source` must {kind}, got {source!r}. Check the path from {Path.cwd()}.")
    return [Path(match) for match in matches]


def _search(folder: Path, out: Path) -> Iterator[FoundFile]:
    for parent, subfolders, names in os.walk(folder, onerror=_refuse_folder):
        here = Path(parent)
        passed_over = list_result_folders(here, out)
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(".") and name not in passed_over)
        for name in sorted(names):
            path = here / name
            is_candidate = not name.startswith(".") and looks_like_picture(path)
            if is_candidate and (path.is_file() or path.is_symlink()):  # a broken link is told; pipes are passed over
                yield FoundFile(path, folder)


def _refuse_folder(error: OSError) -> None:
    raise DataError(
        f"sources: every folder in `source` must be readable, got: {error.strerror} for '{error.filename}'. "
        "Change its rights, or name the other folders one by one."
    ) from error
