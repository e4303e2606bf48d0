"""The QGIS plugin Deepness, imitated from its published behaviour, without QGIS.

Square tiles of uint8 from a layer that is 0 outside its borders; an overlap in percent, of which each tile keeps the
nearer half; division by 255 and the standardisation that the file states; what is at or above the threshold is crack.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError

Pixels = NDArray[np.uint8]
Probability = NDArray[np.float32]


class Plugin:
    """The plugin with a file loaded, and its default parameters taken from that file.

    Parameters
    ----------
    path
        The ONNX file.
    standardises
        False: a plugin before 0.6, which divides by 255 and does no more.

    Attributes
    ----------
    metadata
        What the file says, decoded.
    tile_px, overlap_px, stride_px
        Side of a tile, what neighbours share, and the distance of their corners, px.
    """

    def __init__(self, path: Path, *, standardises: bool = True) -> None:
        self._session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        self._standardises = standardises
        written = self._session.get_modelmeta().custom_metadata_map
        self.metadata: dict[str, Any] = {key: json.loads(value) for key, value in written.items()}
        self.tile_px = int(self._session.get_inputs()[0].shape[-1])
        self.overlap_px = int(self.tile_px * self.metadata["tiles_overlap"] / 100 * 2) // 2
        self.stride_px = self.tile_px - self.overlap_px

    def run(self, layer: Pixels) -> Probability:
        """Return the probability of every pixel of a raster layer.

        Parameters
        ----------
        layer
            (H, W, 3) uint8.

        Returns
        -------
        Probability
            (H, W) float32.
        """
        height, width = layer.shape[:2]
        rows, columns = (1 + max(0, -(-(side - self.tile_px) // self.stride_px)) for side in (height, width))
        extent = [self.tile_px + (count - 1) * self.stride_px for count in (rows, columns)]
        padded = np.zeros((*extent, 3), np.uint8)
        padded[:height, :width] = layer
        result = np.zeros(extent, np.float32)
        for top, keep_rows in self._list_spans(rows):
            for left, keep_columns in self._list_spans(columns):
                tile = padded[top : top + self.tile_px, left : left + self.tile_px]
                result[top:, left:][keep_rows, keep_columns] = self._run_tile(tile)[keep_rows, keep_columns]
        return result[:height, :width]

    def find_mask(self, probability: Probability) -> NDArray[np.bool_]:
        """Return what the plugin draws as crack.

        Parameters
        ----------
        probability
            From `run`.

        Returns
        -------
        NDArray[np.bool_]
            The same shape.

        Raises
        ------
        DataError
            If the file asks for the plugin's median filter.
        """
        side_px = self.metadata["seg_small_segment"]
        if side_px != 0:
            raise DataError(
                f"deepness: `seg_small_segment` must be 0, got {side_px}. The median filter it asks for takes thin "
                "cracks away and is not imitated."
            )
        mask: NDArray[np.bool_] = probability >= self.metadata["seg_thresh"]
        return mask

    def list_faults(self) -> list[str]:
        """Return what any version of the plugin would refuse or misread; nothing if all is well.

        Returns
        -------
        list[str]
            Names of ends of the graph and of metadata.
        """
        (source,), (result,) = self._session.get_inputs(), self._session.get_outputs()
        rules = {
            "input": source.type == "tensor(float)" and source.shape == [1, 3, self.tile_px, self.tile_px],
            "output": result.type == "tensor(float)" and result.shape == [1, 1, self.tile_px, self.tile_px],
            **_check_metadata(self.metadata, self.tile_px),
        }
        return [name for name, holds in rules.items() if not holds]

    def _list_spans(self, count: int) -> Iterator[tuple[int, slice]]:
        """Yield where each tile of a row begins, and which part of it is kept."""
        half_px = self.overlap_px // 2
        for number in range(count):
            start = half_px if number else 0
            stop = self.tile_px - (half_px if number < count - 1 else 0)
            yield number * self.stride_px, slice(start, stop)

    def _run_tile(self, tile: Pixels) -> Probability:
        values: Probability = (tile[np.newaxis] * (1.0 / 255.0)).astype(np.float32)
        if self._standardises:
            mean, std = (np.array(self.metadata[f"standardization_{name}"], np.float32) for name in ("mean", "std"))
            values = (values - mean) / std
        batch = values.transpose(0, 3, 1, 2)
        (maps,) = self._session.run(None, {self._session.get_inputs()[0].name: batch})
        probability: Probability = maps[0, 0]
        return probability


def _check_metadata(facts: Mapping[str, Any], tile_px: int) -> dict[str, bool]:
    """Return for each key that the plugin reads whether its value is of the kind and in the range that it needs."""
    names = facts.get("class_names")
    return {
        "model_type": facts.get("model_type") == "Segmentor",
        "class_names": isinstance(names, dict) and list(names) == ["0", "1"] and all(map(str, names.values())),
        "resolution": isinstance(facts.get("resolution"), float) and facts["resolution"] >= 0.01,
        "tile_size": facts.get("tile_size") == tile_px,
        "tiles_size": facts.get("tiles_size") == tile_px,
        "tiles_overlap": isinstance(facts.get("tiles_overlap"), int) and 0 <= facts["tiles_overlap"] <= 99,
        "standardization_mean": _are_three_numbers(facts.get("standardization_mean")),
        "standardization_std": _are_three_numbers(facts.get("standardization_std")),
        "seg_thresh": isinstance(facts.get("seg_thresh"), float) and 0 < facts["seg_thresh"] <= 1,
        "seg_small_segment": isinstance(facts.get("seg_small_segment"), int),
    }


def _are_three_numbers(value: object) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(isinstance(one, float) for one in value)
