"""``efficientcracknet evaluate``: pictures and masks in, scores under stated rules out."""

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from efficientcracknet.cli import engine
from efficientcracknet.cli.progress import show_progress
from efficientcracknet.evaluation.bootstrap import Figure
from efficientcracknet.evaluation.changes import parse_change
from efficientcracknet.evaluation.figures import CAPTIONS
from efficientcracknet.evaluation.protocol import parse_scoring_size
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.evaluation.result import Evaluation
from efficientcracknet.jobs.engine_options import parse_working_scale
from efficientcracknet.jobs.evaluate import EvaluateSettings, evaluate_pictures
from efficientcracknet.runtime.choice import AUTO


def evaluate(
    images: Annotated[Path, typer.Option(metavar="DIR", help="Folder of pictures.", show_default=False)],
    masks: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of masks. Left out: the pictures are known to show no crack.",
            show_default=False,
        ),
    ] = None,
    split_list: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Text file of the keys to score, one a line.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to call the set; by default after its folders.")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Weights of the catalogue (see info), or an ONNX file.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(metavar="T", help="Probability from which a pixel is crack, 0 to 1.")
    ] = None,
    size: Annotated[
        str, typer.Option(metavar="HxW|native", help="Compare at this size; native: at every picture's own.")
    ] = "native",
    change: Annotated[
        str | None,
        typer.Option(
            metavar="KIND-NUMBER",
            help="Spoil or resize every picture first: contrast-0.4, jpeg-25, scale-2, tile-3 ...",
        ),
    ] = None,
    working_scale: engine.WorkingScale = AUTO,
    threads: Annotated[
        int | None, typer.Option(metavar="N", help="Processor threads; as many as cores if left out.")
    ] = None,
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Score a ridge filter too: no training, fixed in advance.")
    ] = False,
    worst: Annotated[int, typer.Option(metavar="N", help="How many pictures of lowest F1 to draw in --sheet.")] = 0,
    sheet: Annotated[
        Path | None, typer.Option(metavar="FILE.jpg", help="Draw picture, truth and errors of the worst pictures.")
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the record there; into a folder that exists, under its usual name."),
    ] = None,
    per_picture: Annotated[
        bool, typer.Option("--per-picture", help="List the counts of every picture in the record.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no table.")] = False,
) -> None:
    """Score weights against masks drawn by hand.

    Every figure says how it was averaged and carries its 95 % bootstrap interval over pictures. Pooled: pixels of all
    pictures are added first. A picture or mask that cannot be read ends the evaluation.
    """
    settings = EvaluateSettings(
        images=images,
        masks=masks,
        split_list=split_list,
        name=name,
        weights=weights,
        threshold=threshold,
        size=parse_scoring_size(size),
        change=None if change is None else parse_change(change),
        working_scale=parse_working_scale(working_scale),
        threads=threads,
        with_ridges=baselines,
        worst=worst,
        sheet=sheet,
    )
    with show_progress("Scoring pictures", quiet=quiet) as watch:
        evaluation = evaluate_pictures(settings, watch)
    written = [] if sheet is None else [("Worst pictures", sheet)]
    if json is not None:
        record = make_record("scores", evaluation.to_body(per_picture=per_picture))
        subject = f"{evaluation.weights.name} {evaluation.name} {evaluation.protocol.size_name} {change or ''}"
        written.append(("Record", write_record(json, record, subject)))
    if not quiet:
        _print(evaluation, written, Console())


command = evaluate


def _print(evaluation: Evaluation, written: list[tuple[str, Path]], console: Console) -> None:
    console.print(_tabulate(evaluation))
    if evaluation.curve is not None:
        console.print(
            "Intervals: bootstrap over pictures. mIoU: (crack + background) / 2.\n"
            f"ODS (threshold {evaluation.curve.ods_threshold}) and OIS choose on the scored pictures: upper bounds.",
            highlight=False,
        )
    console.print(Text(f"Weights: {evaluation.weights.name}. Terms: {evaluation.weights.terms}"), soft_wrap=True)
    for label, path in written:
        console.print(Text(f"{label}: {path}"), soft_wrap=True)


def _tabulate(evaluation: Evaluation) -> Table:
    network, baselines = evaluation.network, evaluation.baselines
    interval = Column("95 %\ninterval", justify="right", no_wrap=True)
    columns = (Column(row.name.replace(" ", "\n"), justify="right") for row in baselines)
    title = _entitle(evaluation)
    figures = Column("figure", no_wrap=True), Column("network", justify="right"), interval
    table = Table(*figures, *columns, title=title, box=SIMPLE_HEAD)
    for name, caption in CAPTIONS.items():
        if name in network.figures:
            figure = network.figures[name]
            others = (_write(row.figures.get(name)) for row in baselines)
            table.add_row(caption, _write(figure), f"{figure.low:.3f}-{figure.high:.3f}", *others)
    return table


def _entitle(evaluation: Evaluation) -> Text:
    protocol, empty = evaluation.protocol, evaluation.n_empty_truth
    apart = f" ({empty} without crack, {evaluation.n_empty_truth_found_empty} of them found empty)" if empty else ""
    return Text(
        f"{evaluation.name}: {len(evaluation.pictures)} pictures{apart}, size {protocol.size_name}, "
        f"threshold {protocol.threshold:g} ({protocol.threshold_rule})"
    )


def _write(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value:.4f}"
