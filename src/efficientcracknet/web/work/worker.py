"""Does what is queued, in three threads: one runs the network, one measures, one exports."""

import json
import shutil
import threading
from collections.abc import Callable, Collection

from efficientcracknet.core.errors import CrackError
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.entries import find_picture
from efficientcracknet.web.desk.pictures import remove_files
from efficientcracknet.web.desk.queue import Job, Kind, State, claim, drop_waiting, finish, is_cancelling
from efficientcracknet.web.work.cancelling import CancelledError
from efficientcracknet.web.work.exporting import export_project
from efficientcracknet.web.work.finder import Finder, FinderSettings
from efficientcracknet.web.work.finding import find_in_picture
from efficientcracknet.web.work.measuring import measure_picture

LINES: tuple[tuple[Kind, ...], ...] = (("find",), ("measure",), ("export",))
"""Kinds of jobs that are done one after the other; those of two lines at the same time."""

IDLE_S = 1.0
"""How long a line sleeps if nobody wakes it."""


class Worker:
    """Does the jobs of a desk.

    Parameters
    ----------
    desk
        With the jobs.
    settings
        Which network.
    """

    def __init__(self, desk: Desk, settings: FinderSettings) -> None:
        self._desk = desk
        self._finder = Finder(settings)
        self._wakers = [threading.Event() for _ in LINES]
        self._stopping = threading.Event()

    def run(self) -> None:
        """Do jobs until `stop`; a job that was begun is ended first."""
        threads = [
            threading.Thread(target=self._run_line, args=line, name=f"desk-{line[0][0]}", daemon=True)
            for line in zip(LINES, self._wakers, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def wake(self) -> None:
        """Say that there may be something to do."""
        for waker in self._wakers:
            waker.set()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping.set()
        self.wake()

    def do_next(self, kinds: Collection[Kind]) -> bool:
        """Do one job of these kinds.

        Parameters
        ----------
        kinds
            At least one.

        Returns
        -------
        bool
            Whether there was one.
        """
        job = claim(self._desk.ledger, kinds)
        if job is None:
            return False
        state, error = self._try(job)
        if state != "done":
            with self._desk.ledger.write() as database:
                finish(database, job, state, error)
                if job.kind == "find":
                    drop_waiting(database, job)
        self._sweep(job)
        return True

    def _run_line(self, kinds: Collection[Kind], waker: threading.Event) -> None:
        while not self._stopping.is_set():
            if not self.do_next(kinds):
                waker.wait(IDLE_S)
                waker.clear()

    def _try(self, job: Job) -> tuple[State, str | None]:
        try:
            self._do(job)
        except CancelledError:
            return "cancelled", None
        except MemoryError:
            return "failed", "There was not enough memory."
        except CrackError as error:
            return "failed", self._hide_places(job, str(error))
        except Exception as error:  # one bad job must not stop all others
            return "failed", self._hide_places(job, f"{type(error).__name__}: {error}")
        return "done", None

    def _do(self, job: Job) -> None:
        require_wanted = self._bind(job)
        if job.kind == "find":
            find_in_picture(self._desk, job, self._finder, require_wanted)
        elif job.kind == "measure":
            measure_picture(self._desk, job)
        else:
            export_project(self._desk, job, require_wanted)

    def _bind(self, job: Job) -> Callable[[], None]:
        def require_wanted() -> None:
            if is_cancelling(self._desk.ledger, job):
                raise CancelledError

        return require_wanted

    def _hide_places(self, job: Job, message: str) -> str:
        """Return a message that calls a photo by its name, and no folder at all."""
        with self._desk.ledger.read() as database:
            entry = find_picture(database, job.project, job.subject)
        if entry is not None:
            places = self._desk.places.project(job.project).picture(job.subject)
            message = message.replace(str(places.photo(entry.document["suffix"])), entry.name)
        return message.replace(f"{self._desk.places.root}", "")

    def _sweep(self, job: Job) -> None:
        """Remove what was written for something that was removed meanwhile."""
        places = self._desk.places.project(job.project)
        with self._desk.ledger.read() as database:
            picture = database.execute("SELECT * FROM picture WHERE id = ? AND removed", (job.subject,)).fetchone()
            export = database.execute("SELECT * FROM export WHERE id = ? AND removed", (job.subject,)).fetchone()
            project = database.execute("SELECT * FROM project WHERE id = ? AND removed", (job.project,)).fetchone()
        if picture:
            remove_files(self._desk, job.project, job.subject, json.loads(picture["document"]))
        if export:
            shutil.rmtree(places.export(job.subject), ignore_errors=True)
        if project:
            shutil.rmtree(places.folder, ignore_errors=True)
