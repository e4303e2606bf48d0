"""Tables and pictures of a model card, from records, as Markdown."""

from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.card_plots import choose_drawn
from benchmarks.newest import choose_last
from benchmarks.tabular import Record, Rows, Table

OPEN_SETS = ("uav_cc0", "surfaces_cc0")
"""Sets in the public domain: of no others may a picture be shown."""

WIDTHS = ("below 2 px", "2-4 px", "4-8 px", "8-16 px", "16 px and more")
PICTURES = "docs/pictures/cards"
_FROM_CATALOGUE = "../../../"


def list_widths(records: Iterable[Record], weights: str = "") -> Table:
    """Return scores by the width of the true crack: recall and F1 within 2 px, the share of true crack in brackets."""
    rows: Rows = []
    for record in choose_drawn(records, weights):
        found = record["by_width_2px_pooled"]
        total = sum(found["true_pixels"])
        columns = zip(found["recall"], found["f1"], found["true_pixels"], strict=True)
        rows.append((*_name(record), *(_write_width(*column, total) for column in columns)))
    return ("pictures (how many)", "size", *WIDTHS), rows


def list_worst(records: Iterable[Record], weights: str = "") -> Table:
    """Return the worst pictures of each set by their keys: F1, or the false area where there is no crack."""
    chosen = choose_worst(records, weights)
    most = max((len(record["worst"]) for record in chosen), default=0)
    headings = tuple(f"{', '.join(_name(record))}" for record in chosen)
    columns = [[_write_worst(one) for one in record["worst"]] for record in chosen]
    rows = [tuple(column[place] if place < len(column) else "" for column in columns) for place in range(most)]
    return headings, rows


def list_calibration(records: Iterable[Record], weights: str = "") -> Table:
    """Return what calibration and threshold changed on the pictures they were settled on, in the newest record."""
    rows: Rows = []
    for record in choose_last(records, "calibration", weights):
        for name, found in record["sets"].items():
            figures = (found.get(figure) for figure in ("f1", "alarmed", "calibration_error"))
            rows.append((f"{name} ({found['n']})", *map(_write_pair, figures)))
        alarmed = record["mean_alarmed"] if any("alarmed" in one for one in record["sets"].values()) else None
        rows.append(("all", *map(_write_pair, (record["mean_f1"], alarmed, record["calibration_error"]))))
    return (
        "pictures for choosing (how many)",
        "F1, before and after",
        "alarmed",
        "calibration error near cracks",
    ), rows


def show_plots(records: Iterable[Record], weights: str = "") -> str:
    """Return the plots of a card as Markdown; empty if no record has what they show."""
    if not choose_drawn(records, weights):
        return ""
    words = f"{weights}: precision over recall, F1 over the threshold, reliability, scores by width of the crack"
    return f"![{words}]({_FROM_CATALOGUE}{PICTURES}/{name_plots(weights)})\n"


def show_worst(records: Iterable[Record], weights: str = "") -> str:
    """Return the worst pictures of sets in the public domain as Markdown; empty without a record of one."""
    lines = [
        f"Of {', '.join(_name(record))}, with truth and errors:\n\n"
        f"![The worst pictures of {record['data']['name']}]"
        f"({_FROM_CATALOGUE}{PICTURES}/{name_sheet(weights, record)})\n"
        for record in choose_shown(records, weights)
    ]
    return "\n".join(lines)


def choose_shown(records: Iterable[Record], weights: str) -> list[Record]:
    """Return the records whose worst pictures may be shown.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of the weights.

    Returns
    -------
    list[Record]
        At native size, of sets in the public domain alone.
    """
    chosen = (record for record in choose_worst(records, weights) if record["protocol"]["size"] == "native")
    return [record for record in chosen if record["worst"] and record["data"]["name"].split("/")[0] in OPEN_SETS]


def choose_worst(records: Iterable[Record], weights: str) -> list[Record]:
    """Return the records that name worst pictures: of pictures as they are, or repeated as tiles.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of the weights.

    Returns
    -------
    list[Record]
        The newest of each set and size.
    """
    newest: dict[tuple[str, str], Record] = {}
    for record in sorted(records, key=lambda record: str(record["date"])):
        is_scored = record["theme"] == "scores" and record["weights"]["name"] == weights
        if is_scored and "worst" in record and (record["protocol"].get("change") or "tile").startswith("tile"):
            newest[record["data"]["name"], record["protocol"]["size"]] = record
    return [record for _, record in sorted(newest.items(), key=lambda item: item[0])]


def name_plots(weights: str) -> str:
    """Return the file name of a card's plots."""
    return f"{weights}.svg"


def name_sheet(weights: str, record: Record) -> str:
    """Return the file name of the worst pictures of a set."""
    return f"{weights}-worst-{record['data']['name'].replace('/', '-')}.jpg"


def _name(record: Record) -> tuple[str, str]:
    data, change = record["data"], record["protocol"].get("change")
    return f"{data['name']} ({data['n']}){', ' + change if change else ''}", record["protocol"]["size"]


def _write_width(recall: list[float] | None, f1: list[float] | None, true_pixels: int, total: int) -> str:
    if recall is None or f1 is None:
        return ""
    return f"{recall[0]:.2f}, {f1[0]:.2f} ({true_pixels / total:.0%})"


def _write_worst(one: Mapping[str, Any]) -> str:
    key = str(one["key"]).rsplit("/", 1)[-1]
    if one["true_share"] == 0:
        return f"{key}: {one['predicted_share']:.2%} false"
    return f"{key}: {one['f1']:.2f}"


def _write_pair(pair: list[float] | None) -> str:
    return "" if pair is None else f"{pair[0]:.3f}, {pair[1]:.3f}"
