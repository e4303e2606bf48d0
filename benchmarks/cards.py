"""Model cards: their plots and the worst pictures that may be shown, from the records in ``results/``.

    python -m benchmarks.cards                 write the plots of all weights in the catalogue anew
    python -m benchmarks.cards --check         fail where plots lag behind or a card is not finished
    python -m benchmarks.cards --new NAME      begin the card of weights, and fill its tables
    python -m benchmarks.cards --sheets DATA   draw the worst pictures of the sets in the public domain under DATA

Tables of cards are written by ``benchmarks.tables``, as those of all documents.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from benchmarks.card_plots import choose_drawn, draw_card
from benchmarks.card_tables import PICTURES, choose_shown, choose_worst, name_plots, name_sheet
from benchmarks.tables import ROOT, fill_tables
from benchmarks.tabular import Record
from efficientcracknet.core.errors import DataError, OutputError
from efficientcracknet.draw.contact_sheet import SheetRow, draw_contact_sheet
from efficientcracknet.evaluation.changes import parse_change
from efficientcracknet.evaluation.pairs import pair_split_tree
from efficientcracknet.evaluation.records import read_record
from efficientcracknet.jobs.evaluate import EvaluateSettings, predict_scored, read_scored
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights, find_weights, list_weights

CATALOGUE = "src/efficientcracknet/catalogue"
TEMPLATE = Path(__file__).with_name("card.md")
UNWRITTEN = "(not written yet)"
SHEET_SCALE, QUALITY = 0.6, 80


def plan_files(records: Sequence[Record], names: Sequence[str]) -> dict[str, str]:
    """Return the plots of weights.

    Parameters
    ----------
    records
        All there are.
    names
        Of the weights.

    Returns
    -------
    dict[str, str]
        SVG by file name; none of weights without records that have what is drawn.
    """
    drawn = {name: choose_drawn(records, name) for name in names}
    return {
        name_plots(name): draw_card(chosen, _choose_crackless(records, name), name)
        for name, chosen in drawn.items()
        if chosen
    }


def list_faults(root: Path, files: Mapping[str, str], records: Sequence[Record], names: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the cards of a checkout.

    Parameters
    ----------
    root
        Folder of the checkout.
    files
        From `plan_files`.
    records
        All there are.
    names
        Of the weights.

    Yields
    ------
    str
        A line to print.
    """
    folder = root / PICTURES
    for name, drawing in files.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != drawing:
            yield f"{PICTURES}/{name}: lags behind results/; run python -m benchmarks.cards"
    sheets = {name_sheet(name, record): mark_sheet(record) for name in names for record in choose_shown(records, name)}
    for name, mark in sheets.items():
        if not (folder / name).is_file() or _read_mark(folder / name) != mark:
            yield f"{PICTURES}/{name}: lags behind results/; run python -m benchmarks.cards --sheets DATA"
    there = {path.name for path in folder.glob("*")}
    yield from (f"{PICTURES}/{name}: belongs to no card; remove it" for name in sorted(there - {*sheets, *files}))
    for name in names:
        card = root / CATALOGUE / f"{name}.md"
        if not card.is_file() or UNWRITTEN in card.read_text(encoding="utf-8"):
            yield f"{CATALOGUE}/{name}.md: is not finished; replace every '{UNWRITTEN}'"


def begin_card(weights: Weights, records: Sequence[Record]) -> str:
    """Return a card with its tables, to be completed by hand.

    Parameters
    ----------
    weights
        Their name, terms and data are taken.
    records
        All there are.

    Returns
    -------
    str
        Markdown; `UNWRITTEN` stands where words are wanted.
    """
    text = TEMPLATE.read_text(encoding="utf-8")
    facts = {
        "NAME": weights.name,
        "TERMS": weights.terms[0].upper() + weights.terms[1:],
        "DATA": weights.data,
        "RULE": weights.threshold_rule or "fixed",
        "THRESHOLD": f"{weights.threshold:g}",
    }
    for word, fact in facts.items():
        text = text.replace(f"{{{word}}}", fact)
    return fill_tables(text, records, f"{weights.name}.md")


