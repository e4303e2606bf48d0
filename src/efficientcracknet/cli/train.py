"""`efficientcracknet train`: the one command, beside `checkpoint`, that needs torch."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from efficientcracknet.core.errors import MissingExtraError, SettingsError

if TYPE_CHECKING:
    from efficientcracknet.training.checkpoint import Validation
    from efficientcracknet.training.job import TrainSettings


def train(
    data: Annotated[
        list[str],
        typer.Option("--data", help="NAME=DIR[:SPLIT][@WEIGHT], once for each data set.", metavar="NAME=DIR"),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the run: checkpoints and logs.")],
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
        Path | None, typer.Option("--init", help="Checkpoint to start from, with its averaged weights.")
    ] = None,
    steps: Annotated[int | None, typer.Option("--steps", help="Overrides the recipe.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Overrides the recipe.")] = None,
    devices: Annotated[int, typer.Option("--devices", help="Devices on each node.")] = 1,
    nodes: Annotated[int, typer.Option("--nodes", help="Nodes.")] = 1,
    precision: Annotated[str, typer.Option("--precision", help="32-true, bf16-mixed or 16-mixed.")] = "32-true",
    threads: Annotated[int | None, typer.Option("--threads", help="Processor threads of torch.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Train the network on pictures with masks; resumable at any time."""
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
        devices=devices,
        nodes=nodes,
        precision=precision,
        threads=threads,
    )
    _run_with_progress(run, settings, quiet=quiet)


command = train


def _run_with_progress(run: Any, settings: "TrainSettings", *, quiet: bool) -> None:
    """Run the job under a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("training", total=settings.recipe.steps)
        seen = -1

        def on_step(done: int, loss: float, latest: "Validation | None") -> None:
            nonlocal seen
            scores = f"  F1 {latest.f1:.4f}" if latest else ""
            bar.update(task, completed=done, description=f"loss {loss:.4f}{scores}")
            if latest and latest.step != seen:
                seen = latest.step
                console.print(
                    f"step {seen}: validation loss {latest.loss:.4f}, F1 {latest.f1:.4f}, mIoU {latest.miou:.4f}"
                )

        facts = run(settings, on_step)
    best = facts.best()
    console.print(f"Done: best F1 {best.f1:.4f} at step {best.step}. Weights: {settings.folder / 'best.safetensors'}")


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
