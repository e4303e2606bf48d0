"""Records of measuring as tables in Markdown."""

from collections.abc import Iterable, Mapping

from benchmarks.newest import choose_last
from benchmarks.tabular import Record, Rows, Table

ACCURACY_HEADINGS = (
    "measured",
    "drawn (how many)",
    "width at one place, px",
    "median width of a crack, px",
    "length, %",
    "direction, degrees",
)
NETWORK_HEADINGS = ("weights", "drawn", "found", "median width, px: error (5th to 95th percentile)")
TIME_HEADINGS = ("picture", "cracks", "measuring, s", "ms for each crack", "prediction, s")


def list_accuracy(records: Iterable[Record]) -> Table:
    """Return how far the newest record of measuring was off.

    Parameters
    ----------
    records
        Of any theme.

    Returns
    -------
    Table
        Headings, and a row for each kind and family: the median error, and the 5th to the 95th percentile; no rows
        without such a record.
    """
    rows: Rows = []
    for record in choose_last(records, "measuring"):
        for kind, families in record["accuracy"].items():
            for family, found in families.items():
                lengths = {name: None if share is None else 100 * share for name, share in found["lengths"].items()}
                spreads = (found["profiles_px"], found["medians_px"], lengths, found["directions_deg"])
                rows.append((kind, f"{family} ({found['cracks']})", *map(_write, spreads)))
    return ACCURACY_HEADINGS, rows


def list_times(records: Iterable[Record]) -> Table:
    """Return how long measuring took in the newest record.

    Parameters
    ----------
    records
        Of any theme.

    Returns
    -------
    Table
        Headings, and a row for each picture; no rows without such a record.
    """
    rows: Rows = []
    for record in choose_last(records, "measuring"):
        large = record["times"]["large_picture"]
        each_ms = 1000 * large["measuring_s"] / max(large["cracks"], 1)
        prediction = f"{large['prediction_s']:.2f} ({large['weights']})" if "weights" in large else ""
        rows.append(
            ("12 megapixels", str(large["cracks"]), f"{large['measuring_s']:.2f}", f"{each_ms:.1f}", prediction)
        )
        for times in record["times"]["counts"].values():
            figures = f"{times['measuring_s']:.2f}", f"{times['ms_per_crack']:.2f}"
            rows.append(("small cracks side by side", str(times["cracks"]), *figures, ""))
    return TIME_HEADINGS, rows


def list_network_widths(records: Iterable[Record], weights: str = "") -> Table:
    """Return how wide drawn cracks look to networks.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    Table
        Headings, and for the newest record of each weights a row for each band of width.
    """
    chosen = sorted((one for one in records if one["theme"] == "network-widths"), key=lambda one: str(one["date"]))
    newest = {one["weights"]["name"]: one for one in chosen if weights in ("", one["weights"]["name"])}
    rows: Rows = []
    for name, record in sorted(newest.items()):
        for number, (band, spread) in enumerate(record["errors_px"].items()):
            found = f"{spread['n']} of {record['drawn']}" if number == 0 else str(spread["n"])
            rows.append((name if number == 0 else "", band, found, _write(spread)))
    return NETWORK_HEADINGS, rows


def _write(spread: Mapping[str, float | None]) -> str:
    middle, low, high = (spread[name] for name in ("p50", "p5", "p95"))
    if middle is None or low is None or high is None:
        return ""
    return f"{_sign(middle)} ({_sign(low)} to {_sign(high)})"


def _sign(number: float) -> str:
    return f"{round(number, 2) + 0:+.2f}"  # adding 0 makes -0 a 0