def mark_sheet(record: Record) -> str:
    """Return what a sheet says of its origin, as the comment of its file."""
    return f"{record['weights']['sha256']} {record['data']['split_sha256']} {record['protocol']['threshold']:g}"


def draw_sheet(record: Record, weights: Weights, data: Path) -> Image.Image:
    """Draw the worst pictures that a record names, with truth and errors.

    Parameters
    ----------
    record
        From `choose_shown`: of a set in the public domain.
    weights
        Its weights.
    data
        Folder with a folder for each set.

    Returns
    -------
    Image.Image
        A sheet.

    Raises
    ------
    DataError
        If the record is of other weights than those at hand.
    """
    if record["weights"]["sha256"] != weights.sha256:
        raise DataError(
            f"cards: the record of {record['data']['name']} must be of these weights, got {weights.name} with sha256 "
            f"{record['weights']['sha256']}, which is now {weights.sha256}. Evaluate them again."
        )
    protocol = record["protocol"]
    change = parse_change(protocol["change"]) if protocol.get("change") else None
    scale = None if protocol.get("working_scale", 1.0) == "auto" else float(protocol.get("working_scale", 1.0))
    look = EvaluateSettings(data, change=change, working_scale=scale)
    name, split = record["data"]["name"].split("/")
    pairs = {pair.key: pair for pair in pair_split_tree(data / name, split)}
    predictor = Predictor(weights, open_session(weights.path), threshold=protocol["threshold"])
    samples = (read_scored(pairs[one["key"]], look) for one in record["worst"])
    rows = [SheetRow(one.key, one.pixels, one.truth, predict_scored(predictor, one, look).mask) for one in samples]
    sheet = Image.fromarray(draw_contact_sheet(rows))
    return sheet.resize([round(side * SHEET_SCALE) for side in sheet.size], Image.Resampling.LANCZOS)


def main(words: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write plots, cards or sheets, or check them.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    root
        Folder of the checkout.

    Returns
    -------
    int
        1 if something was only checked and found wrong, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cards", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail where something lags behind")
    parser.add_argument("--new", metavar="NAME", help="begin the card of weights of the catalogue, or of an ONNX file")
    parser.add_argument("--sheets", type=Path, metavar="DATA", help="draw the worst pictures of open sets under DATA")
    asked = parser.parse_args(words)
    records = [read_record(path) for path in sorted((root / "results").rglob("*.json"))]
    names = [weights.name for weights in list_weights()]
    if asked.new:
        _begin(find_weights(asked.new), records, root)
    if asked.sheets:
        _draw_sheets(records, names, asked.sheets, root / PICTURES)
    files = plan_files(records, names)
    if not asked.check:
        _write(root / PICTURES, files)
    faults = list(list_faults(root, files, records, names)) if asked.check else []
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


def _choose_crackless(records: Sequence[Record], name: str) -> list[Record]:
    chosen = choose_worst(records, name)
    return [one for one in chosen if "f1_pooled" not in one["network"]["figures"]]


def _begin(weights: Weights, records: Sequence[Record], root: Path) -> None:
    card = root / CATALOGUE / f"{weights.name}.md"
    if card.exists():
        raise OutputError(f"cards: `new` must name weights without a card, got {weights.name}. Run make tables.")
    card.write_text(begin_card(weights, records), encoding="utf-8", newline="\n")


def _draw_sheets(records: Sequence[Record], names: Sequence[str], data: Path, folder: Path) -> None:
    for name in names:
        for record in choose_shown(records, name):
            sheet = draw_sheet(record, find_weights(name), data)
            with replace_file(folder / name_sheet(name, record)) as part:
                sheet.save(part, "JPEG", quality=QUALITY, comment=mark_sheet(record))


def _read_mark(path: Path) -> str:
    with Image.open(path) as sheet:
        comment = sheet.info.get("comment", b"")
    return comment.decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, drawing in files.items():
        with replace_file(folder / name) as part:
            part.write_text(drawing, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
