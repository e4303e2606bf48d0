"""Records as tables in Markdown, one function for each theme.

Each takes records of any theme and the name of the weights or the trial to hold to, empty for all; without such a
record its table is empty.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from benchmarks.browser_tables import list_browser_parity
from benchmarks.card_tables import list_calibration, list_widths, list_worst, show_plots, show_worst
from benchmarks.claims import list_claims
from benchmarks.map_tables import list_deepness, list_large_maps
from benchmarks.measuring_tables import list_accuracy, list_network_widths, list_times
from benchmarks.parity_tables import list_export_parity
from benchmarks.robustness_tables import list_robustness
from benchmarks.serve_tables import list_desk
from benchmarks.speed_tables import SPEED_TABLES
from benchmarks.tabular import Record, Rows, Table
from benchmarks.trial_tables import list_parts, list_trials
from benchmarks.way_tables import tells_ways
from efficientcracknet.core.size import parse_size

RULES = ("pictures (how many)", "size", "threshold", "found by")

SCORES = {
    "F1 (95 % interval)": "f1_pooled",
    "precision": "precision_pooled",
    "recall": "recall_pooled",
    "crack IoU": "crack_iou_pooled",
    "mIoU": "miou_pooled",
    "F1, mean of pictures": "f1_per_image_mean",
    "F1 within 2 px": "f1_2px_pooled",
    "clDice": "cldice_pooled",
}
"""Columns of the table of scores; pooled over the set where nothing else is said."""

ALARMS = {
    "alarmed pictures, share (95 % interval)": "alarmed_share",
    "mean false area, share": "false_area_share_mean",
}


def tabulate_scores(records: Iterable[Record], weights: str = "") -> str:
    """Return the scores of pictures that show cracks."""
    return _tabulate_figures(choose_newest(records, weights), SCORES)


def tabulate_dev(records: Iterable[Record], weights: str = "") -> str:
    """Return the scores of pictures held apart for choosing: sets that were called ``NAME/dev``."""
    held = [one for one in records if one["theme"] == "scores" and one["data"]["name"].endswith("/dev")]
    return tabulate_scores(held, weights)


def tabulate_negatives(records: Iterable[Record], weights: str = "") -> str:
    """Return how often crack is seen where there is none."""
    return _tabulate_figures(choose_newest(records, weights), ALARMS)


def tabulate_latency(records: Iterable[Record], weights: str = "") -> str:
    """Return how long one picture takes beside another network."""
    compared = [one for one in records if one["theme"] == "latency" and "second" in one and not tells_ways(one)]
    timed = [one for one in compared if weights in ("", one["first"]["name"])]
    newest = {(one["first"]["name"], one["second"]["name"], one["processor"]["model"]): one for one in _by_date(timed)}
    times_of_one = ("median ms", "ms a megapixel")
    headings = ("processor", "threads", "size", "weights", *times_of_one, "beside", *times_of_one, "ratio")
    rows = [
        (
            record["processor"]["model"],
            str(record["settings"]["threads"]),
            size,
            record["first"]["name"],
            *_write_times(size, times["first_median_ms"]),
            record["second"]["name"],
            *_write_times(size, times["second_median_ms"]),
            f"{times['ratio_median']:.2f}",
        )
        for _, record in sorted(newest.items(), key=lambda item: item[0])
        for size, times in record["times"].items()
    ]
    return _tabulate(headings, rows)


def _write_times(size: str, milliseconds: float) -> tuple[str, str]:
    height, width = parse_size(size, argument="size")
    return f"{milliseconds:.1f}", f"{1e6 * milliseconds / (height * width):.1f}"


def tabulate_measuring(records: Iterable[Record], _weights: str = "") -> str:
    """Return how far measured cracks were off, as Markdown; empty if there is no such record."""
    return _tabulate(*list_accuracy(records))


def tabulate_measuring_times(records: Iterable[Record], _weights: str = "") -> str:
    """Return how long measuring took, as Markdown; empty if there is no such record."""
    return _tabulate(*list_times(records))


def tabulate_network_widths(records: Iterable[Record], weights: str = "") -> str:
    """Return how wide drawn cracks look to networks, as Markdown; empty if there is no such record."""
    return _tabulate(*list_network_widths(records, weights))


def tabulate_large_maps(records: Iterable[Record], weights: str = "") -> str:
    """Return how large maps fared, as Markdown; empty if there is no such record."""
    return _tabulate(*list_large_maps(records, weights))


def tabulate_deepness(records: Iterable[Record], weights: str = "") -> str:
    """Return how the file for Deepness agrees with `predict`, as Markdown; empty if there is no such record."""
    return _tabulate(*list_deepness(records, weights))


def tabulate_browser_parity(records: Iterable[Record], weights: str = "") -> str:
    """Return how the page in the browser agrees with `predict`, as Markdown; empty if there is no such record."""
    return _tabulate(*list_browser_parity(records, weights))


def tabulate_export_parity(records: Iterable[Record], weights: str = "") -> str:
    """Return how exported networks agree with ONNX Runtime, as Markdown; empty if there is no such record."""
    return _tabulate(*list_export_parity(records, weights))


def tabulate_robustness(records: Iterable[Record], weights: str = "") -> str:
    """Return what changes of the pictures cost, as Markdown; empty if there is no such record."""
    return _tabulate(*list_robustness(records, weights))


def choose_newest(records: Iterable[Record], weights: str = "") -> list[Record]:
    """Return the records of scores that no later one replaces; pictures are as they are, or repeated as tiles.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    list[Record]
        One for each set of pictures, size, weights and threshold, sorted by these.
    """
    newest: dict[tuple[str, str, str, float], Record] = {}
    for record in _by_date(records):
        if record["theme"] == "scores" and weights in ("", record["weights"]["name"]):
            protocol = record["protocol"]
            key = record["data"]["name"], protocol["size"], record["weights"]["name"], protocol["threshold"]
            if (protocol.get("change") or "tile").startswith("tile"):
                newest[key] = record
    return [record for _, record in sorted(newest.items(), key=lambda item: item[0])]


def _by_date(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda record: str(record["date"]))


def _tabulate_figures(records: Iterable[Record], columns: Mapping[str, str]) -> str:
    """Return rows of those records that have what the columns ask for."""
    chosen = [record for record in records if set(columns.values()) <= set(record["network"]["figures"])]
    return _tabulate((*RULES, *columns), [row for record in chosen for row in _list_rows(record, columns)])


def _list_rows(record: Record, columns: Mapping[str, str]) -> Rows:
    """Return the network's row, and below it those that need no training."""
    data, protocol = record["data"], record["protocol"]
    threshold = f"{protocol['threshold']:g}, {protocol['threshold_rule']}"
    change = f", {protocol['change']}" if protocol.get("change") else ""
    rules = f"{data['name']} ({data['n']}){change}", protocol["size"], threshold
    first, *others = (record["network"]["figures"][name] for name in columns.values())
    rows = [(*rules, record["weights"]["name"], _write_interval(first), *map(_write, others))]
    for name, baseline in record["baselines"].items():
        rows.append(("", "", "", f"*{name}*", *(_write(baseline["figures"][column]) for column in columns.values())))
    return rows


