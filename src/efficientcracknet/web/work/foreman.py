"""Keeps the worker's process alive, and ends it in good order."""

import contextlib
import subprocess
import sys
import threading

from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.queue import recover
from efficientcracknet.web.work.finder import FinderSettings
from efficientcracknet.web.work.process import STOP, WAKE, tell_task

PAUSE_S = 1.0
"""Before a process that died is replaced."""


class Foreman:
    """Has one worker, and another when that dies.

    Parameters
    ----------
    desk
        With the jobs.
    settings
        Which network.
    """

    def __init__(self, desk: Desk, settings: FinderSettings) -> None:
        self._desk = desk
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._watcher = threading.Thread(target=self._watch, name="desk-foreman", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._launch()
        self._watcher.start()

    def wake(self) -> None:
        """Say that there may be something to do."""
        self._tell(WAKE)

    def stop(self, patience_s: float) -> None:
        """Let the worker end what it has begun, and end it where that takes too long: it is queued again then.

        Parameters
        ----------
        patience_s
            To wait for it.
        """
        self._stopping.set()
        self._tell(STOP)
        process = self._process
        if process is None:
            return
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()
        self._watcher.join(patience_s)
        recover(self._desk.ledger)

    @property
    def process_id(self) -> int | None:
        """Of the worker that lives now."""
        return None if self._process is None else self._process.pid

    def _launch(self) -> None:
        with self._lock:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "efficientcracknet.web.work.process"],
                stdin=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        self._tell(tell_task(self._desk.places.root, self._settings))

    def _tell(self, line: str) -> None:
        with self._lock, contextlib.suppress(OSError, ValueError):  # a dead one is replaced, and looks around by itself
            if self._process and self._process.stdin:
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()

    def _watch(self) -> None:
        while self._process is not None:
            self._process.wait()
            if self._stopping.is_set():
                return
            recover(self._desk.ledger)
            if self._stopping.wait(PAUSE_S):
                return
            self._launch()
