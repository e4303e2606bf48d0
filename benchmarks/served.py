"""The command ``serve`` as a process of its own, for scripts that load or attack it: started, watched, killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import sleep

import httpx

START = "from efficientcracknet.cli.app import main; main()"
HEADERS = {"X-EfficientCrackNet": "1"}
LOOK_S = 0.1


class Served:
    """A running server.

    Parameters
    ----------
    root
        Folder of its desk.
    words
        Further flags.
    environment
        Variables beside those of this process.

    Attributes
    ----------
    address
        Of the page, without a slash at its end.
    peaks
        Largest resident memory of the server and of its worker so far, MB.

    Raises
    ------
    RuntimeError
        If it does not begin.
    """

    def __init__(self, root: Path, words: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        command = [sys.executable, "-c", START, "serve", "--projects", str(root), "--port", "0", *words]
        variables = os.environ | dict(environment or {})
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=variables)
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line.startswith("Page: "):
            raise RuntimeError(f"serve: the first line must name the page, got {line!r}. Start the command by hand.")
        self.address = line.split()[1].rstrip("/")
        self.peaks = {"server": 0.0, "worker": 0.0}
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    @property
    def process_id(self) -> int:
        """Of the server."""
        return self._process.pid

    def open_client(self, timeout_s: float = 60) -> httpx.Client:
        """Return what asks it; each thread needs its own."""
        limits = httpx.Limits(max_keepalive_connections=4)
        return httpx.Client(base_url=self.address, headers=HEADERS, timeout=timeout_s, verify=False, limits=limits)

    def kill(self) -> None:
        """End it without warning."""
        os.kill(self.process_id, signal.SIGKILL)
        self._end()

    def stop(self, patience_s: float = 120) -> int:
        """End it in good order, and return its status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(patience_s)
        finally:
            self._process.kill()
            self._end()
        return self._process.returncode

    def _end(self) -> None:
        self._process.wait()
        self._is_over.set()
        self._watcher.join()
        if self._process.stdout:
            self._process.stdout.close()

    def _watch(self) -> None:
        while not self._is_over.is_set():
            self.peaks["server"] = max(self.peaks["server"], read_peak_mb(self.process_id))
            workers = [read_peak_mb(child) for child in list_children(self.process_id)]
            self.peaks["worker"] = max([self.peaks["worker"], *workers])
            sleep(LOOK_S)


@contextlib.contextmanager
def run_served(root: Path, words: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run a server for a block.

    Parameters
    ----------
    root
        Folder of its desk.
    words
        Further flags.
    environment
        Variables beside those of this process.

    Yields
    ------
    Served
        Ready to be asked; may be killed in the block.
    """
    served = Served(root, words, environment)
    try:
        yield served
    finally:
        with contextlib.suppress(ProcessLookupError):
            served.stop()


def read_peak_mb(process: int) -> float:
    """Return the most resident memory that a process has had, MB; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def list_children(process: int) -> list[int]:
    """Return the processes that a process has begun."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def choose_weights(weights: str | None) -> list[str]:
    """Return the flags that name weights; none for the default ones."""
    return [] if weights is None else ["--weights", weights]
