"""Pictures a second on an NVIDIA GPU: one at a time, in the best batch, and by the most that the GPU could do.

    python -m benchmarks.gpu [--weights NAME|FILE] [--checkpoint FILE] --json results

Torch runs the network of the checkpoint in half precision, recorded as a CUDA graph; ``compiled`` joins its operations
first. The most that the GPU could do follows from two rates measured on it: that of a large matrix product and that of
copying a large array. What a picture costs is counted on the ONNX file: its multiply-adds, and what its nodes read and
write after ONNX Runtime fused them, two bytes a number. Caches may make up for the latter, so a share may exceed 1.
"""

import argparse
import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from benchmarks.floors import count_traffic, profile
from benchmarks.roofline import Roofline, summarise_batches
from efficientcracknet import __version__
from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.processor import Processor
from efficientcracknet.evaluation.records import Origin, make_record, read_commit, write_record
from efficientcracknet.model.branches import fold_branches
from efficientcracknet.runtime.machine import describe_machine
from efficientcracknet.runtime.weights import find_weights
from efficientcracknet.training.checkpoint import load_network
from efficientcracknet.training.graph_cost import count_graph

CHECKPOINTS = Path(__file__).resolve().parents[1] / "checkpoints"
SIZES = ("192x256", "480x640", "1024x1024")
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
WAYS = ("eager", "compiled")
ROUNDS, RUNS = 7, 20
"""The median of so many rounds counts, each of so many runs in a row."""

SIDE = 8192
"""Of the matrices that are multiplied."""

COPIED = 2**31
"""Bytes of the array that is copied: far more than any cache holds."""

Act = Callable[[], object]


def require_gpu() -> torch.device:
    """Return the GPU.

    Returns
    -------
    torch.device
        The first one.

    Raises
    ------
    RuntimeFault
        If torch sees none.
    """
    if not torch.cuda.is_available():
        raise RuntimeFault(
            f"gpu: a CUDA device must be there, got {torch.cuda.device_count()} with torch {torch.__version__}. Go to "
            "a machine with an NVIDIA GPU, its driver, and a build of torch for CUDA."
        )
    return torch.device("cuda", 0)


def measure(
    network: nn.Module, onnx: Path, size: str, ways: Sequence[str], rates: tuple[float, float]
) -> dict[str, Any]:
    """Time a network at one size in every way.

    Parameters
    ----------
    network
        On the GPU, in float16, in evaluation mode.
    onnx
        The same network as an ONNX file.
    size
        ``HxW``.
    ways
        Some of `WAYS`.
    rates
        Multiply-adds and bytes a second of the GPU.

    Returns
    -------
    dict[str, Any]
        Ready for JSON.
    """
    height, width = parse_size(size, argument="sizes")
    work = count_graph(onnx, height, width)
    moved_fp32, _ = count_traffic(profile(onnx, height, width))
    roofline = Roofline(work.multiply_adds, moved_fp32 // 2, *rates)
    found: dict[str, Any] = {
        "multiply_adds": work.multiply_adds,
        "bytes_moved": roofline.moved_bytes,
        "arithmetic_floor_us": round(roofline.arithmetic_floor_s * 1e6, 3),
        "traffic_floor_us": round(roofline.traffic_floor_s * 1e6, 3),
    }
    for way in ways:
        batch_ms = dict(time_batches(network, way, height, width))
        summary = summarise_batches(batch_ms, roofline)
        found[way] = summary | {"batch_ms": {batch: round(ms, 4) for batch, ms in batch_ms.items()}}
    return found


def time_batches(network: nn.Module, way: str, height: int, width: int) -> Iterator[tuple[int, float]]:
    """Time batches, each larger than the one before, until the memory does not hold them.

    Parameters
    ----------
    network
        On the GPU.
    way
        ``eager`` or ``compiled``.
    height
        Rows of a picture, px.
    width
        Columns of a picture, px.

    Yields
    ------
    tuple[int, float]
        Pictures in a run, and its time, ms.
    """
    for batch in BATCHES:
        torch.compiler.reset()  # else it gives up on the ninth shape
        module = torch.compile(network, dynamic=False) if way == "compiled" else network
        try:
            pictures = torch.randn(batch, 3, height, width, device="cuda", dtype=torch.float16)
            yield batch, time_act(record_graph(module, pictures))
        except torch.cuda.OutOfMemoryError:
            return
        finally:
            torch.cuda.empty_cache()


def record_graph(module: Callable[[Tensor], Tensor], pictures: Tensor) -> Act:
    """Record one run, so that its launches cost nothing when it is repeated.

    Parameters
    ----------
    module
        The network.
    pictures
        (B, 3, H, W) float16, on the GPU.

    Returns
    -------
    Act
        Repeats the run.
    """
    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside), torch.inference_mode():
        for _ in range(3):
            module(pictures)
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with torch.inference_mode(), torch.cuda.graph(graph):
        module(pictures)
    return graph.replay


