"""Checkpointed network -> ONNX file, checked against torch before it is kept.

The graph takes any height and width; scales of the decoder are constants, so that the runtime keeps its blocked layout.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from efficientcracknet.core.errors import CheckpointError
from efficientcracknet.model.branches import fold_branches
from efficientcracknet.runtime.engines.telemetry import without_telemetry
from efficientcracknet.runtime.files import replace_file

with without_telemetry():
    import onnxruntime

OPSET = 18
TOLERANCE = 1e-3
"""Largest difference of probabilities accepted between torch and the file."""


def export_onnx(network: nn.Module, path: Path) -> float:
    """Write a network as ONNX, its branches folded, and compare the file with torch at three sizes.

    Parameters
    ----------
    network
        In any mode; exported in evaluation mode.
    path
        File to write; replaced only when the check passes.

    Returns
    -------
    float
        Largest difference of probabilities seen, in 0..1.

    Raises
    ------
    CheckpointError
        If weights are not finite, or the file and torch differ by more than the tolerance.
    """
    network = fold_branches(network.eval().cpu())
    broken = [name for name, tensor in network.state_dict().items() if not torch.isfinite(tensor).all()]
    if broken:
        raise CheckpointError(
            f"export_onnx: weights must be finite, got {len(broken)} tensors that are not, first `{broken[0]}`. "
            "Take an earlier checkpoint."
        )
    with replace_file(path) as part:
        _write(network, part)
        difference = max(_compare(network, part, *size) for size in ((192, 256), (97, 133), (224, 320)))
        if not difference <= TOLERANCE:
            raise CheckpointError(
                f"export_onnx: probabilities of file and network must agree within {TOLERANCE}, got {difference:.2g} "
                f"for '{path.name}'. Update torch, onnxscript and onnxruntime."
            )
    return difference


def _write(network: nn.Module, path: Path) -> None:
    """Trace the network with free batch, height and width."""
    sides = dict.fromkeys((0, 2, 3), torch.export.Dim.DYNAMIC)
    with warnings.catch_warnings(), torch.no_grad(), _silence("torch.onnx"):
        warnings.simplefilter("ignore")  # the exporter warns about its own deprecations
        program = torch.onnx.export(
            network,
            (torch.zeros(2, 3, 192, 256),),
            dynamo=True,
            opset_version=OPSET,
            input_names=["pictures"],
            output_names=["logits"],
            dynamic_shapes=(sides,),
            optimize=True,
            verbose=False,
        )
    if program is None:
        raise CheckpointError(
            f"export_onnx: the exporter gave no program for '{path.name}'. Update torch and onnxscript."
        )
    model = program.model_proto
    del model.metadata_props[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.save(model, path)


@contextmanager
def _silence(name: str) -> Iterator[None]:
    """Keep a logger to errors: the exporter logs each operator of a torchvision that is not there."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _compare(network: nn.Module, path: Path, height: int, width: int) -> float:
    """Return the largest difference of probabilities between the network and the file."""
    generator = torch.Generator().manual_seed(height)
    pictures = torch.randn(1, 3, height, width, generator=generator)
    with torch.no_grad():
        expected = torch.sigmoid(network(pictures)).numpy()
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits = session.run(None, {"pictures": pictures.numpy()})[0]
    return float(np.abs(1 / (1 + np.exp(-logits)) - expected).max())
