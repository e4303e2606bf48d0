"""Records of large maps and of the file for Deepness as tables in Markdown."""

from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.newest import choose_last
from benchmarks.tabular import Record, Table

MAP_HEADINGS = (
    "map, px",
    "Mpx",
    "seconds",
    "Mpx/s",
    "peak memory, MB",
    "length against drawn",
    "worst line",
    "seams crossed, at most",
    "vertices near seams against elsewhere",
)
DEEPNESS_HEADINGS = ("map", "compared", "crack IoU", "crack px", "difference on 99.9 % of px, at most")


def list_large_maps(records: Iterable[Record], weights: str = "") -> Table:
    """Return how maps fared in the newest record.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    Table
        Headings, and a row for each size, the smallest first; no rows without such a record.
    """
    return MAP_HEADINGS, [
        _write_size(size, found)
        for record in choose_last(records, "large-map", weights)
        for size, found in sorted(record["sizes"].items(), key=lambda item: float(item[1]["megapixels"]))
    ]


def list_deepness(records: Iterable[Record], weights: str = "") -> Table:
    """Return how far the file for Deepness agrees with `predict` in the newest record.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    Table
        Headings, and a row for each map and comparison; no rows without such a record.
    """
    return DEEPNESS_HEADINGS, [
        (layer, what, f"{found['crack_iou']:.3f}", str(found["crack_pixels"]), f"{found['difference_p999']:.4f}")
        for record in choose_last(records, "deepness", weights)
        for layer, comparisons in record["agreement"].items()
        for what, found in comparisons.items()
    ]


def _write_size(size: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    lines = found["lines"]
    ratio = lines["vertices_near_windows"]["ratio"]
    return (
        size.replace("x", " x "),
        f"{found['megapixels']:g}",
        f"{found['seconds']:.0f}",
        f"{found['megapixels_per_s']:.2f}",
        f"{found['peak_mb']:.0f}",
        f"{lines['error_share']:+.2%}",
        f"{lines['error_share_worst']:.2%}",
        str(lines["crossings_most"]),
        "" if ratio is None else f"x {ratio:.2f}",
    )