def _write(figure: Mapping[str, Any]) -> str:
    return f"{figure['value']:.3f}"


def _write_interval(figure: Mapping[str, Any]) -> str:
    low, high = figure["interval"]
    return f"**{figure['value']:.3f}** ({low:.3f}-{high:.3f})"


def _tabulate(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _tabulate_rows(list_rows: Callable[[Iterable[Record], str], Table]) -> Callable[[Iterable[Record], str], str]:
    return lambda records, weights: _tabulate(*list_rows(records, weights))


TABLES: Mapping[str, Callable[[Iterable[Record], str], str]] = {
    "results": tabulate_scores,
    "dev": tabulate_dev,
    "negatives": tabulate_negatives,
    "latency": tabulate_latency,
    "measuring": tabulate_measuring,
    "measuring-times": tabulate_measuring_times,
    "network-widths": tabulate_network_widths,
    "large-map": tabulate_large_maps,
    "deepness": tabulate_deepness,
    "browser-parity": tabulate_browser_parity,
    "desk": _tabulate_rows(list_desk),
    "trials": _tabulate_rows(list_trials),
    "parts": _tabulate_rows(list_parts),
    "export-parity": tabulate_export_parity,
    "robustness": tabulate_robustness,
    "claims": _tabulate_rows(list_claims),
    "calibration": _tabulate_rows(list_calibration),
    "by-width": _tabulate_rows(list_widths),
    "worst": _tabulate_rows(list_worst),
    "plots": show_plots,
    "worst-shown": show_worst,
    **{kind: _tabulate_rows(list_rows) for kind, list_rows in SPEED_TABLES.items()},
}
"""By kind; each takes all records and the name of the weights to hold to, empty for all."""
