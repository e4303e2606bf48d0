"""Records of changed pictures as tables in Markdown: what worse light, worse cameras and other sizes cost."""

from collections.abc import Iterable

from benchmarks.tabular import Record, Rows, Table

FIGURE = "f1_2px_pooled"
HEADINGS = ("pictures", "change", "F1 within 2 px", "changed", "lost", "F1", "changed", "lost")


def list_robustness(records: Iterable[Record], weights: str = "") -> Table:
    """Return what each change of the pictures costs.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    Table
        Headings, and a row for each changed set of which the unchanged one is scored too; the newest of each.
    """
    scored = [one for one in records if one["theme"] == "scores" and FIGURE in one["network"]["figures"]]
    newest = {_identify(record): record for record in sorted(scored, key=lambda record: str(record["date"]))}
    rows: Rows = []
    for (name, data, size, threshold, change), record in sorted(newest.items()):
        plain = newest.get((name, data, size, threshold, ""))
        if change and plain and weights in ("", name):
            rows.append((data, change, *_compare(plain, record, FIGURE), *_compare(plain, record, "f1_pooled")))
    return HEADINGS, rows


def _identify(record: Record) -> tuple[str, str, str, float, str]:
    protocol = record["protocol"]
    change = protocol.get("change") or ""
    return record["weights"]["name"], record["data"]["name"], protocol["size"], protocol["threshold"], change


def _compare(plain: Record, changed: Record, figure: str) -> tuple[str, str, str]:
    before, after = (float(record["network"]["figures"][figure]["value"]) for record in (plain, changed))
    return f"{before:.3f}", f"{after:.3f}", f"{before - after:+.3f}"
