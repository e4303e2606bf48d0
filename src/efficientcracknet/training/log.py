"""Log of a run: a CSV file, TensorBoard events, a plot of the curves and a picture of the first batch."""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from torch.utils.tensorboard import SummaryWriter

from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.images import write_jpeg
from efficientcracknet.training.mixture import Batch

COLUMNS = ("step", "learning_rate", "loss", "validation_loss", "validation_f1", "validation_miou")


class RunLog:
    """Writes one row a validation; a resumed run continues where its checkpoint stands.

    Parameters
    ----------
    folder
        Of the run; `log.csv`, `curves.png` and `tensorboard/` are written there.
    step
        Rows and events after this step are dropped: the resumed run writes them again.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self._folder = folder
        self._rows = [row for row in _read_rows(folder / "log.csv") if int(row["step"]) <= step]
        self._events = SummaryWriter(str(folder / "tensorboard"), purge_step=step + 1)

    def add(self, row: Mapping[str, float]) -> None:
        """Write a row to every log.

        Parameters
        ----------
        row
            One value for each of `COLUMNS`; `loss` is the mean since the row before, with all terms of the recipe, and
            `validation_loss` cross entropy alone.
        """
        self._rows.append({name: f"{row[name]:.6g}" for name in COLUMNS})
        with (
            replace_file(self._folder / "log.csv") as part,
            part.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(self._rows)
        for name in COLUMNS[1:]:
            self._events.add_scalar(name, row[name], int(row["step"]))
        self._events.flush()
        plot_curves(self._rows, self._folder / "curves.png")

    def close(self) -> None:
        """Close the event file."""
        self._events.close()


def plot_curves(rows: list[dict[str, str]], path: Path) -> None:
    """Plot losses and validation scores against the step.

    Parameters
    ----------
    rows
        At least one, as in `log.csv`.
    path
        PNG file to write.
    """
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    FigureCanvasAgg(figure)
    steps = [int(row["step"]) for row in rows]
    losses, scores = figure.subplots(1, 2)
    for axes, names in ((losses, ("loss", "validation_loss")), (scores, ("validation_f1", "validation_miou"))):
        for name in names:
            axes.plot(steps, [float(row[name]) for row in rows], marker=".", label=name.replace("_", " "))
        axes.set_xlabel("step")
        axes.grid(alpha=0.3)
        axes.legend()
    with replace_file(path) as part:
        figure.savefig(part, dpi=100, format="png")


def draw_batch(batch: Batch, path: Path, columns: int = 4) -> None:
    """Draw a batch as the network sees it, the mask in orange over every second row.

    Parameters
    ----------
    batch
        (B, H, W, 3) uint8 and (B, H, W) bool.
    path
        JPEG file to write.
    columns
        Pictures side by side.
    """
    count, height, width, _ = batch.pictures.shape
    rows = -(-count // columns)
    sheet = np.full((rows * 2 * height, columns * width, 3), 255, np.uint8)
    for place in range(count):
        top, left = place // columns * 2 * height, place % columns * width
        picture = batch.pictures[place]
        marked = np.where(batch.masks[place][..., None], np.array([255, 140, 0], np.uint8), picture)
        sheet[top : top + height, left : left + width] = picture
        sheet[top + height : top + 2 * height, left : left + width] = marked
    write_jpeg(path, sheet)


def _read_rows(path: Path) -> list[dict[str, str]]:
    """Read the rows written so far; none if there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
