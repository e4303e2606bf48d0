"""Tables of the documents, generated from the records in ``results/``.

    python -m benchmarks.tables            write them anew
    python -m benchmarks.tables --check    fail where a document lags behind

A table stands between two lines, ``<!-- table:KIND -->`` and ``<!-- /table:KIND -->``. Kinds are ``results`` (scores),
``negatives`` (false alarms on crackless pictures), ``latency``, ``measuring`` (errors of measured cracks),
``measuring-times``, ``network-widths`` (how wide cracks look to the network), ``large-map``, ``deepness`` (what the
QGIS plugin finds), ``browser-parity`` (the page in the browser), ``desk`` (the page for inspectors: quickness, load,
attacks), ``export-parity`` (other runtimes), ``robustness`` (changed pictures), ``claims`` (what is promised, see
``claims.toml``), ``calibration``, ``by-width``,
``worst``, ``worst-shown`` and ``plots`` (cards), ``ways``, ``precision``, ``floors``, ``stages``,
``batches``, ``rivals-times`` and ``devices`` (speed), ``trials`` (the lab) and ``parts`` (what each is worth);
``results:WEIGHTS`` holds the rows of these weights, ``trials:GROUP`` those of one question.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.markdown import TABLES
from benchmarks.tabular import Record
from efficientcracknet.core.errors import DataError, list_nearest_first
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.runtime.files import replace_file

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "docs/**/*.md", "src/efficientcracknet/catalogue/*.md")

_TABLE = re.compile(r"(<!-- table:(?P<kind>\S+) -->\n)(?P<body>.*?)(<!-- /table(?::(?P=kind))? -->)", re.DOTALL)
_OPENING = re.compile(r"<!-- table:(\S+) -->")


def fill_tables(text: str, records: Sequence[Record], document: str) -> str:
    """Return a document with every table made anew.

    Parameters
    ----------
    text
        The document.
    records
        All there are.
    document
        Its name, for refusals.

    Returns
    -------
    str
        The same text, but for what stands between the marks.

    Raises
    ------
    DataError
        If a table is of an unknown kind or has no end.
    """
    marks = _OPENING.findall(text)
    for mark in marks:
        kind = mark.split(":")[0]
        if kind not in TABLES:
            names = list_nearest_first(kind, TABLES)
            raise DataError(f"tables: `kind` in {document} must be known, got {kind!r}. Choose from: {names}.")
    if len(marks) != len(_TABLE.findall(text)):
        raise DataError(
            f"tables: every table in {document} must have an end, got {len(marks)} beginnings and "
            f"{len(_TABLE.findall(text))} whole tables. Close it with <!-- /table:KIND -->."
        )
    return _TABLE.sub(lambda mark: f"{mark[1]}{_fill(mark['kind'], records)}{mark[4]}", text)


def list_documents(root: Path) -> list[Path]:
    """Return every document that may hold tables.

    Parameters
    ----------
    root
        Folder of the checkout.

    Returns
    -------
    list[Path]
        Sorted.
    """
    return sorted(path for pattern in DOCUMENTS for path in root.glob(pattern))


def main(words: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write the tables, or check them.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    root
        Folder of the checkout.

    Returns
    -------
    int
        1 if a document lagged behind and was only checked, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a document lags behind")
    check: bool = parser.parse_args(words).check
    records = [read_record(path) for path in sorted((root / "results").rglob("*.json"))]
    lagging = [path for path in list_documents(root) if _renew(path, records, root, write=not check)]
    for path in lagging:
        print(f"{path.relative_to(root).as_posix()}: {'lags behind results/; run make tables' if check else 'written'}")
    return 1 if check and lagging else 0


def _renew(path: Path, records: Sequence[Record], root: Path, *, write: bool) -> bool:
    """Return whether a document lags behind, and write it anew if it does."""
    text = path.read_text(encoding="utf-8")
    filled = fill_tables(text, records, path.relative_to(root).as_posix())
    if filled != text and write:
        with replace_file(path) as part:
            part.write_text(filled, encoding="utf-8", newline="\n")
    return filled != text


def _fill(mark: str, records: Sequence[Record]) -> str:
    kind, _, weights = mark.partition(":")
    return TABLES[kind](records, weights)


if __name__ == "__main__":
    sys.exit(main())
