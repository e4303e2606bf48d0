"""Runs of `predict` in processes of their own: timed, with their peak of memory, or killed on the way."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from efficientcracknet.core.errors import RuntimeFault

CHILD = """
import pathlib, sys
from efficientcracknet.cli.app import main
try:
    main(sys.argv[2:])
finally:
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM"))
    pathlib.Path(sys.argv[1]).write_text(peak.split()[1])
"""

RESULTS = "probability", "masks", "vectors"
"""Folders whose files must not depend on how a run went; tables and run.json tell times."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the command took: seconds from start to end, and peak of resident memory."""

    seconds: float
    peak_mb: float


def run_predict(source: Path, out: Path, flags: Sequence[str]) -> Run:
    """Run the command in a process of its own and let it end.

    Parameters
    ----------
    source
        The map.
    out
        Folder of the results.
    flags
        To be added.

    Returns
    -------
    Run
        What it took.

    Raises
    ------
    RuntimeFault
        If it fails.
    """
    peak = out.with_name(f"{out.name}.peak")
    started = perf_counter()
    with _start(source, out, flags, peak) as child:
        _, told = child.communicate()
    seconds = perf_counter() - started
    if child.returncode != 0:
        raise RuntimeFault(
            f"map_runs: `predict` must end with status 0, got {child.returncode}: {told.strip()}. Run it by hand."
        )
    return Run(seconds, int(peak.read_text(encoding="ascii")) / 1000)


def kill_predict(source: Path, out: Path, flags: Sequence[str], after_s: float) -> bool:
    """Run the command and kill it.

    Parameters
    ----------
    source
        The map.
    out
        Folder of the results.
    flags
        To be added.
    after_s
        When to kill it.

    Returns
    -------
    bool
        False if it had ended before.
    """
    with _start(source, out, flags, out.with_name(f"{out.name}.peak")) as child:
        try:
            child.communicate(timeout=after_s)
        except subprocess.TimeoutExpired:
            child.kill()
            return True
    return False


def _start(source: Path, out: Path, flags: Sequence[str], peak: Path) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", CHILD, str(peak), "predict", str(source), "--out", str(out), "--quiet", *flags]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def compare_killed(
    source: Path, whole: Path, seconds: float, shares: Sequence[float], flags: Sequence[str]
) -> dict[str, Any]:
    """Kill and resume a run, and compare what it leaves in the end.

    Parameters
    ----------
    source
        The map.
    whole
        Results of a run that was left alone.
    seconds
        That it took.
    shares
        Of these seconds, rising: when to kill.
    flags
        As it was given.

    Returns
    -------
    dict[str, Any]
        When it was killed, the files compared, and those that differ.
    """
    out, killed = whole.with_name("killed"), list[float]()
    for before, share in pairwise((0.0, *shares)):
        resume = ["--resume"] if killed else []
        if kill_predict(source, out, [*flags, *resume], (share - before) * seconds):
            killed.append(share)
    run_predict(source, out, [*flags, "--resume"])
    first, second = hash_results(whole), hash_results(out)
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    return {"killed_at_share": killed, "files": sorted(first), "differing": differing}


def hash_results(out: Path) -> dict[str, str]:
    """Return the sha256 of every file that must not depend on how a run went.

    Parameters
    ----------
    out
        Folder of the results.

    Returns
    -------
    dict[str, str]
        By path in that folder.
    """
    hashes = {}
    for path in sorted(path for folder in RESULTS for path in (out / folder).rglob("*") if path.is_file()):
        with path.open("rb") as file:
            hashes[path.relative_to(out).as_posix()] = file_digest(file, "sha256").hexdigest()
    return hashes
