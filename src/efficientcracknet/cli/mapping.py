"""Options of maps, and how far the work on one has come, on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from efficientcracknet.jobs.map_folder import WORK
from efficientcracknet.jobs.map_options import MapOptions, parse_bands
from efficientcracknet.jobs.map_report import FINDING, MapWatch

PANEL = "Maps (GeoTIFF and other rasters read by windows; needs the extra 'geo')"

Gsd = Annotated[
    float | None,
    typer.Option(
        "--gsd",
        metavar="MM",
        help="Look at maps at so many mm a pixel on the ground; as they are if left out.",
        rich_help_panel=PANEL,
    ),
]
Bands = Annotated[
    str | None,
    typer.Option("--bands", metavar="R,G,B", help="Bands to look at, from 1; one for grey.", rich_help_panel=PANEL),
]
CellM = Annotated[
    float | None,
    typer.Option("--cell-m", metavar="M", help="Side of a cell of the density grid.", rich_help_panel=PANEL),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with maps that an interrupted run into the same folder left.", rich_help_panel=PANEL
    ),
]


class AmountColumn(ProgressColumn):
    """How much is done, and of pixels how many a second."""

    def render(self, task: Task) -> Text:
        """Return ``3/10``, or ``120/1000 Mpx, 5.1 Mpx/s`` for a task that counts pixels."""
        if not task.fields.get("counts_pixels"):
            return Text(f"{task.completed:.0f}/{'?' if task.total is None else f'{task.total:.0f}'}")
        rate = "" if task.speed is None else f", {task.speed / 1e6:.1f} Mpx/s"
        return Text(f"{task.completed / 1e6:.0f}/{(task.total or 0) / 1e6:.0f} Mpx{rate}")


@contextmanager
def show_map_progress(title: str, *, quiet: bool) -> Iterator[tuple[Callable[[int, int], None], MapWatch]]:
    """Draw a bar for all pictures on the error stream if that is a terminal, and below it one for the map at hand.

    Parameters
    ----------
    title
        What is being done.
    quiet
        Draw nothing, even on a terminal.

    Yields
    ------
    tuple[Callable[[int, int], None], MapWatch]
        To be told how many pictures are done of how many, and the same of a map.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), AmountColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        pictures = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(pictures, completed=done, total=total), StageWatch(progress)


class StageWatch:
    """A bar that begins anew with every stage, so that its rate is that of the stage; a `MapWatch`.

    Parameters
    ----------
    progress
        Gets the bar.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stage = ""
        self._task: TaskID | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if self._task is None or stage != self._stage:
            self._begin(stage, done, total)
        elif done >= total:
            self._end()
        else:
            self._progress.update(self._task, completed=done, total=total)

    def _begin(self, stage: str, done: int, total: int) -> None:
        self._end()
        self._stage = stage
        self._task = self._progress.add_task(f"  {stage}", completed=done, total=total, counts_pixels=stage == FINDING)

    def _end(self) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = None


def choose_maps(gsd_mm: float | None, bands: str | None, cell_m: float | None, resume: bool) -> MapOptions:
    """Return the options of maps as they were written; a `SettingsError` says which cannot be used."""
    return MapOptions(gsd_mm, None if bands is None else parse_bands(bands), cell_m, resume)


def tell_resume(out: Path) -> None:
    """Say on the error stream how to go on, if work on a map is left in the folder of the results."""
    if (out / WORK).exists():
        print("The map at hand can be gone on with: the same command with --resume.", file=sys.stderr)
