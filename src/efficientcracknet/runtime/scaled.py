"""A picture looked at smaller or larger than it is; the answer has the picture's own size."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.working_scale import WorkingScale, choose_scale
from efficientcracknet.runtime.images import resize_picture
from efficientcracknet.runtime.predictor import Predictor


def decide_scale(pixels: NDArray[np.uint8], factor: float | None) -> WorkingScale:
    """Return the scale that was asked for, or one that suits the picture.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8.
    factor
        As given by the user; None: decided from the picture, see `core.working_scale`.

    Returns
    -------
    WorkingScale
        With the reason.
    """
    return choose_scale(pixels) if factor is None else WorkingScale(factor, "as asked for")


def predict_at(
    predictor: Predictor, pixels: NDArray[np.uint8], scale: WorkingScale, *, beside: bool = False
) -> CrackMap:
    """Find the cracks of a picture at a scale.

    Parameters
    ----------
    predictor
        The network.
    pixels
        (H, W, 3) uint8.
    scale
        1 is the picture as it is.
    beside
        Whether other pictures are looked at meanwhile.

    Returns
    -------
    CrackMap
        (H, W), resized bilinearly where the scale is another than 1.
    """
    if scale.factor == 1 or pixels.ndim != 3 or pixels.size == 0:  # what is no picture is refused there
        return predictor.predict(pixels, beside=beside)
    height, width = pixels.shape[:2]
    rows, columns = (max(round(side * scale.factor), 1) for side in (height, width))
    found = predictor.predict(resize_picture(pixels, rows, columns), beside=beside)
    resized = Image.fromarray(found.probability).resize((width, height), Image.Resampling.BILINEAR)
    probability = np.clip(np.asarray(resized), 0, 1)
    probability.flags.writeable = False
    return CrackMap(probability, found.threshold)
