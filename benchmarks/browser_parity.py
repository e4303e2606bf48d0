"""How well the page in the browser agrees with ONNX Runtime on the processor, and how long it takes.

    python -m benchmarks.browser_parity examples FOLDER --count 50 --large 12 --gpu 2 --json results/

Masks are those that the page saves. Pictures go in groups, each first through the page, then through what `predict`
runs, so that both times are taken under the same load; the page's time is the one it shows. The large picture is the
first one repeated until it has so many megapixels. A GPU in software shows that its programs are right, not how fast.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.browser_page import SOFTWARE_GPU, drive, find_missing
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.export.web import write_web
from efficientcracknet.prediction import load
from efficientcracknet.runtime.images import looks_like_picture, read_mask, read_photo, write_jpeg
from efficientcracknet.runtime.weights import Weights, find_weights

GROUP = 10
ENGINES: Mapping[str, Mapping[str, Any]] = {
    "wasm": {"engine": "cpu"},
    "wasm, not isolated": {"engine": "cpu", "isolated": False},
    "WebGPU in software": {"engine": "gpu", "flags": SOFTWARE_GPU},
}
"""Settings of the page and its browser, by name."""


def compare(site: Path, pictures: Sequence[Path], weights: Weights, engine: str) -> dict[str, Any]:
    """Return how far page and `predict` agree on pictures.

    Parameters
    ----------
    site
        Folder of the page.
    pictures
        At least one.
    weights
        That are in the page.
    engine
        A name of `ENGINES`.

    Returns
    -------
    dict[str, Any]
        Crack pixels of either, IoU pooled over all pictures and of the worst one, pixels that differ, median seconds.
    """
    find_cracks, rows, told = load(weights.name, provider="cpu"), [], {}
    for start in range(0, len(pictures), GROUP):
        with TemporaryDirectory() as folder:
            group = [_copy(path, Path(folder), number) for number, path in enumerate(pictures[start : start + GROUP])]
            steps = [{"do": "find", "picture": path, "save": ["mask"]} for path in group]
            told = drive(site, Path(folder) / "out", steps, **ENGINES[engine])
            for path, step in zip(group, told["steps"], strict=True):
                begun = perf_counter()
                ours = find_cracks(path).mask
                seconds = perf_counter() - begun
                theirs = read_mask(Path(step["saved"][0]))
                both, either = int((ours & theirs).sum()), int((ours | theirs).sum())
                rows.append((both, either, ours.size, _read_seconds(step["seconds"]), seconds))
    shared, union, pixels = (int(sum(row[at] for row in rows)) for at in range(3))
    return {
        "engine": told["steps"][-1]["engine"],
        "browser": told["browser"],
        "pictures": len(rows),
        "pixels": pixels,
        "crack_pixels": union,
        "pixels_different": union - shared,
        "crack_iou_pooled": shared / union if union else 1.0,
        "crack_iou_worst": min(row[0] / row[1] if row[1] else 1.0 for row in rows),
        "page_median_s": round(median(row[3] for row in rows), 4),
        "predict_median_s": round(median(row[4] for row in rows), 4),
    }


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Write the page and compare what the command line asks for.

    Parameters
    ----------
    arguments
        As `parse_arguments` gives them.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``browser-parity``.

    Raises
    ------
    SettingsError
        If there is no browser or no page.
    """
    if missing := find_missing():
        raise SettingsError(f"browser_parity: a page and a browser must be there, got no {missing}. Install it.")
    weights = find_weights(arguments.weights)
    pictures = [path for folder in arguments.folders for path in sorted(folder.iterdir()) if looks_like_picture(path)]
    pictures = pictures[: arguments.count]
    agreement = {}
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        write_web(weights, site, ExportOptions())
        version = (site / "files.json").read_text(encoding="utf-8").split('"')[3]
        agreement["wasm"] = compare(site, pictures, weights, "wasm")
        agreement["wasm, not isolated"] = compare(site, pictures[:GROUP], weights, "wasm, not isolated")
        if arguments.large:
            large = _repeat(pictures[0], arguments.large, Path(folder) / "large.jpg")
            agreement[f"wasm, {arguments.large} megapixels"] = compare(site, [large], weights, "wasm")
        if arguments.gpu:
            agreement["WebGPU in software"] = compare(site, pictures[: arguments.gpu], weights, "WebGPU in software")
    folders = ["/".join(folder.parts[-3:]) for folder in arguments.folders]
    settings = {"folders": folders, "count": arguments.count, "group": GROUP}
    body = {"weights": {"name": weights.name, "sha256": weights.sha256}, "page": version, "settings": settings}
    return make_record("browser-parity", {**body, "agreement": agreement})


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `folders`, `count`, `large`, `gpu`, `weights`, `json`.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.browser_parity", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="+", help="pictures")
    parser.add_argument("--count", metavar="N", type=int, default=50, help="so many of them, in order")
    parser.add_argument("--large", metavar="MEGAPIXELS", type=int, default=0, help="one picture of this size too")
    parser.add_argument("--gpu", metavar="N", type=int, default=0, help="so many pictures on a GPU in software")
    parser.add_argument("--weights", metavar="NAME", help="the default one if left out")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def format_agreement(record: Mapping[str, Any]) -> str:
    """Return the record's figures as lines of text.

    Parameters
    ----------
    record
        As `measure` gives it.

    Returns
    -------
    str
        One line for each engine.
    """
    return "\n".join(
        f"{name} ({found['engine']}): crack IoU {found['crack_iou_pooled']:.5f} on {found['pictures']} pictures, worst "
        f"{found['crack_iou_worst']:.5f}; {found['page_median_s']} s, predict {found['predict_median_s']} s"
        for name, found in record["agreement"].items()
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
    print(format_agreement(record))
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record, record['weights']['name'])}")


def _copy(picture: Path, folder: Path, number: int) -> Path:
    """Return a copy under a name of its own: pictures of two folders may share theirs."""
    return Path(copyfile(picture, folder / f"{number}{picture.suffix}"))


def _repeat(picture: Path, megapixels: int, path: Path) -> Path:
    """Write a JPEG of 3 : 4, at least so large, made of one picture."""
    pixels = read_photo(picture).pixels
    height, width = (round((megapixels * 1e6 * share) ** 0.5) for share in (3 / 4, 4 / 3))
    rows, columns = -(-height // pixels.shape[0]), -(-width // pixels.shape[1])
    write_jpeg(path, np.tile(pixels, (rows, columns, 1))[:height, :width])
    return path


def _read_seconds(shown: str) -> float:
    return float(shown.removesuffix(" s").replace(",", ""))


if __name__ == "__main__":
    main()
