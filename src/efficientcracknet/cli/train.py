"""`efficientcracknet train`: the one command, beside `checkpoint`, that needs torch."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from efficientcracknet.cli.progress import show_progress
from efficientcracknet.core.errors import MissingExtraError, SettingsError

if TYPE_CHECKING:
    from efficientcracknet.training.checkpoint import Validation


def train(
    data: Annotated[
        list[str],
        typer.Option("--data", metavar="NAME=DIR", help="Data set, once for each; NAME=DIR:SPLIT@WEIGHT says more."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the run: checkpoints and logs.")],
    draw: Annotated[
        list[str] | None,
        typer.Option(
            "--draw", metavar="NAME=DIR", help="Pictures without cracks, to draw cracks on; once for each, as --data."
        ),
    ] = None,
    recipe: Annotated[Path | None, typer.Option("--recipe", help="TOML file; see recipes/.")] = None,
    hold_out: Annotated[
        list[str] | None,
        typer.Option(
            "--hold-out",
            help="NAME=FILE: list of the pictures held apart to validate on; else a tenth.",
            metavar="NAME=FILE",
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the run in the folder.")] = False,
    init: Annotated[
        Path | None,
        typer.Option("--init", help="Checkpoint to start from, with its averaged weights; a narrower one will do."),
    ] = None,
    teacher: Annotated[
        Path | None, typer.Option("--teacher", help="Checkpoint to learn from; weighed by the recipe's loss.teacher.")
    ] = None,
    steps: Annotated[int | None, typer.Option("--steps", help="Overrides the recipe.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Overrides the recipe.")] = None,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="Folder for decoded pictures, mapped by this run and later ones.")
    ] = None,
    devices: Annotated[int, typer.Option("--devices", help="Devices on each node.")] = 1,
    nodes: Annotated[int, typer.Option("--nodes", help="Nodes.")] = 1,
    precision: Annotated[str, typer.Option("--precision", help="32-true, bf16-mixed or 16-mixed.")] = "32-true",
    threads: Annotated[int | None, typer.Option("--threads", help="Processor threads of torch.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Train the network on pictures with masks; resumable at any time."""
    # Waiting threads must not spin: beside another busy process that made a step six times slower (two cores).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from efficientcracknet.training.job import TrainSettings
        from efficientcracknet.training.job import train as run
        from efficientcracknet.training.recipe import read_recipe
        from efficientcracknet.training.source import parse_source
    except ImportError as error:
        raise MissingExtraError.of("train", "train") from error
    settings = TrainSettings(
        sources=tuple(parse_source(text) for text in data),
        folder=out,
        recipe=read_recipe(recipe, {"steps": steps, "seed": seed}),
        held_lists=_parse_lists(hold_out or []),
        resume=resume,
        start_from=init,
        teacher=teacher,
        devices=devices,
        nodes=nodes,
        precision=precision,
        threads=threads,
        cache=cache,
        drawn=tuple(parse_source(text, "--draw") for text in draw or []),
    )
    with show_progress("Training", quiet=quiet) as show:
        facts = run(settings, lambda done, loss, latest: _report(show, settings.recipe.steps, done, latest))
    if best := facts.best():
        weights = settings.folder / "best.safetensors"
        typer.echo(f"Best F1 {best.f1:.4f} at step {best.step}: {weights}", err=True)


command = train


def _report(show: Callable[[int, int], None], steps: int, done: int, latest: "Validation | None") -> None:
    """Move the bar; print a validation when it has just been made."""
    show(done, steps)
    if latest and latest.step == done:
        scores = f"loss {latest.loss:.4f}, F1 {latest.f1:.4f}, mIoU {latest.miou:.4f}"
        typer.echo(f"step {done}: {scores}", err=True)


def _parse_lists(texts: list[str]) -> dict[str, Path]:
    """Read NAME=FILE pairs."""
    lists = {}
    for text in texts:
        name, separator, file = text.partition("=")
        if not (name and separator and file):
            raise SettingsError(
                f"train: `--hold-out` must be NAME=FILE, got {text!r}. Example: --hold-out deepcrack=dev/deepcrack.txt"
            )
        lists[name] = Path(file)
    return lists
