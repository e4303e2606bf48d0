"""The network in a file, ready to run: ONNX Runtime on the CPU. The only place that imports it.

Letters: B batch, H rows, W columns of the picture that the network sees.
"""

import os
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from efficientcracknet.core.errors import RuntimeFault, SettingsError, WeightsError

_FATAL = 4  # everything milder comes as an exception too, and is then told once, in our words


class Session(Protocol):
    """Anything that turns pictures into one map each."""

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the map of every picture.

        Parameters
        ----------
        batch
            (B, 3, H, W) float32, preprocessed.

        Returns
        -------
        NDArray[np.float32]
            (B, 1, H, W), logits or probabilities as the weights say. The caller owns it and may overwrite it.
        """


class OnnxSession:
    """An ONNX file, loaded and found to be a network that turns a picture into one map.

    Parameters
    ----------
    path
        The file; named in every refusal.
    threads
        Threads of one run; None: as many as the machine has cores for this process.
    """

    def __init__(self, path: Path, threads: int | None) -> None:
        self._path = path
        self._inner = _load(path, threads)
        self._input = _check_interface(self._inner, path)

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the map of every picture.

        Parameters
        ----------
        batch
            (B, 3, H, W) float32, preprocessed.

        Returns
        -------
        NDArray[np.float32]
            (B, 1, H, W), logits or probabilities as the weights say.

        Raises
        ------
        RuntimeFault
            If the runtime fails, or the map has not the picture's size.
        """
        try:
            (maps,) = self._inner.run(None, {self._input: batch})
        except Exception as error:  # the runtime's exceptions have no common class of their own
            raise RuntimeFault(
                f"run: `batch` must suit '{self._path}', got shape {batch.shape}; ONNX Runtime says: "
                f"{_first_line(error)}. If it takes certain sizes only, state tile_px and multiple_px in its TOML."
            ) from error
        expected = (batch.shape[0], 1, *batch.shape[2:])
        if maps.shape != expected:
            raise RuntimeFault(
                f"run: the output of '{self._path}' must have shape {expected} for this picture, got {maps.shape}. "
                "Export the network so that it returns one map of the picture's size."
            )
        result: NDArray[np.float32] = maps
        return result


def open_session(path: Path, threads: int | None = None) -> Session:
    """Load an ONNX file for the CPU.

    Parameters
    ----------
    path
        One input (B, 3, H, W) float32, one output (B, 1, H, W) float32; a `WeightsError` refuses anything else.
    threads
        Threads of one run, at least 1; None: as many as the machine has cores for this process.

    Returns
    -------
    Session
        Ready to run.

    Raises
    ------
    SettingsError
        If `threads` is below 1.
    """
    if threads is not None and threads < 1:
        raise SettingsError(
            f"open_session: `threads` must be at least 1, got {threads}. Leave it out to use the machine's cores."
        )
    return OnnxSession(path, threads)


def list_providers() -> tuple[str, ...]:
    """Return what ONNX Runtime could run on here; this package asks for the CPU alone.

    Returns
    -------
    tuple[str, ...]
        Names as ONNX Runtime gives them.
    """
    return tuple(onnxruntime.get_available_providers())


def get_runtime_version() -> str:
    """Return the version of ONNX Runtime.

    Returns
    -------
    str
        Such as ``1.32.0``.
    """
    return str(onnxruntime.__version__)


def _load(path: Path, threads: int | None) -> onnxruntime.InferenceSession:
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _FATAL
    options.enable_mem_pattern = False  # a plan for each size of picture costs memory and saves no time
    options.intra_op_num_threads = _count_threads() if threads is None else threads
    # Threads that spin while a picture is read or written take the core that reads or writes it.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's exceptions have no common class of their own
        raise WeightsError(
            f"open_session: `path` must be an ONNX network, got '{path}'; ONNX Runtime says: {_first_line(error)}. "
            "Check the file."
        ) from error


def _count_threads() -> int:
    """Return the cores this process may use where it is held to some of them, else 0: one thread per physical core.

    Left alone, the runtime counts the machine's cores and pins threads to those it may not use.
    """
    if not hasattr(os, "sched_getaffinity"):
        return 0
    usable = len(os.sched_getaffinity(0))
    return usable if usable < (os.cpu_count() or usable) else 0


def _check_interface(inner: onnxruntime.InferenceSession, path: Path) -> str:
    """Return the input's name; refuse a network that is not picture in, one map out."""
    for kind, channels, nodes in (("input", 3, inner.get_inputs()), ("output", 1, inner.get_outputs())):
        if len(nodes) != 1:
            names = ", ".join(node.name for node in nodes)
            raise WeightsError(
                f"open_session: `path` must have 1 {kind}, got {len(nodes)} ({names}) in '{path}'. "
                "Export the network so that it takes a picture and returns one map."
            )
        if not _fits(nodes[0], channels):
            raise WeightsError(
                f"open_session: the {kind} of `path` must be float32 of shape (batch, {channels}, height, width), "
                f"got {nodes[0].type} of shape {nodes[0].shape} in '{path}'. "
                "Export the network so that it takes red, green, blue and returns one map."
            )
    name: str = inner.get_inputs()[0].name
    return name


def _fits(node: onnxruntime.NodeArg, channels: int) -> bool:
    """Return whether a float32 batch of 1 with so many channels fits; a side without a number takes any."""
    if node.type != "tensor(float)" or len(node.shape) != 4:
        return False
    return all(
        not isinstance(side, int) or side == wanted for side, wanted in zip(node.shape, (1, channels), strict=False)
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
