"""The lab's tables: what each trial was to show and what it showed, and in short what each part is worth."""

import math
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.tabular import Record, Rows, Table
from benchmarks.trial_records import QUEUE, Difference, Lab, list_f1, read_lab

HEADINGS = (
    "trial", "what", "why", "expected", "seeds", "DeepCrack dev F1 (95 % interval)", "against {}",
    "F1 when training started at even odds (seeds)", "CFD train F1 within 2 px", "parameters", "multiply-adds, M",
    "time against the peer at 192x256, 480x640, 1024x1024",
)  # fmt: skip
BASE = {"long": "long-light-edges-8", "others": "sketch-b"}
"""What a group is compared with, where it is not the trial `base`; one of its own."""

PARTS = {
    "edges": "edge extraction", "subspaces": "subspace attention", "attention": "MobileViT block", "loss": "loss",
    "size": "supervision size",
}  # fmt: skip
PART_HEADINGS = ("part", "trial", "seeds", "F1 gained or lost (95 % interval)", "so it is", "time at 480x640")


def list_trials(records: Iterable[Record], group: str = "", queue: Path = QUEUE) -> Table:
    """List the trials of a group in the order of the queue, seeds averaged.

    Parameters
    ----------
    records
        Of any theme.
    group
        As the queue has it; empty for all.
    queue
        TOML with tables ``[[trial]]``.

    Returns
    -------
    Table
        Headings and rows.
    """
    lab = read_lab(records, queue)
    names = [trial["name"] for trial in lab.queue if group in ("", trial.get("group", ""))]
    base = BASE.get(group, "base")
    listed = dict.fromkeys(["base", *names] if group and group not in BASE else names)
    texts = {
        trial["name"]: tuple(trial.get(text, "") for text in ("name", "what", "why", "expected")) for trial in lab.queue
    }
    return tuple(heading.format(base) for heading in HEADINGS), [
        texts[name] + _write(lab, name, base) for name in listed if name in lab.runs or name in lab.even
    ]


def list_parts(records: Iterable[Record], _: str = "", queue: Path = QUEUE) -> Table:
    """List what leaving out or changing a part does to the base, for the trials that were run with several seeds.

    Parameters
    ----------
    records
        Of any theme.
    queue
        TOML with tables ``[[trial]]``.

    Returns
    -------
    Table
        Headings and rows.
    """
    lab = read_lab(records, queue)
    rows: Rows = []
    for trial in lab.queue:
        name, part = trial["name"], PARTS.get(trial.get("group", ""))
        if part and len(lab.runs.get(name, ())) > 1 and "base" in lab.runs:
            found = lab.compare(name, "base")
            rows.append(
                (part, trial["what"], str(len(lab.runs[name])), str(found), _judge(found), _write_time(lab, name))
            )
    return PART_HEADINGS, rows


def _write(lab: Lab, name: str, base: str) -> tuple[str, ...]:
    runs, even = lab.runs.get(name, ()), lab.even.get(name, ())
    first = (runs or even)[0]
    return (
        str(len(runs)) if runs else "",
        _write_mean(list_f1(runs), lab) if runs else "",
        str(lab.compare(name, base)) if runs and base in lab.runs and name != base else "",
        _write_even(list_f1(even)) if even else "",
        f"{statistics.mean(list_f1(runs, 'cfd', 'f1_2px_pooled')):.3f}" if runs else "",
        str(first["parameters"]),
        f"{first['multiply_adds_192x256'] / 1e6:.0f}",
        ", ".join(f"{found['ratio_median']:.2f}" for found in lab.times.get(name, {}).values()),
    )


def _write_mean(f1: Sequence[float], lab: Lab) -> str:
    mean, margin = statistics.mean(f1), lab.spread.margin(len(f1))
    return f"**{mean:.3f}**" + (f" ({mean - margin:.3f}-{mean + margin:.3f})" if math.isfinite(margin) else "")


def _write_even(f1: Sequence[float]) -> str:
    span = f", {min(f1):.3f}-{max(f1):.3f}" if len(f1) > 1 else ""
    return f"{statistics.mean(f1):.3f} ({len(f1)}{span})"


def _judge(found: Difference) -> str:
    if abs(found.value) <= found.margin:
        return "no difference seen"
    return "better" if found.value > 0 else "worse"


def _write_time(lab: Lab, name: str) -> str:
    """Write the time against that of the base."""
    both = [lab.times.get(trial, {}).get("480x640") for trial in (name, "base")]
    return f"{both[0]['ratio_median'] / both[1]['ratio_median']:.2f}" if both[0] and both[1] else ""
