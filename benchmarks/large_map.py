"""Memory, rate and exactness of `predict` on maps of any size, and what is left of a run that is killed.

    python -m benchmarks.large_map --grounds FOLDER --sizes 10000x10000 25000x40000 --json results/

Draws each map (`benchmarks.drawn_map`), runs the command in a process of its own, reads that process's peak of resident
memory, and compares the lines of the GeoPackage with those drawn. A run of the first size is then killed, resumed,
killed again and resumed, and its files are compared with those of the run that was left alone. Linux only: the peak is
read from /proc.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.drawn_map import DrawnMap, plan_map, read_ground, write_map
from benchmarks.found_lines import compare_lines, compare_vertices, count_crossings, list_seams, read_lines
from benchmarks.map_runs import compare_killed, run_predict
from efficientcracknet.core.size import parse_size
from efficientcracknet.core.tiles import plan_tiles
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.geo.vectors import VectorFiles
from efficientcracknet.geo.windows import CORE_PX
from efficientcracknet.runtime.weights import Weights, find_weights

NAME = "map"


def compare_found(drawn: DrawnMap, out: Path, weights: Weights) -> dict[str, Any]:
    """Return how the lines of a GeoPackage compare with those drawn.

    Parameters
    ----------
    drawn
        The map.
    out
        Folder of the results.
    weights
        That found them: their tiles have seams too.

    Returns
    -------
    dict[str, Any]
        Lengths, crossings of seams, and density of vertices near the seams of measuring and of tiles.
    """
    found = read_lines(VectorFiles.of(out, NAME).geopackage)
    size = drawn.height, drawn.width
    windows = [list_seams(side, CORE_PX) for side in size]
    tiles = plan_tiles(*size, tile_px=weights.tile_px, overlap_px=weights.overlap_px)
    edges = [
        sorted({tile.top for tile in tiles} - {0} | {tile.rows.stop for tile in tiles} - {drawn.height}),
        sorted({tile.left for tile in tiles} - {0} | {tile.cols.stop for tile in tiles} - {drawn.width}),
    ]
    return {
        **compare_lines(drawn.lines, found),
        "crossings_most": max(count_crossings(line, *windows) for line in drawn.lines),
        "vertices_near_windows": compare_vertices(found, *windows),
        "vertices_near_tiles": compare_vertices(found, *edges),
    }


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Draw, run, compare and kill as the command line asks for.

    Parameters
    ----------
    arguments
        As `parse_arguments` gives them.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``large-map``.
    """
    weights, ground = find_weights(arguments.weights), read_ground(arguments.grounds, arguments.kind)
    flags = ["--threads", str(arguments.threads)]
    flags += ["--weights", arguments.weights] if arguments.weights else []
    sizes: dict[str, Any] = {}
    killed = None
    for number, size in enumerate(arguments.sizes):
        height, width = parse_size(size, argument="sizes")
        drawn = plan_map(height, width, width_px=arguments.width, ground=ground, seed=arguments.seed)
        with TemporaryDirectory(dir=arguments.folder) as folder:
            source, out = Path(folder) / f"{NAME}.tif", Path(folder) / "whole"
            write_map(drawn, source)
            run = run_predict(source, out, flags)
            sizes[size] = {
                "megapixels": height * width / 1e6,
                "seconds": round(run.seconds, 2),
                "megapixels_per_s": round(height * width / 1e6 / run.seconds, 3),
                "peak_mb": round(run.peak_mb, 1),
                "lines": compare_found(drawn, out, weights),
            }
            if number == 0 and arguments.kill_at:
                killed = compare_killed(source, out, run.seconds, arguments.kill_at, flags)
        print(format_size(size, sizes[size]), flush=True)
    body = {
        "weights": {"name": weights.name, "sha256": weights.sha256},
        "settings": {
            "threads": arguments.threads,
            "ground": arguments.kind,
            "width_px": arguments.width,
            "seed": arguments.seed,
            "core_px": CORE_PX,
            "tile_px": weights.tile_px,
        },
        "sizes": sizes,
        "killed": killed,
    }
    return make_record("large-map", body)


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `grounds`, `kind`, `sizes`, `width`, `weights`, `threads`, `kill_at`, `folder`, `seed`, `json`.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large_map", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--grounds", metavar="FOLDER", type=Path, required=True, help="pictures of surfaces")
    parser.add_argument("--kind", metavar="WORD", default="asphalt", help="that the ground's name begins with")
    parser.add_argument("--sizes", metavar="HxW", nargs="+", default=["10000x10000", "25000x40000"])
    parser.add_argument("--width", metavar="PX", type=float, default=6.0, help="of every crack")
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default one if left out")
    parser.add_argument("--threads", metavar="N", type=int, default=2)
    parser.add_argument("--kill-at", metavar="SHARE", type=float, nargs="*", default=[0.3, 0.7], help="of a whole run")
    parser.add_argument("--folder", metavar="FOLDER", type=Path, help="for maps and results; removed in the end")
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def format_size(size: str, found: Mapping[str, Any]) -> str:
    """Return the figures of one size as a line of text.

    Parameters
    ----------
    size
        HxW.
    found
        As the record has it.

    Returns
    -------
    str
        Without a line end.
    """
    lines = found["lines"]
    windows, tiles = (lines[f"vertices_near_{seams}"]["ratio"] for seams in ("windows", "tiles"))
    return (
        f"{size}: {found['seconds']} s, {found['megapixels_per_s']} Mpx/s, peak {found['peak_mb']} MB; length "
        f"{lines['error_share']:+.2%} (worst line {lines['error_share_worst']:.2%}), at most "
        f"{lines['crossings_most']} crossings; vertices near seams of windows x {windows}, of tiles x {tiles}"
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        As `parse_arguments` takes them.
    """
    arguments = parse_arguments(words)
    record = measure(arguments)
    if record["killed"] is not None:
        killed = record["killed"]
        print(
            f"Killed at {killed['killed_at_share']} and resumed: {', '.join(killed['differing']) or 'nothing'} differs"
        )
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record, record['weights']['name'])}")


if __name__ == "__main__":
    main()
