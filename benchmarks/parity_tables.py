"""Records of exported networks as a table in Markdown."""

from collections.abc import Iterable

from benchmarks.newest import choose_last
from benchmarks.tabular import Record, Table

HEADINGS = (
    "target",
    "run in",
    "pictures",
    "crack IoU with ONNX Runtime fp32",
    "worst picture",
    "difference on 99.9 % of pixels, at most",
    "largest difference",
    "kB",
)


def list_export_parity(records: Iterable[Record], weights: str = "") -> Table:
    """Return how far exported networks agree with ONNX Runtime in float32 in the newest record.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    Table
        Headings, and a row for each target; no rows without such a record.
    """
    return HEADINGS, [
        (
            f"`{target}`",
            found["runtime"],
            f"{found['pictures']}, {found['size'].replace('x', ' x ')}",
            f"{found['crack_iou']:.4f}",
            f"{found['crack_iou_worst']:.4f}",
            f"{found['difference_p999']:.1g}",
            f"{found['difference_max']:.1g}",
            f"{found['bytes'] / 1000:.0f}",
        )
        for record in choose_last(records, "export-parity", weights)
        for target, found in record["targets"].items()
    ]
