"""The process of the worker: told what to do through its standard input, and gone as soon as nobody holds that.

    python -m efficientcracknet.web.work.process

The first line is JSON: the folder of the desk, and which network. Then ``wake`` says that there is something to do,
``stop`` that nothing more is to be begun. If the input ends without ``stop``, whoever began this process is dead, and
another one may already go on with the same desk: it ends at once. Results are whole or not there, whenever that is.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TextIO

from efficientcracknet.jobs.engine_options import EngineOptions
from efficientcracknet.web.desk.desk import open_desk
from efficientcracknet.web.work.finder import FinderSettings
from efficientcracknet.web.work.worker import Worker

WAKE, STOP = "wake", "stop"


def tell_task(root: Path, settings: FinderSettings) -> str:
    """Return the first line for a worker.

    Parameters
    ----------
    root
        Of the desk.
    settings
        Which network.

    Returns
    -------
    str
        JSON, without an end of line.
    """
    engine = settings.engine
    task = {
        "root": str(root),
        "weights": settings.weights,
        "threads": settings.threads,
        "engine": [engine.provider, engine.precision, engine.working_scale],
    }
    return json.dumps(task)


def read_task(line: str) -> tuple[Path, FinderSettings]:
    """Return what `tell_task` was given."""
    task = json.loads(line)
    return Path(task["root"]), FinderSettings(task["weights"], task["threads"], EngineOptions(*task["engine"]))


def main() -> None:
    """Work until told to stop."""
    for name in ("SIGINT", "SIGTERM"):  # meant for all of a group; the server decides what comes of it
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    root, settings = read_task(sys.stdin.readline())
    worker = Worker(open_desk(root), settings)
    threading.Thread(target=_obey, args=(worker, sys.stdin), daemon=True).start()
    worker.run()


def _obey(worker: Worker, orders: TextIO) -> None:
    for line in orders:
        if line.strip() == STOP:
            worker.stop()
            return
        worker.wake()
    os._exit(1)


if __name__ == "__main__":
    main()
