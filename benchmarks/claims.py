"""What is promised beside what was measured: one row for each promise of ``claims.toml``.

Beside the figure stand the paper's claim, the rows that cost no training, and networks of others on the same pictures.
A promise without a record says so: it never falls out of the table.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.tabular import Record, Table
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.figures import CAPTIONS

CLAIMS = Path(__file__).with_name("claims.toml")
HEADINGS = (
    *("weights", "pictures (how many), size, threshold", "figure", "measured (95 % interval)"),
    *("must", "aim", "reached", "the paper", "all background", "Sato ridge filter", "other networks"),
)
PREFIX = "efficientcracknet-"
BACKGROUND, SATO = "all background", "Sato ridge filter"
RULES = {"above": ">", "at_least": "at least", "at_most": "at most"}
MISSING = "not scored"
UNSAID = {"threshold": 0.5, "working_scale": 1.0}
"""What a row may hold a record to, and what records mean that do not say it."""

SLACK = 1e-9
"""What a comparison forgives: figures are rounded when they are recorded."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a row is about, as found.

    Attributes
    ----------
    value
        Of the figure, or what the worst change takes from it.
    text
        The same with its interval, or with that change.
    record
        Of the pictures as they are, or under the row's own change.
    """

    value: float
    text: str
    record: Record


def list_claims(records: Iterable[Record], weights: str = "", path: Path = CLAIMS) -> Table:
    """Return what must be shown, and what is.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Key of the promises to hold to; empty: all.
    path
        The promises.

    Returns
    -------
    Table
        Headings, and a row for each promise in its order.
    """
    claims = tomllib.loads(path.read_text(encoding="utf-8"))
    scored = sorted((one for one in records if one["theme"] == "scores"), key=lambda one: str(one["date"]))
    asked = [row for row in claims["row"] if weights in ("", row["weights"])]
    return HEADINGS, [_write_row(row, scored, claims) for row in asked]


def _write_row(row: Mapping[str, Any], scored: Sequence[Record], claims: Mapping[str, Any]) -> tuple[str, ...]:
    name = claims["weights"][row["weights"]]
    measured = _measure(row, scored, name)
    baselines = {baseline: _find_baseline(row, scored, baseline) for baseline in (BACKGROUND, SATO)}
    lost = f", lost to {row['lost_to']}" if "lost_by" in row else ""
    rule = _find_rule(row)
    wanted = baselines[row[rule]] if isinstance(row[rule], str) else float(row[rule])
    return (
        name.removeprefix(PREFIX),
        _describe_pictures(row, measured),
        f"{CAPTIONS[row['figure']]}{lost}",
        measured.text if measured else MISSING,
        f"{RULES[rule]} {_write_wanted(row[rule], wanted)}",
        f"{row['aim']:g}" if "aim" in row else "",
        _judge(rule, wanted, row.get("aim"), measured),
        row.get("paper", ""),
        *("" if value is None or lost else f"{value:.3f}" for value in baselines.values()),
        _compare(row, scored, claims["compared"]),
    )


def _measure(row: Mapping[str, Any], scored: Sequence[Record], name: str) -> Measured | None:
    """Return the newest figure of weights, or what the worst change takes from it; None where a record is missing."""
    plain = _find(row, scored, name, row.get("change"))
    if plain is None:
        return None
    figure = plain["network"]["figures"][row["figure"]]
    if "lost_by" not in row:
        low, high = figure["interval"]
        return Measured(figure["value"], f"**{figure['value']:.3f}** ({low:.3f}-{high:.3f})", plain)
    changed = {change: _find(row, scored, name, change) for change in row["lost_by"]}
    lost = {
        change: figure["value"] - record["network"]["figures"][row["figure"]]["value"]
        for change, record in changed.items()
        if record is not None
    }
    if len(lost) < len(changed):
        return None
    worst = max(lost, key=lambda change: lost[change])
    return Measured(lost[worst], f"**{lost[worst]:.3f}** ({worst})", plain)


def _find(row: Mapping[str, Any], scored: Sequence[Record], name: str, change: str | None) -> Record | None:
    """Return the newest record of weights on the row's pictures that has its figure."""
    wanted = name, row["pictures"], row["size"], change or ""
    found = [
        record
        for record in scored
        if wanted == _identify(record)
        and row["figure"] in record["network"]["figures"]
        and all(row.get(rule) in (None, record["protocol"].get(rule, usual)) for rule, usual in UNSAID.items())
    ]
    return found[-1] if found else None


def _identify(record: Record) -> tuple[str, str, str, str]:
    protocol = record["protocol"]
    return record["weights"]["name"], record["data"]["name"], protocol["size"], protocol.get("change") or ""


def _find_rule(row: Mapping[str, Any]) -> str:
    """Return which of the rules a row has."""
    rules = [rule for rule in RULES if rule in row]
    if len(rules) != 1:
        raise SettingsError(
            f"claims: a row must have one of {', '.join(RULES)}, got {', '.join(rules) or 'none'} for "
            f"{row['weights']} on {row['pictures']}. Correct claims.toml."
        )
    return rules[0]


def _find_baseline(row: Mapping[str, Any], scored: Sequence[Record], name: str) -> float | None:
    """Return what a trivial row has on the same pictures, in the newest record of any weights; None if none tells."""
    wanted = row["pictures"], row["size"], row.get("change", "")
    figures = [
        record["baselines"][name]["figures"]
        for record in scored
        if _identify(record)[1:] == wanted and name in record["baselines"]
    ]
    values = [float(one[row["figure"]]["value"]) for one in figures if row["figure"] in one]
    return values[-1] if values else None


def _judge(rule: str, wanted: float | None, aim: float | None, measured: Measured | None) -> str:
    """Say how far a promise is kept: aim, must, or by how much it falls short."""
    if measured is None or wanted is None:
        return ""
    sign = -1 if rule == "at_most" else 1
    ahead = sign * (measured.value - wanted)
    if ahead < -SLACK or (rule == "above" and ahead <= SLACK):
        return f"no, by {abs(ahead):.4f}"
    return "aim" if aim is not None and sign * (measured.value - aim) >= -SLACK else "must"


def _describe_pictures(row: Mapping[str, Any], measured: Measured | None) -> str:
    change = f", {row['change']}" if "change" in row else ""
    if measured is None:
        return f"{row['pictures']}, {row['size']}{change}"
    data, protocol = measured.record["data"], measured.record["protocol"]
    return f"{data['name']} ({data['n']}), {protocol['size']}{change}, from {protocol['threshold']:g}"


def _write_wanted(said: float | str, wanted: float | None) -> str:
    if isinstance(said, str):
        return said if wanted is None else f"{wanted:.3f} ({said})"
    return f"{said:g}"


def _compare(row: Mapping[str, Any], scored: Sequence[Record], others: Iterable[str]) -> str:
    """Return what networks of others have on the same pictures."""
    found = ((name, _measure(row, scored, name)) for name in others)
    return ", ".join(f"{name} {measured.value:.3f}" for name, measured in found if measured)