def time_act(act: Act) -> float:
    """Time something on the GPU.

    Parameters
    ----------
    act
        Starts it.

    Returns
    -------
    float
        Median, ms.
    """
    act()
    rounds = []
    for _ in range(ROUNDS):
        start, stop = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        for _ in range(RUNS):
            act()
        stop.record()
        stop.synchronize()
        rounds.append(float(start.elapsed_time(stop)) / RUNS)
    return statistics.median(rounds)


def measure_rates(device: torch.device) -> tuple[float, float]:
    """Measure what the GPU can do.

    Parameters
    ----------
    device
        The GPU.

    Returns
    -------
    tuple[float, float]
        Multiply-adds a second of a matrix product in float16 of random numbers; bytes a second read and written.
    """
    first, second = (torch.randn(SIDE, SIDE, device=device, dtype=torch.float16) for _ in range(2))
    product_ms = time_act(lambda: torch.mm(first, second))
    source = torch.zeros(COPIED // 4, device=device)
    target = torch.empty_like(source)
    copy_ms = time_act(lambda: target.copy_(source))
    return SIDE**3 / product_ms * 1000, 2 * COPIED / copy_ms * 1000


def compare_halves(network: nn.Module, device: torch.device) -> float:
    """Return how far half precision on the GPU is from float32 on the processor.

    Parameters
    ----------
    network
        On the processor, in float32.
    device
        The GPU; the network is there, in half precision, afterwards.

    Returns
    -------
    float
        Largest difference of probabilities on one picture of noise, 0..1.
    """
    pictures = torch.randn(1, 3, 192, 256, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        expected = torch.sigmoid(network(pictures))
        found = torch.sigmoid(network.to(device, torch.float16)(pictures.to(device, torch.float16)))
    return float((found.float().cpu() - expected).abs().max())


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default ones if left out")
    parser.add_argument("--checkpoint", metavar="FILE", type=Path, help="checkpoints/NAME.safetensors if left out")
    parser.add_argument("--sizes", metavar="HxW", nargs="+", default=list(SIZES))
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    device = require_gpu()
    weights = find_weights(arguments.weights)
    network: nn.Module = load_network(arguments.checkpoint or CHECKPOINTS / f"{weights.name}.safetensors")[0]
    network = fold_branches(network)
    difference = compare_halves(network, device)
    rates = measure_rates(device)
    sizes = {size: measure(network, weights.path, size, arguments.ways, rates) for size in arguments.sizes}
    for size, found in sizes.items():
        for way in arguments.ways:
            print(f"{size} {way}: {found[way]}")
    if arguments.json is not None:
        body = {
            "weights": {"name": weights.name, "sha256": weights.sha256},
            "settings": {"precision": "fp16", "rounds": ROUNDS, "runs": RUNS, "torch": torch.__version__},
            "multiply_adds_per_s": round(rates[0]),
            "bytes_per_s": round(rates[1]),
            "difference_fp16": difference,
            "sizes": sizes,
        }
        record = make_record("gpu", body, describe_gpu_origin(device))
        print(f"Record: {write_record(arguments.json, record, weights.name)}")


def describe_gpu_origin(device: torch.device) -> Origin:
    """Return the origin of what is measured now; the package need not be installed.

    Parameters
    ----------
    device
        The GPU, which stands in the place of the processor.

    Returns
    -------
    Origin
        Of this process.
    """
    commit, tree_dirty = read_commit(Path(__file__))
    facts = torch.cuda.get_device_properties(device)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Origin(
        now, __version__, commit, tree_dirty, Processor(facts.name, facts.multi_processor_count), describe_machine()
    )


if __name__ == "__main__":
    main()
