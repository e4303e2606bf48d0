"""What ``load()`` and a picture give: the cracks of one photo, to look at, to compute with and to keep."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.scale import Scale
from efficientcracknet.core.working_scale import AS_IS, WorkingScale
from efficientcracknet.draw.overlay import draw_overlay
from efficientcracknet.measure.measuring import DEFAULT_SETTINGS, measure_map
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.values import CrackReport
from efficientcracknet.runtime.choice import AUTO
from efficientcracknet.runtime.files import remove_file, write_json
from efficientcracknet.runtime.images import Photo, read_photo, resize_picture, write_jpeg, write_png
from efficientcracknet.runtime.predictor import Item, Predictor, Result
from efficientcracknet.runtime.scaled import decide_scale, predict_at
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights, find_weights

JPEG_SIDE_PX = 65500
"""Longest side that a JPEG can be written with."""


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """A photo, its crack map, and the weights that made the map.

    Attributes
    ----------
    photo
        The picture as seen upright.
    crack_map
        Probability of every pixel, and the threshold.
    weights
        What the network was, for the record.
    working_scale
        How large the network saw the picture, and why.
    """

    photo: Photo
    crack_map: CrackMap
    weights: Weights
    working_scale: WorkingScale = AS_IS

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(H, W) bool, read-only: True on cracks."""
        return self.crack_map.mask

    @property
    def probability(self) -> NDArray[np.float32]:
        """(H, W) float32, 0..1, read-only."""
        return self.crack_map.probability

    def overlay(self) -> NDArray[np.uint8]:
        """Return the picture with its cracks outlined.

        Returns
        -------
        NDArray[np.uint8]
            (H, W, 3), red green blue.
        """
        return draw_overlay(self.photo.pixels, self.mask)

    def measure(self, scale: Scale | None = None, settings: MeasureSettings = DEFAULT_SETTINGS) -> CrackReport:
        """Measure the cracks: length, width, direction.

        Parameters
        ----------
        scale
            Of the photo, such as ``PixelScale(mm_per_px=0.2)``; None gives no mm.
        settings
            The rules of measuring.

        Returns
        -------
        CrackReport
            Longest crack first; without cracks if none was found.
        """
        return measure_map(self.crack_map, scale, settings)

    def to_dict(self) -> dict[str, Any]:
        """Return all that is known but the pixels, ready for JSON.

        Returns
        -------
        dict[str, Any]
            Sizes in px, crack share 0..1, degrees, ISO 8601; None where the photo does not say.
        """
        height, width = self.probability.shape
        return {
            "file": None if self.photo.path is None else self.photo.path.as_posix(),
            "width_px": width,
            "height_px": height,
            "crack_share": self.crack_map.crack_share,
            "working_scale": self.working_scale.factor,
            "working_scale_reason": self.working_scale.reason,
            "taken_at": self.photo.taken_at,
            "latitude_deg": self.photo.latitude_deg,
            "longitude_deg": self.photo.longitude_deg,
            "camera": self.photo.camera,
            "threshold": self.crack_map.threshold,
            "weights": {"name": self.weights.name, "sha256": self.weights.sha256, "terms": self.weights.terms},
        }

    def save(self, folder: str | Path) -> None:
        """Write ``mask.png`` (0 or 255), ``overlay.jpg`` and ``prediction.json``.

        Parameters
        ----------
        folder
            Made if it is not there; files of these names in it are replaced. An `OutputError` says what cannot be
            written.
        """
        folder = Path(folder)
        self.write_pictures(folder / "mask.png", folder / "overlay.jpg")
        write_json(folder / "prediction.json", self.to_dict())

    def write_pictures(self, mask: Path, overlay: Path) -> None:
        """Write mask and overlay, both or neither.

        Parameters
        ----------
        mask
            PNG to write, 0 or 255, of the picture's size; folders are made.
        overlay
            JPEG to write; folders are made. Reduced where a side is longer than a JPEG can have.
        """
        both_written = False
        try:
            marked = self.mask
            write_png(mask, marked * np.uint8(255))
            write_jpeg(overlay, fit_jpeg(draw_overlay(self.photo.pixels, marked)))
            both_written = True
        finally:
            if not both_written:  # an interruption leaves no half of a result either
                remove_file(mask)
                remove_file(overlay)


