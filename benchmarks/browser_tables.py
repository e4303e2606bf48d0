"""Records of the page in the browser as a table in Markdown."""

from collections.abc import Iterable

from benchmarks.newest import choose_last
from benchmarks.tabular import Record, Table

HEADINGS = (
    "in the browser",
    "computed on",
    "pictures",
    "crack IoU with `predict`",
    "worst picture",
    "pixels that differ",
    "median s",
    "`predict`, median s",
)


def list_browser_parity(records: Iterable[Record], weights: str = "") -> Table:
    """Return how far page and `predict` agree in the newest record.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    Table
        Headings, and a row for each way to compute; no rows without such a record.
    """
    return HEADINGS, [
        (
            name,
            found["engine"],
            str(found["pictures"]),
            f"{found['crack_iou_pooled']:.4f}",
            f"{found['crack_iou_worst']:.4f}",
            f"{found['pixels_different']} of {found['pixels']:,}",
            f"{found['page_median_s']:.2f}",
            f"{found['predict_median_s']:.2f}",
        )
        for record in choose_last(records, "browser-parity", weights)
        for name, found in record["agreement"].items()
    ]
