"""``efficientcracknet benchmark``: how fast weights run here, and beside another network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from efficientcracknet.cli.progress import show_progress
from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.latency import Latency, Row
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.jobs.benchmark import BenchmarkSettings, benchmark_weights
from efficientcracknet.report.latency_chart import write_chart

DEFAULT = BenchmarkSettings()
SIZES = [f"{height}x{width}" for height, width in DEFAULT.sizes]


def benchmark(
    weights: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Weights of the catalogue (see info), or an ONNX file.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Another ONNX file, run in turns with the weights.")
    ] = None,
    size: Annotated[
        list[str], typer.Option(metavar="HxW", help="Size of the pictures; may be given several times.")
    ] = SIZES,
    provider: Annotated[
        list[str],
        typer.Option(metavar="NAME", help="As info lists them, auto, or all; may be given several times."),
    ] = list(DEFAULT.providers),  # noqa: B006
    precision: Annotated[
        list[str],
        typer.Option(metavar="NAME", help="fp32, bf16, int8, auto, or all; may be given several times."),
    ] = list(DEFAULT.precisions),  # noqa: B006
    threads: Annotated[int, typer.Option(metavar="N", help="Threads of one run.")] = 2,
    batch: Annotated[int, typer.Option(metavar="N", help="Pictures in one run.")] = DEFAULT.batch,
    rounds: Annotated[int, typer.Option(metavar="N", help="Timed runs of each.")] = DEFAULT.rounds,
    json: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the record there; into a folder that exists, under its usual name."),
    ] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the times there.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no table.")] = False,
) -> None:
    """Time weights here, alone or beside another network.

    All that is timed runs in turns, so that ratios hold where other programs
    disturb the times themselves. Memory is that of a process that does only
    this. Pictures are noise.
    """
    settings = BenchmarkSettings(
        weights=weights,
        against=against,
        sizes=tuple(parse_size(text, argument="size") for text in size),
        providers=tuple(provider),
        precisions=tuple(precision),
        threads=threads,
        batch=batch,
        rounds=rounds,
    )
    with show_progress("Timing sizes", quiet=quiet) as watch:
        latency = benchmark_weights(settings, watch)
    written = []
    if json is not None:
        record = make_record("latency", latency.to_body())
        written.append(("Record", write_record(json, record, latency.first.name)))
    if plot is not None:
        write_chart(latency, plot)
        written.append(("Plot", plot))
    if not quiet:
        _print(latency, written, Console())


command = benchmark


def _print(latency: Latency, written: list[tuple[str, Path]], console: Console) -> None:
    letters = {network.name: letter for letter, network in zip("AB", latency.networks, strict=False)}
    for size in latency.sizes:
        console.print(_tabulate(size, latency.select(size), letters))
    for name, letter in letters.items():
        console.print(Text(f"{letter}: {name}"), soft_wrap=True)
    for choice in dict.fromkeys(row.choice for row in latency.rows):
        console.print(f"{choice.provider}, {choice.precision}: {choice.reason}.", highlight=False)
    for size, ratio in latency.compare_best().items():
        told = f"{size}: each at its best, the weights take {ratio:.2f} times as long as the other network."
        console.print(told, highlight=False)
    for way, reason in latency.left_out:
        console.print(Text(f"Left out: {way}: {reason}"), soft_wrap=True)
    for label, path in written:
        console.print(Text(f"{label}: {path}"), soft_wrap=True)


def _tabulate(size: str, rows: tuple[Row, ...], letters: Mapping[str, str]) -> Table:
    names = ("median\nms", "p95\nms", "processor\nms", "pictures\na second", "times\nthe first", "peak\nMB")
    figures = (Column(name, justify="right", no_wrap=True) for name in names)
    ways = (Column(name, no_wrap=True) for name in ("", "provider", "precision"))
    table = Table(*ways, *figures, title=size, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for row in rows:
        times = row.times
        numbers = (f"{value:.2f}" for value in (times.median_ms, times.p95_ms, times.processor_median_ms))
        peak = "" if row.peak_mb is None else f"{row.peak_mb:.0f}"
        told = (*numbers, f"{row.pictures_per_s:.1f}", f"{row.ratio:.2f}", peak)
        table.add_row(letters[row.network], row.choice.provider, row.choice.precision, *told)
    return table
