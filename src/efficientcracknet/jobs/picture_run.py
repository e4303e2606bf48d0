"""One run over many pictures: finding them, a row for each, and all files that come of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from efficientcracknet import __version__
from efficientcracknet.jobs.crack_files import CrackFiles, record_cracks, remove_crack_files
from efficientcracknet.jobs.findings import Findings
from efficientcracknet.jobs.measuring import Measuring
from efficientcracknet.jobs.names import plan_names
from efficientcracknet.jobs.outputs import REPORT, REPORT_PDF, record_run
from efficientcracknet.jobs.report_head import find_head
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.jobs.side_by_side import Bounds, Work, run_side_by_side
from efficientcracknet.jobs.sources import find_files
from efficientcracknet.measure.severity import Standard
from efficientcracknet.report.document import PictureSummary, ReportDocument, ReportHead
from efficientcracknet.report.render import write_html, write_pdf

Watch = Callable[[int, int], None]
"""Called with (pictures done, pictures in all), first with 0 done."""

Picture = tuple[Path, str]
"""A picture and the name of its results."""

Outcome = tuple[PictureRow, Findings | None]
"""No findings where the picture failed, or nothing is to be measured."""

Process = Callable[[Path, str], Outcome]
"""Called with a picture and the name of its results."""

Facts = tuple[tuple[str, str], ...]
"""(label, value) for people."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run over pictures needs to know.

    Attributes
    ----------
    sources
        Files, folders and patterns.
    out
        Folder of the results.
    record
        What ``run.json`` says, ready for JSON.
    measuring
        None: nothing is measured.
    settings, weights
        What the report says of them.
    """

    sources: tuple[str, ...]
    out: Path
    record: Mapping[str, Any]
    measuring: Measuring | None
    settings: Facts
    weights: Facts = ()


def run_pictures(plan: RunPlan, process: Process, watch: Watch) -> tuple[PictureRow, ...]:
    """Process one picture after the other, and write table, record, and all that measuring gives.

    Parameters
    ----------
    plan
        What to look at, and what to write.
    process
        What is done with one picture; it writes the results of this picture itself.
    watch
        Told of the progress.

    Returns
    -------
    tuple[PictureRow, ...]
        One per picture, in the order they were found.
    """
    work: Work[Picture, Outcome] = Work(
        weigh=lambda picture: 0, do=lambda picture: process(*picture), drop=lambda picture: None
    )
    return run_several(plan, work, Bounds(workers=0, items=1, weight=0), watch)


def run_several(plan: RunPlan, work: Work[Picture, Outcome], bounds: Bounds, watch: Watch) -> tuple[PictureRow, ...]:
    """Process several pictures at a time, and write table, record, and all that measuring gives.

    Parameters
    ----------
    plan
        What to look at, and what to write.
    work
        What is done with one picture; it writes the results of this picture itself.
    bounds
        How many at a time.
    watch
        Told of the progress.

    Returns
    -------
    tuple[PictureRow, ...]
        One per picture, in the order they were found.
    """
    files = find_files(plan.sources, out=plan.out)
    names = plan_names([file.place for file in files])
    folders = dict.fromkeys(file.folder for file in files)
    head = None if plan.measuring is None else find_head(folders, plan.measuring.options.head)
    rows: list[PictureRow] = []
    watch(0, len(files))
    with record_run(plan.out, plan.record) as table:
        with _open_crack_files(plan) as crack_files:

            def deliver(outcome: Outcome) -> None:
                row, findings = outcome
                if crack_files and findings:
                    crack_files.append(findings)
                    row = replace(row, cracks=len(findings.report.cracks))
                rows.append(row)
                table.append(row)
                watch(len(rows), len(files))

            run_side_by_side(zip([file.path for file in files], names, strict=True), work, bounds, deliver)
        if crack_files and not crack_files.summaries and any(row.probability for row in rows):
            remove_crack_files(plan.out)  # maps alone: their vectors lie elsewhere
        elif plan.measuring and crack_files and head:
            document = _compose(plan, plan.measuring.standard, head, crack_files.summaries, rows)
            write_html(document, plan.out / REPORT)
            if plan.measuring.options.pdf:
                write_pdf(plan.out / REPORT, plan.out / REPORT_PDF)
    return tuple(rows)


@contextmanager
def _open_crack_files(plan: RunPlan) -> Iterator[CrackFiles | None]:
    if plan.measuring is None:
        remove_crack_files(plan.out)
        yield None
        return
    facts = {name: plan.record[name] for name in ("started", "weights", "settings") if name in plan.record}
    with record_cracks(plan.out, facts, dxf=plan.measuring.options.dxf) as crack_files:
        yield crack_files


def _compose(
    plan: RunPlan,
    standard: Standard | None,
    head: ReportHead,
    summaries: Sequence[PictureSummary],
    rows: Sequence[PictureRow],
) -> ReportDocument:
    return ReportDocument(
        head=head,
        pictures=tuple(summaries),
        failures=tuple((row.file, row.error) for row in rows if row.error is not None),
        standard=standard,
        settings=plan.settings,
        weights=plan.weights,
        version=__version__,
        made_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        folder=plan.out,
    )