class PhotoPredictor:
    """Finds cracks in photos, given as a path or as pixels.

    Parameters
    ----------
    predictor
        The network to use.
    working_scale
        Pixels the network sees for each pixel of the photo along a side; None: decided for each photo.

    Attributes
    ----------
    weights
        What the network is.
    threshold
        Probability from which a pixel is crack, 0..1.
    choice
        On what it runs, in which numbers, and why.
    """

    def __init__(self, predictor: Predictor, working_scale: float | None = None) -> None:
        self._predictor = predictor
        self._working_scale = working_scale
        self.weights = predictor.weights
        self.threshold = predictor.threshold
        self.choice = predictor.choice

    def __call__(self, image: str | Path | Photo | NDArray[np.uint8], *, beside: bool = False) -> Prediction:
        """Find the cracks of one photo.

        Parameters
        ----------
        image
            A file, a `Photo`, or (H, W, 3) uint8, red green blue, upright, which is copied.
        beside
            Whether other threads ask about other photos meanwhile; many small ones are done sooner so, one later.

        Returns
        -------
        Prediction
            Of the picture's own size.
        """
        if isinstance(image, str | Path):
            photo = read_photo(Path(image))
        elif isinstance(image, Photo):
            photo = image
        else:
            photo = Photo(np.asarray(image))
        scale = decide_scale(photo.pixels, self._working_scale)
        crack_map = predict_at(self._predictor, photo.pixels, scale, beside=beside)
        return Prediction(photo, crack_map, self.weights, scale)

    def find_cracks(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Find the cracks of a tile of a map, beside others: as it is, whatever the working scale of photos is.

        Parameters
        ----------
        pixels
            (H, W, 3) uint8.

        Returns
        -------
        NDArray[np.float32]
            (H, W), 0..1.
        """
        return self._predictor.predict(pixels, beside=True).probability

    def spread(self, act: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Do what ``map`` does with the tiles of a map, as many side by side as the network can run.

        Parameters
        ----------
        act
            Looks at no more than one tile.
        items
            Taken in the caller's thread, as there is room.

        Returns
        -------
        Iterator[Result]
            In the order of the items.
        """
        return self._predictor.spread(act, items)


def load(
    weights: str | Path | None = None,
    *,
    threshold: float | None = None,
    threads: int | None = None,
    provider: str = AUTO,
    precision: str = AUTO,
    working_scale: float | None = None,
) -> PhotoPredictor:
    """Load a network, ready for photos.

    Parameters
    ----------
    weights
        Name in the catalogue (``efficientcracknet-DATA-vN``, or ``DATA`` for the newest), or path of an ONNX file with
        its description beside it; None: the default of the catalogue.
    threshold
        Probability from which a pixel is crack, 0..1; None: as the weights say.
    threads
        Of the processor, at least 1; None: as many as the machine has cores.
    provider
        What runs it: ``cpu``, ``cuda``, ``tensorrt``, ``openvino``; ``auto``: the best that starts here.
    precision
        ``fp32``, ``bf16``, ``int8``; ``auto``: fp32.
    working_scale
        1 looks at photos as they are, 0.5 at half their size; None: each as large as the detail it holds.

    Returns
    -------
    PhotoPredictor
        Call it with a path or an array.
    """
    found = find_weights(weights)
    session = open_session(found.path, threads, provider, precision)
    return PhotoPredictor(Predictor(found, session, threshold=threshold), working_scale)


def fit_jpeg(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture that a JPEG can hold.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8.

    Returns
    -------
    NDArray[np.uint8]
        `pixels` itself, or reduced until its longer side is `JPEG_SIDE_PX`.
    """
    height, width = pixels.shape[:2]
    if max(height, width) <= JPEG_SIDE_PX:
        return pixels
    factor = JPEG_SIDE_PX / max(height, width)
    return resize_picture(pixels, max(1, round(height * factor)), max(1, round(width * factor)))
