"""How long measuring takes: a picture of 12 megapixels with 50 cracks, and pictures of many."""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.synthetic import draw_coverage, straight_crack
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.prediction import load

SIZE_PX = 3000, 4000
"""Height and width of the large picture."""

CELLS = 5, 10
"""Rows and columns of the cells that its cracks lie in, one in each."""

TILE_PX = 30
"""Side of the cell of each of many cracks."""


def draw_large_map(seed: int) -> NDArray[np.float32]:
    """Draw 50 separate cracks of 200 to 360 px length and 3 to 20 px width.

    Parameters
    ----------
    seed
        Of widths, lengths and angles.

    Returns
    -------
    NDArray[np.float32]
        (3000, 4000) float32, 0..1.
    """
    random = np.random.default_rng(seed)
    height, width = (size // count for size, count in zip(SIZE_PX, CELLS, strict=True))
    rows = []
    for _ in range(CELLS[0]):
        cells = []
        for _ in range(CELLS[1]):
            length_px, width_px, angle = random.uniform((200, 3, 0), (360, 20, 180))
            crack = straight_crack((height / 2, width / 2), length_px=length_px, width_px=width_px, direction_deg=angle)
            cells.append(draw_coverage(height, width, [crack]))
        rows.append(np.hstack(cells))
    return np.vstack(rows)


def draw_many(count: int) -> NDArray[np.float32]:
    """Draw separate cracks of 22 px length and 4 px width at many angles, side by side.

    Parameters
    ----------
    count
        How many, at least 1.

    Returns
    -------
    NDArray[np.float32]
        (H, W) float32, 0..1, about square: the area grows with the count.
    """
    cells = [
        draw_coverage(
            TILE_PX, TILE_PX, [straight_crack((14.7, 14.4), length_px=22, width_px=4, direction_deg=7 * number)]
        )
        for number in range(26)  # 26 times 7 degrees is once around
    ]
    side = int(np.ceil(np.sqrt(count)))
    picture = np.zeros((side * TILE_PX, side * TILE_PX), np.float32)
    for number in range(count):
        top, left = (TILE_PX * place for place in divmod(number, side))
        picture[top : top + TILE_PX, left : left + TILE_PX] = cells[number % len(cells)]
    return picture


def time_large_picture(weights: str | None, seed: int) -> dict[str, float | int | str]:
    """Time measuring 12 megapixels, and the prediction before it if there are weights.

    Parameters
    ----------
    weights
        Name or file; None: no prediction is timed.
    seed
        Of the picture.

    Returns
    -------
    dict[str, float | int | str]
        Cracks found; seconds of one processor for measuring; and with weights, for the prediction, and whose it is.
    """
    crack_map = CrackMap(draw_large_map(seed), threshold=0.5)
    seconds, found = _time_measuring(crack_map)
    times: dict[str, float | int | str] = {"cracks": found, "measuring_s": round(seconds, 3)}
    if weights is not None:
        predictor = load(weights)
        grey = np.rint(200 - 150 * crack_map.probability).astype(np.uint8)
        start = time.process_time()
        predictor(np.repeat(grey[..., np.newaxis], 3, axis=2))
        times |= {"prediction_s": round(time.process_time() - start, 3), "weights": predictor.weights.name}
    return times


def time_counts(counts: Sequence[int]) -> dict[str, dict[str, float | int]]:
    """Time pictures of many separate cracks.

    Parameters
    ----------
    counts
        How many cracks in each picture.

    Returns
    -------
    dict[str, dict[str, float | int]]
        By count: cracks found, seconds of one processor, ms for each crack; of two runs the faster.
    """
    times: dict[str, dict[str, float | int]] = {}
    for count in counts:
        crack_map = CrackMap(draw_many(count), threshold=0.5)
        runs = [_time_measuring(crack_map) for _ in range(2)]
        seconds, found = min(runs)  # the machine may do other things too
        times[str(count)] = {
            "cracks": found,
            "measuring_s": round(seconds, 3),
            "ms_per_crack": round(1000 * seconds / count, 3),
        }
    return times


def _time_measuring(crack_map: CrackMap) -> tuple[float, int]:
    start = time.process_time()
    found = len(measure_map(crack_map).cracks)
    return time.process_time() - start, found
