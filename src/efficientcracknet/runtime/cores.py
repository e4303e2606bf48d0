"""How much of the processor this process may use."""

import os


def count_cores() -> int:
    """Return the cores that this process may use.

    Returns
    -------
    int
        At least 1; virtual ones counted.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
