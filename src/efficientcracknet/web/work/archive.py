"""Everything of an export in one zip, written whole or not at all."""

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from efficientcracknet.runtime.files import replace_file

PACKED_SUFFIXES = {".csv", ".json", ".geojson", ".html", ".dxf"}
"""What becomes smaller by packing; pictures and workbooks are packed already."""


def write_archive(path: Path, results: Path, corrected: Path, originals: Mapping[str, Path]) -> None:
    """Write the zip of an export.

    Parameters
    ----------
    path
        Replaced if there.
    results
        Folder as `predict` writes it.
    corrected
        Folder of pairs for fine-tuning; may be missing.
    originals
        Photos by the names to be shown, cleaned; may be none.
    """
    members = [
        *_list_members(results, ""),
        *_list_members(corrected, "corrected/"),
        *((f"originals/{name}", photo) for name, photo in originals.items()),
    ]
    with replace_file(path) as part, zipfile.ZipFile(part, "w", allowZip64=True) as archive:
        for name, source in members:
            packing = zipfile.ZIP_DEFLATED if source.suffix in PACKED_SUFFIXES else zipfile.ZIP_STORED
            archive.write(source, name, packing)


def _list_members(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(".part"):
            yield prefix + path.relative_to(folder).as_posix(), path
