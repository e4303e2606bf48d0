"""How far a network is from what this processor can do: floors of arithmetic and of memory traffic, and the time.

    python -m benchmarks.floors [--weights NAME|FILE] --json results

One thread, processor time, ONNX Runtime in fp32. The arithmetic floor is the network's multiply-adds at the rate of a
large matrix product; the traffic floor is what its nodes read and write, after fusion, at the rate of copying a large
array. Maps that stay in a cache move faster than that, so at small sizes the second is no floor but a warning.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper

from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.evaluation.timing import time_in_turns
from efficientcracknet.runtime.engines.telemetry import without_telemetry
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights
from efficientcracknet.training.graph_cost import count_graph

with without_telemetry():
    import onnxruntime

SIDE = 768
"""Of the matrices that are multiplied: their product takes some ms and fits the caches in blocks."""

COPIED = 2**26
"""Bytes of the array that is copied; no cache of one core holds it."""

PROFILED = 8
"""Runs whose nodes are timed; the first is forgotten."""


def count_traffic(events: Sequence[Mapping[str, Any]]) -> tuple[int, dict[str, float]]:
    """Add up what nodes read and write in one run, and how long each kind of node takes.

    Parameters
    ----------
    events
        Of ONNX Runtime's profile, over `PROFILED` runs.

    Returns
    -------
    tuple[int, dict[str, float]]
        Bytes in one run; ms in one run by kind of node, the longest first.
    """
    nodes = [event for event in events if event["name"].endswith("_kernel_time")]
    first_run = nodes[: len(nodes) // PROFILED]
    sizes = ("activation_size", "parameter_size", "output_size")
    moved = sum(int(event["args"].get(size, 0)) for event in first_run for size in sizes)
    spent: dict[str, float] = defaultdict(float)
    for event in nodes[len(first_run) :]:
        spent[event["args"]["op_name"]] += event["dur"] / 1000 / (PROFILED - 1)
    return moved, dict(sorted(spent.items(), key=lambda item: -item[1]))


def profile(path: Path, height: int, width: int) -> list[dict[str, Any]]:
    """Run a network under ONNX Runtime's own profile.

    Parameters
    ----------
    path
        ONNX file.
    height
        Rows of the picture, px.
    width
        Columns of the picture, px.

    Returns
    -------
    list[dict[str, Any]]
        Its events, over `PROFILED` runs on one thread.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        batch = np.random.default_rng(0).standard_normal((1, 3, height, width), dtype=np.float32)
        for _ in range(PROFILED):
            session.run(None, {session.get_inputs()[0].name: batch})
        events: list[dict[str, Any]] = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    return events


def measure(path: Path, size: str, rounds: int) -> dict[str, Any]:
    """Time a network in turns with a matrix product and a copy, and put it beside its floors.

    Parameters
    ----------
    path
        ONNX file.
    size
        ``HxW`` of the picture.
    rounds
        Timed runs.

    Returns
    -------
    dict[str, Any]
        Ready for JSON.
    """
    height, width = parse_size(size, argument="sizes")
    work = count_graph(path, height, width)
    moved, spent = count_traffic(profile(path, height, width))
    session = open_session(path, 1, "cpu")
    noise = np.random.default_rng(0)
    batch = noise.standard_normal((1, 3, height, width), dtype=np.float32)
    acts: list[Callable[[], object]] = [lambda: session.run(batch), _multiply(), _copy()]
    run, product, copy = (found.processor_median_ms for found in time_in_turns(acts, rounds))
    rate, bandwidth = SIDE**3 / product * 1000, 2 * COPIED / copy * 1000
    return {
        "processor_median_ms": round(run, 3),
        "multiply_adds": work.multiply_adds,
        "bytes_moved": moved,
        "matrix_product_multiply_adds_per_s": round(rate),
        "copy_bytes_per_s": round(bandwidth),
        "arithmetic_floor_ms": round(work.multiply_adds / rate * 1000, 3),
        "traffic_floor_ms": round(moved / bandwidth * 1000, 3),
        "share_by_node": {name: round(ms / sum(spent.values()), 4) for name, ms in list(spent.items())[:10]},
    }


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floors", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default ones if left out")
    parser.add_argument("--sizes", metavar="HxW", nargs="+", default=["192x256", "480x640", "1024x1024"])
    parser.add_argument("--rounds", metavar="N", type=int, default=20)
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    weights = find_weights(arguments.weights)
    sizes = {size: measure(weights.path, size, arguments.rounds) for size in arguments.sizes}
    for size, found in sizes.items():
        floors = f"{found['arithmetic_floor_ms']:.2f} ms arithmetic, {found['traffic_floor_ms']:.2f} ms traffic"
        print(f"{size}: {found['processor_median_ms']:.2f} ms; floors: {floors}")
    if arguments.json is not None:
        named = {"name": weights.name, "sha256": weights.sha256}
        settings = {"threads": 1, "rounds": arguments.rounds, "engine": "ONNX Runtime on the CPU, fp32"}
        record = make_record("floors", {"weights": named, "settings": settings, "sizes": sizes})
        print(f"Record: {write_record(arguments.json, record, weights.name)}")


def _multiply() -> Callable[[], object]:
    """Return a matrix product by the same library, on one thread."""
    sides = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [SIDE, SIDE]) for name in ("a", "b", "c")]
    graph = helper.make_graph([helper.make_node("MatMul", ["a", "b"], ["c"])], "product", sides[:2], sides[2:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    matrices = {name: np.full((SIDE, SIDE), 0.5, np.float32) for name in ("a", "b")}
    return lambda: session.run(None, matrices)


def _copy() -> Callable[[], object]:
    source = np.zeros(COPIED // 4, np.float32)
    target = np.ones_like(source)
    return lambda: np.copyto(target, source)


if __name__ == "__main__":
    main()
