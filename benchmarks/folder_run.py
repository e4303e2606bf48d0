"""A folder of photos of 12 megapixels from files to masks and overlays: wall time by what its stages cost alone.

`benchmarks.stages` runs this. The stages are those of `predict --no-measure`; each is run by itself, on one thread, and
its processor time taken. A run over the folder cannot take less than the sum of these by the number of cores.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.jobs.map_options import MapOptions
from efficientcracknet.jobs.map_pictures import MapPictures
from efficientcracknet.jobs.measuring import Measuring, MeasuringOptions
from efficientcracknet.jobs.picture_job import PictureJob
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.prediction import PhotoPredictor, load
from efficientcracknet.runtime.cores import count_cores
from efficientcracknet.runtime.images import read_photo

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PATCH_PX = 384
"""Side of what is cut from each of the example pictures, px."""

QUALITY = 92
"""Of the JPEGs, as cameras write them; colour at half the resolution, as theirs."""

MEASURED_ALONE = 4
"""Photos that each stage is timed on."""

_PROGRAM = """
import json, sys
from pathlib import Path
from time import perf_counter, process_time
from efficientcracknet.evaluation.memory import read_peak_mb
from efficientcracknet.jobs.predict import PredictSettings, predict_pictures
folder, out, weights = sys.argv[1:]
settings = PredictSettings((folder,), Path(out), weights, measuring=None)
start, processor_start = perf_counter(), process_time()
report = predict_pictures(settings)
wall, processor = perf_counter() - start, process_time() - processor_start
failed = [row.error for row in report.failures]
print(json.dumps({"wall_s": wall, "processor_s": processor, "peak_mb": read_peak_mb(), "failed": failed}))
"""


def measure_folder(weights: str, counts: Sequence[int], rounds: int, photo: tuple[int, int]) -> dict[str, Any]:
    """Time stages and runs in turns.

    Parameters
    ----------
    weights
        Name or file.
    counts
        Photos in each run.
    rounds
        How often everything is done; the median counts.
    photo
        Height and width of a photo, px, at least `PATCH_PX`.

    Returns
    -------
    dict[str, Any]
        Ready for JSON.
    """
    with TemporaryDirectory() as place:
        folders = {count: write_photos(Path(place) / f"photos-{count}", count, photo) for count in counts}
        alone: list[dict[str, float]] = []
        runs: dict[int, list[Mapping[str, Any]]] = {count: [] for count in counts}
        for _ in range(rounds):
            alone.append(time_alone(weights, folders[max(counts)], Path(place) / "alone"))
            for count in counts:
                runs[count].append(run_folder(weights, folders[count], Path(place) / f"out-{count}"))
    return summarise(alone, runs, count_cores()) | {"photo": list(photo), "rounds": rounds}


def summarise(
    alone: Sequence[Mapping[str, float]], runs: Mapping[int, Sequence[Mapping[str, Any]]], cores: int
) -> dict[str, Any]:
    """Put runs beside the least that they could take.

    Parameters
    ----------
    alone
        For each round: processor time by stage, s; ``load`` once, the others for one photo.
    runs
        By the number of photos: of each round, wall and processor time, s, and peak of memory, MB.
    cores
        That a run may use.

    Returns
    -------
    dict[str, Any]
        Ready for JSON; a ratio of 1 is the least.

    Examples
    --------
    >>> run = {"wall_s": 6.0, "processor_s": 9.5, "peak_mb": 100.0}
    >>> summarise([{"load": 1.0, "read": 1.0, "find": 3.0}], {2: [run]}, 2)["runs"][0]["ratio"]
    1.3333
    """
    stages = {name: round(statistics.median(one[name] for one in alone), 4) for name in alone[0]}
    once = stages["load"]
    each = sum(stages.values()) - once
    rows = []
    for count, found in runs.items():
        total = once + count * each
        wall = statistics.median(run["wall_s"] for run in found)
        rows.append(
            {
                "photos": count,
                "wall_s": round(wall, 3),
                "processor_s": round(statistics.median(run["processor_s"] for run in found), 3),
                "stages_s": round(total, 3),
                "ratio": round(wall / (total / cores), 4),
                "peak_mb": _find_peak([run["peak_mb"] for run in found]),
            }
        )
    return {"cores": cores, "stages_s": stages, "runs": rows}


def time_alone(weights: str, folder: Path, out: Path) -> dict[str, float]:
    """Take some photos through the stages of `predict --no-measure`, one stage after the other, on one thread.

    Parameters
    ----------
    weights
        Name or file.
    folder
        Of the photos.
    out
        Of the results.

    Returns
    -------
    dict[str, float]
        Processor time, s: ``load`` once; ``read``, ``find``, ``finish`` for one photo.
    """
    start = process_time()
    predictor = load(weights, threads=1)
    spent = {"load": process_time() - start, "read": 0.0, "find": 0.0, "finish": 0.0}
    job = _plan_job(predictor, out)
    photos = sorted(folder.iterdir())[:MEASURED_ALONE]
    for path in photos:
        value: Any = path
        stages: dict[str, Callable[[Any], Any]] = {
            "read": read_photo,
            "find": predictor,
            "finish": partial(job.write, path=path, name=path.stem),
        }
        for name, act in stages.items():
            start = process_time()
            value = act(value)
            spent[name] += (process_time() - start) / len(photos)
    return spent


def run_folder(weights: str, folder: Path, out: Path) -> dict[str, Any]:
    """Run `predict --no-measure` over a folder in a process of its own.

    Parameters
    ----------
    weights
        Name or file.
    folder
        Of the photos.
    out
        Of the results.

    Returns
    -------
    dict[str, Any]
        Wall and processor time, s, without starting Python; peak of memory, MB, or None where the system does not tell.

    Raises
    ------
    RuntimeFault
        If the process or a photo fails.
    """
    command = [sys.executable, "-c", _PROGRAM, str(folder), str(out), weights]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        last = (result.stderr.strip().splitlines() or [f"status {result.returncode}"])[-1]
        raise RuntimeFault(f"folder_run: `weights` must run over the folder, got: {last}. Run predict by hand.")
    found: dict[str, Any] = json.loads(result.stdout)
    failed = found.pop("failed")
    if failed:
        raise RuntimeFault(
            f"folder_run: every photo must be done, got {len(failed)} that failed: {failed[0]} Leave it out."
        )
    return found


def write_photos(folder: Path, count: int, photo: tuple[int, int]) -> Path:
    """Write photos made of parts of the example pictures, each another arrangement.

    Parameters
    ----------
    folder
        Made.
    count
        How many.
    photo
        Height and width, px.

    Returns
    -------
    Path
        The folder.
    """
    patches = [read_photo(path).pixels[:PATCH_PX, :PATCH_PX] for path in sorted(EXAMPLES.glob("*.jpg"))]
    folder.mkdir(parents=True)
    for number in range(count):
        pixels = arrange(patches, photo, np.random.default_rng(number))
        Image.fromarray(pixels).save(folder / f"photo-{number:03}.jpg", quality=QUALITY)
    return folder


def arrange(
    patches: Sequence[NDArray[np.uint8]], photo: tuple[int, int], random: np.random.Generator
) -> NDArray[np.uint8]:
    """Return a picture made of square patches, each at random turned by a multiple of 90 degrees.

    Parameters
    ----------
    patches
        (side, side, 3) uint8 each.
    photo
        Height and width, px.
    random
        Chooses.

    Returns
    -------
    NDArray[np.uint8]
        (height, width, 3).
    """
    height, width = photo
    side = patches[0].shape[0]
    rows = [
        np.concatenate(
            [
                np.rot90(patches[int(random.integers(len(patches)))], int(random.integers(4)))
                for _ in range(-(-width // side))
            ],
            axis=1,
        )
        for _ in range(-(-height // side))
    ]
    return np.concatenate(rows)[:height, :width]


def _plan_job(predictor: PhotoPredictor, out: Path) -> PictureJob:
    region = RegionOptions()
    measuring = Measuring(MeasuringOptions(), region)
    maps = MapPictures(predictor, out, MapOptions(), measuring, region, False, lambda stage, done, total: None)
    return PictureJob(predictor, measuring, out, maps, measures=False)


def _find_peak(peaks: Sequence[float | None]) -> float | None:
    known = [peak for peak in peaks if peak is not None]
    return round(max(known), 1) if known else None
