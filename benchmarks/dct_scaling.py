"""Whether photos that are looked at smaller may be decoded smaller: what it saves, and how far masks change.

    python -m benchmarks.dct_scaling [--weights NAME|FILE] [--pictures DIR] --json results

A JPEG holds blocks of 8 x 8 frequencies; from the lowest of them a decoder makes pictures of 1/2, 1/4 or 1/8 the size.
The pictures here are enlarged first, so that the working scale suits them. One thread, processor time.
"""

import argparse
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet.core.working_scale import WorkingScale
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.prediction import Prediction
from efficientcracknet.runtime.images import looks_like_picture, read_photo, resize_picture
from efficientcracknet.runtime.pixels import to_array
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.scaled import predict_at
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
WAYS = ((2, 2), (4, 2), (4, 4), (8, 2), (8, 4), (8, 8))
"""(looked at at 1/N of the size, decoded at 1/N of it)."""

QUALITY = 92
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found:
    """One picture in one way.

    Attributes
    ----------
    shared, either
        Pixels that both masks, or at least one of them, call crack.
    decoding_ms, shrinking_ms
        The whole picture.
    reduced_ms
        Decoding it smaller and shrinking the rest.
    photo_ms
        All that is done with a picture that is decoded whole, files read and written.
    """

    shared: int
    either: int
    decoding_ms: float
    shrinking_ms: float
    reduced_ms: float
    photo_ms: float


def compare(predictor: Predictor, pixels: NDArray[np.uint8], parts: int, folder: Path) -> dict[tuple[int, int], Found]:
    """Look at one picture, enlarged, in every way.

    Parameters
    ----------
    predictor
        The network, on one thread.
    pixels
        (H, W, 3) uint8, with detail down to the pixel.
    parts
        How many times as large the picture is made, and 1 by the working scale.
    folder
        For files.

    Returns
    -------
    dict[tuple[int, int], Found]
        For those of `WAYS` that begin with `parts`.
    """
    rows, columns = pixels.shape[:2]
    photo = folder / "photo.jpg"
    enlarged = Image.fromarray(pixels).resize((columns * parts, rows * parts), Image.Resampling.LANCZOS)
    enlarged.save(photo, quality=QUALITY)
    whole, decoding_ms = _time(lambda: decode(photo, 1))
    small, shrinking_ms = _time(lambda: resize_picture(whole, rows, columns))
    _, photo_ms = _time(lambda: _do_all(predictor, photo, parts))
    mask = find_mask(predictor, small, parts)
    found = {}
    for way in (one for one in WAYS if one[0] == parts):
        reduced, reduced_ms = _time(partial(_reduce, photo, way[1], rows, columns))
        other = find_mask(predictor, reduced, parts)
        areas = int(np.count_nonzero(mask & other)), int(np.count_nonzero(mask | other))
        found[way] = Found(*areas, decoding_ms, shrinking_ms, reduced_ms, photo_ms)
    return found


def summarise(found: Sequence[Found]) -> dict[str, float]:
    """Return the ratio of areas over all pictures, and medians.

    Parameters
    ----------
    found
        Of all pictures in one way, at least one.

    Returns
    -------
    dict[str, float]
        Ready for JSON. ``saved_ms`` is what is saved where the overlay needs the whole picture too,
        ``saved_without_overlay_ms`` where it does not.

    Examples
    --------
    >>> figures = summarise([Found(98, 100, 50.0, 60.0, 40.0, 500.0)])
    >>> figures["iou"], figures["saved_ms"], figures["saved_without_overlay_ms"]
    (0.98, 20.0, 70.0)
    """
    names = ("decoding_ms", "shrinking_ms", "reduced_ms", "photo_ms")
    decoding, shrinking, reduced, photo = (statistics.median(getattr(one, name) for one in found) for name in names)
    figures = {
        "iou": sum(one.shared for one in found) / max(sum(one.either for one in found), 1),
        "photo_ms": photo,
        "saved_ms": shrinking - reduced,
        "saved_without_overlay_ms": decoding + shrinking - reduced,
    }
    return {name: round(figure, 4) for name, figure in figures.items()}


def decode(photo: Path, parts: int) -> NDArray[np.uint8]:
    """Decode a JPEG at a part of its size.

    Parameters
    ----------
    photo
        JPEG file.
    parts
        1, 2, 4 or 8.

    Returns
    -------
    NDArray[np.uint8]
        (H / parts, W / parts, 3), rounded up.
    """
    with Image.open(photo) as picture:
        width, height = picture.size
        picture.draft(None, (max(width // parts, 1), max(height // parts, 1)))
        picture.load()
        return to_array(picture)


def find_mask(predictor: Predictor, small: NDArray[np.uint8], parts: int) -> NDArray[np.bool_]:
    """Find the cracks of a picture made smaller, at its full size.

    Parameters
    ----------
    predictor
        The network.
    small
        (H, W, 3) uint8.
    parts
        How many times as large the mask is along a side.

    Returns
    -------
    NDArray[np.bool_]
        (H * parts, W * parts) bool.
    """
    rows, columns = small.shape[:2]
    probability = Image.fromarray(predictor.predict(small).probability)
    resized = probability.resize((columns * parts, rows * parts), Image.Resampling.BILINEAR)
    return np.asarray(np.clip(np.asarray(resized), 0, 1) >= np.float32(predictor.threshold))


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.dct_scaling", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default ones if left out")
    parser.add_argument("--pictures", metavar="DIR", type=Path, default=EXAMPLES)
    parser.add_argument("--most", metavar="N", type=int, default=24, help="pictures, the first by name")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    weights = find_weights(arguments.weights)
    predictor = Predictor(weights, open_session(weights.path, 1, "cpu"))
    paths = sorted(path for path in arguments.pictures.iterdir() if looks_like_picture(path))[: arguments.most]
    found: dict[tuple[int, int], list[Found]] = {way: [] for way in WAYS}
    with TemporaryDirectory() as folder:
        for path in paths:
            pixels = read_photo(path).pixels
            for parts in sorted({parts for parts, _ in WAYS}):
                for way, one in compare(predictor, pixels, parts, Path(folder)).items():
                    found[way].append(one)
    rows: list[dict[str, Any]] = [
        {"looked_at": parts, "decoded_at": by, **summarise(all_of_way)} for (parts, by), all_of_way in found.items()
    ]
    for row in rows:
        print(row)
    if arguments.json is not None:
        named = {"name": weights.name, "sha256": weights.sha256}
        settings = {"threads": 1, "pictures": len(paths), "quality": QUALITY}
        record = make_record("dct-scaling", {"weights": named, "settings": settings, "rows": rows})
        print(f"Record: {write_record(arguments.json, record, weights.name)}")


def _reduce(photo: Path, parts: int, rows: int, columns: int) -> NDArray[np.uint8]:
    decoded = decode(photo, parts)
    return decoded if decoded.shape[:2] == (rows, columns) else resize_picture(decoded, rows, columns)


def _do_all(predictor: Predictor, path: Path, parts: int) -> None:
    photo = read_photo(path)
    scale = WorkingScale(1 / parts, "as asked for")
    found = Prediction(photo, predict_at(predictor, photo.pixels, scale), predictor.weights, scale)
    found.write_pictures(path.with_name("mask.png"), path.with_name("overlay.jpg"))


def _time(act: Callable[[], Value]) -> tuple[Value, float]:
    start = process_time()
    value = act()
    return value, (process_time() - start) * 1000


if __name__ == "__main__":
    main()
