"""Records of the desk in the browser as one table: how quick its page is, what load it bears, what attacks do to it."""

from collections.abc import Iterable, Iterator

from benchmarks.newest import choose_last
from benchmarks.serve_page import FEWEST_FRAMES, LONGEST_PAINT_MS
from benchmarks.tabular import Record, Row, Table

HEADINGS: Row = ("what", "must", "measured")


def list_desk(records: Iterable[Record], weights: str = "") -> Table:
    """Return what the newest records say of the desk.

    Parameters
    ----------
    records
        Of any theme.
    weights
        Name of weights to hold to; empty: all.

    Returns
    -------
    Table
        Headings and rows; no rows for what has no record.
    """
    known = list(records)
    writers = {"serve-page": _tell_page, "serve-load": _tell_load, "serve-abuse": _tell_abuse}
    return HEADINGS, [
        row for theme, tell in writers.items() for record in choose_last(known, theme, weights) for row in tell(record)
    ]


def _tell_page(record: Record) -> Iterator[Row]:
    settings = record["settings"]
    megapixels = settings["height_px"] * settings["width_px"] / 1e6
    longest = f"{record['first_paint_longest_ms']:.0f} ms"
    yield f"first paint, longest of {settings['visits']} visits", f"< {LONGEST_PAINT_MS} ms", longest
    frames = ", ".join(f"{size} {moved['frames_per_s']:.0f}" for size, moved in record["pan"].items())
    what = f"frames a second while a photo of {megapixels:.0f} megapixels with {record['cracks']} cracks is drawn about"
    yield what, f"at least {FEWEST_FRAMES}", frames


def _tell_load(record: Record) -> Iterator[Row]:
    settings, load = record["settings"], record["load"]
    height, width = settings["size"]
    failed = load["sent"] - load["accepted"] + sum(load["broken"].values())
    failed += sum(count for status, count in load["statuses"].items() if status not in ("202", "429"))
    what = f"{settings['clients']} clients, {settings['photos']} photos of {height * width / 1e6:.0f} megapixels each"
    accepted = f"{load['accepted']:,} accepted, {failed} failed, {load['statuses'].get('429', 0):,} times 429"
    yield f"{what}, a queue of {settings['queue']}", "no failed request but 429", accepted
    peaks = {when: " and ".join(f"{peak:.0f}" for peak in both.values()) for when, both in load["peak_mb"].items()}
    yield "largest memory of server and worker, MB", "bounded", "; ".join(f"{peaks[when]} {when}" for when in peaks)
    done = f"{load['states'].get('done', 0):,} of {load['accepted']:,} after {load['done_after_s'] / 60:.1f} min in all"
    what = f"killed with {load['waiting_when_killed']} waiting, started again"
    yield what, "a result of every accepted photo", done


def _tell_abuse(record: Record) -> Iterator[Row]:
    abuse = record["abuse"]
    found = f"{len(abuse['faults'])} faults; slowest answer {abuse['slowest_s']:.1f} s"
    yield f"{abuse['requests']:,} hostile requests", "no 5xx but 503, none hangs", found
    yield "written outside the folder of projects", "nothing", ", ".join(abuse["written_outside"]) or "nothing"
