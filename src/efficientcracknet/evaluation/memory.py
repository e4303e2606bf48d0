"""How much memory it takes to run a network, measured in a process that does nothing else."""

import re
import subprocess
import sys
from pathlib import Path

from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.runtime.choice import Choice

RUNS = 2
"""Of the network in that process: the first lays out its memory, the next one uses it."""

_PROGRAM = """
import sys
from pathlib import Path
import numpy as np
from efficientcracknet.evaluation.memory import read_peak_mb
from efficientcracknet.runtime.session import open_session
path, threads, provider, precision, *shape = sys.argv[1:]
session = open_session(Path(path), int(threads) or None, provider, precision)
batch = np.zeros([int(side) for side in shape], np.float32)
for _ in range({runs}):
    session.run(batch)
print(read_peak_mb() or "")
"""


def measure_peak_mb(path: Path, threads: int | None, choice: Choice, shape: tuple[int, int, int, int]) -> float | None:
    """Run a network in a process of its own and return the most memory that this held.

    Parameters
    ----------
    path
        Of the network.
    threads
        As `open_session` takes them.
    choice
        On what it runs.
    shape
        Of the batch, (B, 3, H, W).

    Returns
    -------
    float | None
        MB (10^6 bytes), Python and the libraries counted; None where the system does not tell.

    Raises
    ------
    RuntimeFault
        If that process fails.
    """
    facts = (path, threads or 0, choice.provider, choice.precision, *shape)
    command = [sys.executable, "-c", _PROGRAM.format(runs=RUNS), *map(str, facts)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        last = (result.stderr.strip().splitlines() or [f"status {result.returncode}"])[-1]
        raise RuntimeFault(
            f"measure_peak_mb: '{path}' must run in a process of its own, got: {last}. Choose a smaller size or batch."
        )
    return float(result.stdout) if result.stdout.strip() else None


def read_peak_mb() -> float | None:
    """Return the most memory that this process has held so far.

    Returns
    -------
    float | None
        MB (10^6 bytes); None where the system does not tell.
    """
    status = Path("/proc/self/status")
    if status.is_file():  # Linux: getrusage would give the peak of the parent if that is higher
        return parse_peak_mb(status.read_text(encoding="utf-8"))
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return None


def parse_peak_mb(status: str) -> float | None:
    r"""Return the peak of memory from the text of Linux's ``/proc/self/status``.

    Parameters
    ----------
    status
        As the kernel writes it.

    Returns
    -------
    float | None
        MB (10^6 bytes); None if it does not stand there.

    Examples
    --------
    >>> parse_peak_mb("VmPeak:\t 9 kB\nVmHWM:\t   2000 kB\n")
    2.048
    """
    found = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else None
