"""ONNX Runtime: on the CPU, and on NVIDIA GPUs where a build of it offers them. The only place that imports it.

The code for GPUs follows ONNX Runtime's documentation and is tested against a stand-in; it has not been run on one.
"""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.runtime.choice import Choice, Provider
from efficientcracknet.runtime.cores import count_cores
from efficientcracknet.runtime.engines.interface import (
    Port,
    explain_file,
    explain_run,
    quote,
    require_interface,
    require_maps,
)
from efficientcracknet.runtime.engines.telemetry import without_telemetry

with without_telemetry():
    import onnxruntime

LIBRARY = "ONNX Runtime"
MOST_LANES = 8
"""Runs side by side, however many threads there are: each holds the maps of its tile, some 70 MB at 1024 x 1024."""

_FATAL = 4  # everything milder comes as an exception too, and is then told once, in our words
_CPU = "CPUExecutionProvider"
_CUDA = "CUDAExecutionProvider"
_TENSORRT = "TensorrtExecutionProvider"

_ORDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"cpu": (_CPU,), "cuda": (_CUDA, _CPU), "tensorrt": (_TENSORRT, _CUDA, _CPU)}
)
"""Who runs a node, the first that can; a node that a GPU cannot run falls to the next."""

_TITLES = {"cpu": "ONNX Runtime on the CPU", "cuda": "ONNX Runtime on CUDA", "tensorrt": "ONNX Runtime with TensorRT"}


class OnnxSession:
    """An ONNX file, loaded and found to be a network that turns a picture into one map.

    Parameters
    ----------
    path
        The file; named in every refusal.
    threads
        Of all runs together; None: as many as the machine has cores for this process.
    choice
        Its provider is ``cpu``, ``cuda`` or ``tensorrt``.

    Attributes
    ----------
    choice
        As given.
    lanes
        As many as there are threads, up to `MOST_LANES`; 1 on a GPU, where runs take turns.
    """

    def __init__(self, path: Path, threads: int | None, choice: Choice) -> None:
        self.choice = choice
        self._path = path
        runs_on_cpu = choice.provider == "cpu"
        self._turn: AbstractContextManager[Any] = nullcontext() if runs_on_cpu else Lock()
        all_threads = count_cores() if threads is None else threads
        self.lanes = min(all_threads, MOST_LANES) if runs_on_cpu else 1
        self._inner = _load(path, _count_threads() if threads is None else threads, choice, alone=True)
        # Threads that share each step of a thin network wait for one another more than they work.
        self._lane = self._inner if self.lanes == 1 else _load(path, all_threads // self.lanes, choice, alone=False)
        inputs = self._inner.get_inputs()
        require_interface(path, list(map(_describe, inputs)), list(map(_describe, self._inner.get_outputs())))
        self._input: str = inputs[0].name

    def run(self, batch: NDArray[np.float32], *, beside: bool = False) -> NDArray[np.float32]:
        """Return the map of every picture; bit for bit the same with any number of threads.

        Parameters
        ----------
        batch
            (B, 3, H, W) float32, preprocessed.
        beside
            Whether others run at the same time: on a share of the threads.

        Returns
        -------
        NDArray[np.float32]
            (B, 1, H, W), logits or probabilities as the weights say.

        Raises
        ------
        explain_run
            A `RuntimeFault` if the runtime fails, or the map has not the picture's size.
        """
        session = self._lane if beside else self._inner
        try:
            with self._turn:
                (maps,) = session.run(None, {self._input: batch})
        except Exception as error:  # the runtime's exceptions have no common class of their own
            raise explain_run(self._path, batch.shape, LIBRARY, error) from error
        require_maps(self._path, batch.shape, maps.shape)
        result: NDArray[np.float32] = maps
        return result


def describe_provider(name: str) -> Provider:
    """Return whether this build of ONNX Runtime offers a provider.

    Parameters
    ----------
    name
        ``cpu``, ``cuda`` or ``tensorrt``.

    Returns
    -------
    Provider
        Offered by the build: whether a GPU is there as well, only loading a network tells.
    """
    if _ORDERS[name][0] in onnxruntime.get_available_providers():
        return Provider(name, _TITLES[name], ("fp32",))
    missing = f"this build of ONNX Runtime does not offer {_ORDERS[name][0]}; that of onnxruntime-gpu does"
    return Provider(name, _TITLES[name], (), missing)


def get_runtime_version() -> str:
    """Return the version of ONNX Runtime.

    Returns
    -------
    str
        Such as ``1.32.0``.
    """
    return str(onnxruntime.__version__)


def _load(path: Path, threads: int, choice: Choice, *, alone: bool) -> onnxruntime.InferenceSession:
    onnxruntime.disable_telemetry_events()  # on Windows the variable is not read
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _FATAL
    options.enable_mem_pattern = False  # a plan for each size of picture costs memory and saves no time
    options.intra_op_num_threads = threads
    # Threads that spin between two steps are there for the next one, a quarter of a small picture's time; no longer
    # than the run, and not beside other runs, from which they would take a core.
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(alone)))
    options.add_session_config_entry("session.force_spinning_stop", "1")
    wanted = _ORDERS[choice.provider]
    try:
        inner = onnxruntime.InferenceSession(path, options, providers=list(wanted), enable_fallback=0)
    except Exception as error:  # the runtime's exceptions have no common class of their own
        if choice.provider == "cpu":
            raise explain_file(path, LIBRARY, error) from error
        raise _explain_start(choice, f"it says: {quote(error)}") from error
    running = inner.get_providers()
    if wanted[0] not in running:  # without a driver or a GPU the runtime quietly takes the next
        raise _explain_start(choice, f"it runs on {', '.join(running)}")
    return inner


def _explain_start(choice: Choice, found: str) -> RuntimeFault:
    return RuntimeFault(
        f"open_session: `provider` must start on this machine, got {choice.provider}, which {LIBRARY} offers; {found}. "
        "Check driver and GPU, or choose cpu."
    )


def _count_threads() -> int:
    """Return the cores this process may use where it is held to some of them, else 0: one thread per physical core.

    Left alone, the runtime counts the machine's cores and pins threads to those it may not use.
    """
    usable = count_cores()
    return usable if usable < (os.cpu_count() or usable) else 0


def _describe(node: onnxruntime.NodeArg) -> Port:
    return Port(node.name, node.type, node.type == "tensor(float)", tuple(node.shape))
