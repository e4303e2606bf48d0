"""OpenVINO on the CPU, by the extra `openvino`. The only place that imports it, and only when it is asked for.

OpenVINO runs a network of free size with detours that one of fixed size does not need. So the network is compiled anew
for each shape of batch, which takes some tenths of a second, and the last few are kept.

Letters: B batch, H rows, W columns of the picture that the network sees.
"""

import importlib.metadata
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.runtime.choice import Choice, Provider
from efficientcracknet.runtime.engines.interface import Port, explain_file, explain_run, require_interface, require_maps
from efficientcracknet.runtime.engines.telemetry import without_telemetry

LIBRARY = "OpenVINO"
EXTRA = "openvino"
KEPT = 4
"""Shapes of batches that stay compiled."""

_CAPABILITIES = {"fp32": "FP32", "bf16": "BF16", "int8": "INT8"}
_HINTS = {"fp32": "f32", "bf16": "bf16", "int8": "f32"}
"""Numbers of what is not quantised; said always, as some processors would take half precision unasked."""


class OpenVinoSession:
    """An ONNX file, loaded and found to be a network that turns a picture into one map.

    Parameters
    ----------
    path
        The file; for int8 the quantised one. Named in every refusal.
    threads
        Threads of one run; None: as many as the machine has cores for this process.
    choice
        Says in which numbers.

    Attributes
    ----------
    choice
        As given.
    lanes
        1: runs take turns, each with all threads.
    """

    lanes = 1

    def __init__(self, path: Path, threads: int | None, choice: Choice) -> None:
        self.choice = choice
        self._turn = Lock()
        self._path = path
        self._settings: dict[str, str | int] = {"NUM_STREAMS": 1, "ENABLE_CPU_PINNING": False}
        if threads is not None:
            self._settings["INFERENCE_NUM_THREADS"] = threads
        self._settings["INFERENCE_PRECISION_HINT"] = _HINTS[choice.precision]
        self._model = _read(path)
        require_interface(path, list(map(_describe, self._model.inputs)), list(map(_describe, self._model.outputs)))
        self._requests: OrderedDict[tuple[int, ...], Any] = OrderedDict()

    def run(self, batch: NDArray[np.float32], *, beside: bool = False) -> NDArray[np.float32]:
        """Return the map of every picture.

        Parameters
        ----------
        batch
            (B, 3, H, W) float32, preprocessed.
        beside
            Whether others run at the same time; they wait for one another.

        Returns
        -------
        NDArray[np.float32]
            (B, 1, H, W), logits or probabilities as the weights say.

        Raises
        ------
        explain_run
            A `RuntimeFault` if the runtime fails, or the map has not the picture's size.
        """
        try:
            with self._turn:
                maps: NDArray[np.float32] = self._prepare(batch.shape).infer([batch], share_inputs=True)[0]
        except Exception as error:  # its exceptions have no common class of their own
            raise explain_run(self._path, batch.shape, LIBRARY, error) from error
        require_maps(self._path, batch.shape, maps.shape)
        return maps

    def _prepare(self, shape: tuple[int, ...]) -> Any:
        """Return what runs batches of a shape, compiled unless it was used lately."""
        if shape not in self._requests:
            model = self._model.clone()
            model.reshape(list(shape))
            self._requests[shape] = _core().compile_model(model, "CPU", self._settings).create_infer_request()
        self._requests.move_to_end(shape)
        while len(self._requests) > KEPT:
            self._requests.popitem(last=False)
        return self._requests[shape]


def describe_provider(name: str) -> Provider:
    """Return whether OpenVINO is installed, and in which numbers it computes on this processor.

    Parameters
    ----------
    name
        ``openvino``.

    Returns
    -------
    Provider
        Loads OpenVINO if it is there, which takes half a second.
    """
    title = "OpenVINO on the CPU"
    if get_version() is None:
        return Provider(name, title, (), f"it needs the extra: pip install 'efficientcracknet[{EXTRA}]'")
    able = _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return Provider(name, title, tuple(numbers for numbers, word in _CAPABILITIES.items() if word in able))


def get_version() -> str | None:
    """Return the version of OpenVINO without loading it.

    Returns
    -------
    str | None
        Such as ``2026.4.1``; None if it is not installed.
    """
    try:
        return importlib.metadata.version("openvino")
    except importlib.metadata.PackageNotFoundError:
        return None


@cache
def _core() -> Any:
    with without_telemetry():
        try:
            import openvino
        except ImportError as error:
            raise MissingExtraError.of("OpenVINO", EXTRA) from error
    return openvino.Core()


def _read(path: Path) -> Any:
    """Return the network; by the reader of ONNX alone, as others would try their luck with any file."""
    _core()
    from openvino.frontend import FrontEndManager

    reader = FrontEndManager().load_by_framework("onnx")
    try:
        return reader.convert(reader.load(str(path)))
    except Exception as error:  # its exceptions have no common class of their own
        raise explain_file(path, LIBRARY, error) from error


def _describe(node: Any) -> Port:
    shape = node.partial_shape
    sides = None if shape.rank.is_dynamic else tuple("?" if side.is_dynamic else side.get_length() for side in shape)
    kind = node.element_type.get_type_name()
    return Port(node.any_name if node.names else "", kind, kind == "f32", sides)
