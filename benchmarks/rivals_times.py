"""What the paper's layout costs, as the preset `paper` and as public code builds it, beside the weights in the package.

    python -m benchmarks.rivals_times --json results [--against FILE ...]

Source: Zim et al., "EfficientCrackNet", WACV 2025, arXiv:2409.18099.
Letters: B batch, C channels, H rows, W columns, k side of a kernel.

Public code runs the two fixed filters of the edge block with one group: every channel gets the filtered sum of all, at
C times the cost. That layout is written here from its description, untrained: time does not depend on what was learned.
"""

import argparse
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from efficientcracknet.core.presets import PRESETS, PaperPreset
from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.latency import time_sessions
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.model.edges import EdgeExtraction
from efficientcracknet.model.network import PaperNetwork, build_network
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights
from efficientcracknet.training.onnx import export_onnx

DENSE = "the paper's layout with dense filters"


class DenseEdgeExtraction(EdgeExtraction):
    """The edge block as public code runs it: fixed filters with one group, (B, C, H, W) -> (B, C, H, W)."""

    def forward(self, x: Tensor) -> Tensor:
        """Return the map with its edges brought out."""
        blurred = filter_densely(x, self.gaussian)  # B C H W
        d = self.difference(blurred - x)  # B C/2 H W
        l = self.curvature(filter_densely(blurred, self.laplacian))  # noqa: E741  B C/2 H W
        t = self.restore(d * l)  # B C H W
        out: Tensor = self.activate(x + self.weigh_input(x) + t + self.weigh_edges(t))
        return out


def filter_densely(x: Tensor, kernel: Tensor) -> Tensor:
    """Filter with one kernel for every pair of an output and an input channel.

    Parameters
    ----------
    x
        (B, C, H, W) float.
    kernel
        (k, k) float, k odd.

    Returns
    -------
    Tensor
        (B, C, H, W) float, all channels alike: the filtered sum of the channels.
    """
    channels = x.shape[1]
    return functional.conv2d(x, kernel.expand(channels, channels, -1, -1), padding=kernel.shape[-1] // 2)


def build_dense(preset: PaperPreset) -> PaperNetwork:
    """Return the paper's network with dense filters.

    Parameters
    ----------
    preset
        Channels of each block.

    Returns
    -------
    PaperNetwork
        As many trainable numbers as the preset has.
    """
    network = PaperNetwork(preset)
    for parent in list(network.modules()):
        for name, child in parent.named_children():
            if isinstance(child, EdgeExtraction):
                dense = DenseEdgeExtraction(child.activate.num_parameters)
                dense.load_state_dict(child.state_dict())
                setattr(parent, name, dense)
    return network


def build_rivals() -> dict[str, nn.Module]:
    """Return the networks to export, by name."""
    torch.manual_seed(0)
    paper = PRESETS["paper"]
    if not isinstance(paper, PaperPreset):
        raise TypeError(f"build_rivals: preset paper must be a PaperPreset, got {type(paper).__name__}.")
    return {"preset paper": build_network(paper), DENSE: build_dense(paper)}


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Time all networks in turns, on every provider and at every size that was asked for.

    Parameters
    ----------
    arguments
        `against`, `sizes`, `providers`, `threads`, `rounds`.

    Returns
    -------
    dict[str, Any]
        Body of a record of the theme ``rivals-times``; ratios are to the weights in the package on the same provider.
    """
    weights = find_weights(None)
    with tempfile.TemporaryDirectory() as folder:
        paths = {weights.name: weights.path}
        for name, network in build_rivals().items():
            paths[name] = Path(folder) / f"{len(paths)}.onnx"
            export_onnx(network, paths[name])
        paths |= {path.stem: path for path in arguments.against}
        rows = [
            {"provider": provider, "size": text, **row}
            for provider in arguments.providers
            for text in arguments.sizes
            for row in _time(paths, provider, text, arguments)
        ]
        checksums = {name: sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}
    settings = {"threads": arguments.threads, "rounds": arguments.rounds, "batch": 1, "precision": "fp32"}
    return {"weights": weights.name, "networks": checksums, "settings": settings, "rows": rows}


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rivals_times", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--against", metavar="FILE", nargs="*", type=Path, default=[], help="more ONNX files")
    parser.add_argument("--sizes", metavar="HxW", nargs="+", default=["192x256"])
    parser.add_argument("--providers", metavar="NAME", nargs="+", default=["cpu"])
    parser.add_argument("--threads", metavar="N", type=int, default=2)
    parser.add_argument("--rounds", metavar="N", type=int, default=20)
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    body = measure(arguments)
    for row in body["rows"]:
        print(f"{row['size']}, {row['provider']}: {row['network']} {row['median_ms']:.1f} ms, {row['ratio']:.2f} times")
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, make_record('rivals-times', body), body['weights'])}")


def _time(paths: dict[str, Path], provider: str, size: str, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    sessions = [open_session(path, arguments.threads, provider) for path in paths.values()]
    times = time_sessions(sessions, (1, 3, *parse_size(size, argument="sizes")), arguments.rounds)
    return [
        {
            "network": name,
            "median_ms": round(found.median_ms, 4),
            "p95_ms": round(found.p95_ms, 4),
            "processor_median_ms": round(found.processor_median_ms, 4),
            "ratio": round(found.compare(times[0]), 4),
        }
        for name, found in zip(paths, times, strict=True)
    ]


if __name__ == "__main__":
    main()
