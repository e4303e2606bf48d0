"""Records of speed as tables in Markdown: precisions, floors, steps, rivals; ways of running in `way_tables`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.newest import choose_last
from benchmarks.tabular import Record, Rows, Table
from benchmarks.way_tables import list_best, list_ways

PRECISION_HEADINGS = (
    "way",
    "F1 lost, DeepCrack",
    "F1 lost, Crack500",
    "IoU with fp32's masks",
    "time by ONNX Runtime fp32",
    "holds the rule",
)
FLOOR_HEADINGS = ("size", "ms", "arithmetic floor, ms", "traffic floor, ms", "times the higher", "where time goes")
STAGE_HEADINGS = ("step", "ms a tile", "by the network in ONNX Runtime fp32")
BATCH_HEADINGS = ("way", "side of a tile, px", "2 in one run", "4 in one run")
RIVAL_HEADINGS = ("size", "provider", "network", "median ms", "times the weights")
FOLDER_HEADINGS = (
    "photos",
    "cores",
    "wall, s",
    "stages alone, s (loading, reading, finding, writing)",
    "wall by stages / cores",
    "peak MB",
)
DCT_HEADINGS = (
    "looked at at",
    "decoded at",
    "IoU with the masks of whole photos",
    "ms of a photo",
    "saved",
    "saved without an overlay",
)
GPU_HEADINGS = (
    "GPU",
    "size",
    "way",
    "one at a time, pictures a second",
    "of the most",
    "best batch",
    "pictures a second",
    "of the most",
    "the most",
)

DEVICE_HEADINGS = (
    "device",
    "cores",
    "multiply-adds a second, one",
    "size",
    "ms, one core",
    "ms, all cores, at best",
)

ATTAINED = 0.8
"""Of a core's nominal rate: what large matrix products reach where libraries are good."""


@dataclass(frozen=True, slots=True)
class Device:
    """A computer that nothing was run on: what its maker says of a core.

    Attributes
    ----------
    name
        As it is sold.
    cores
        How many, and of which kind.
    count
        How many.
    giga_cycles
        Thousand million cycles a second.
    multiply_adds
        Of float32 numbers in one cycle of one core.
    """

    name: str
    cores: str
    count: int
    giga_cycles: float
    multiply_adds: int

    @property
    def rate(self) -> float:
        """Nominal multiply-adds a second of one core."""
        return self.giga_cycles * 1e9 * self.multiply_adds


DEVICES = (
    Device("Raspberry Pi 4", "4 Cortex-A72, 1.8 GHz", 4, 1.8, 4),
    Device("Raspberry Pi 5", "4 Cortex-A76, 2.4 GHz", 4, 2.4, 8),
    Device("Jetson Nano, without its GPU", "4 Cortex-A57, 1.43 GHz", 4, 1.43, 4),
    Device("Jetson Orin Nano, without its GPU", "6 Cortex-A78AE, 1.5 GHz", 6, 1.5, 8),
)


def list_precisions(records: Iterable[Record], weights: str = "") -> Table:
    """Return what each precision costs in accuracy and wins in time, in the newest record."""
    rows: Rows = [
        (
            row["name"],
            *(f"{100 * row['loss'][name]:+.2f} points" for name in ("deepcrack", "crack500")),
            f"{row['iou_with_fp32']:.3f}",
            ", ".join(f"{found['ratio']:.2f} at {size}" for size, found in row["times"].items()),
            "yes" if row["meets_rule"] else "no",
        )
        for record in choose_last(records, "precision", weights)
        for row in record["rows"]
    ]
    return PRECISION_HEADINGS, rows


def list_floors(records: Iterable[Record], weights: str = "") -> Table:
    """Return how far the network is from its floors, in the newest record."""
    rows: Rows = []
    for record in choose_last(records, "floors", weights):
        for size, found in record["sizes"].items():
            floors = found["arithmetic_floor_ms"], found["traffic_floor_ms"]
            shares = ", ".join(f"{name} {share:.0%}" for name, share in list(found["share_by_node"].items())[:5])
            times = f"{found['processor_median_ms'] / max(floors):.1f}"
            told = (f"{ms:.1f}" for ms in (found["processor_median_ms"], *floors))
            rows.append((size.replace("x", " x "), *told, times, shares))
    return FLOOR_HEADINGS, rows


def list_stages(records: Iterable[Record], weights: str = "") -> Table:
    """Return what each step of a large photo costs, in the newest record."""
    rows: Rows = []
    for record in choose_last(records, "stages", weights):
        stages = record["tile_stages_ms"]
        network = next(ms for name, ms in stages.items() if name.startswith("network"))
        rows += [(name, f"{ms:.1f}", f"{ms / network:.1%}") for name, ms in stages.items()]
    return STAGE_HEADINGS, rows


def list_batches(records: Iterable[Record], weights: str = "") -> Table:
    """Return what several tiles in one run cost by one alone, in the newest record."""
    rows: Rows = [
        (name, side, f"{ratios['2']:.2f}", f"{ratios['4']:.2f}")
        for record in choose_last(records, "stages", weights)
        for name, sides in record["batches"].items()
        for side, ratios in sides.items()
    ]
    return BATCH_HEADINGS, rows


def list_folders(records: Iterable[Record], weights: str = "") -> Table:
    """Return what folders of photos take beside what their stages cost alone, in the newest record that tells."""
    rows: Rows = []
    for record in choose_last((one for one in records if "folder" in one), "stages", weights):
        found = record["folder"]
        once, *each = found["stages_s"].values()
        for run in found["runs"]:
            parts = ", ".join(f"{seconds:.2f}" for seconds in (once, *(run["photos"] * one for one in each)))
            rows.append(
                (
                    str(run["photos"]),
                    str(found["cores"]),
                    f"{run['wall_s']:.1f}",
                    f"{run['stages_s']:.1f} ({parts})",
                    f"{run['ratio']:.2f}",
                    "" if run["peak_mb"] is None else f"{run['peak_mb']:.0f}",
                )
            )
    return FOLDER_HEADINGS, rows


def list_dct_scaling(records: Iterable[Record], weights: str = "") -> Table:
    """Return what decoding photos smaller saves and changes, in the newest record."""
    rows: Rows = [
        (
            f"1/{row['looked_at']}",
            f"1/{row['decoded_at']}",
            f"{row['iou']:.3f}",
            f"{row['photo_ms']:.0f}",
            *(f"{row[name] / row['photo_ms']:.0%}" for name in ("saved_ms", "saved_without_overlay_ms")),
        )
        for record in choose_last(records, "dct-scaling", weights)
        for row in record["rows"]
    ]
    return DCT_HEADINGS, rows


def list_gpu(records: Iterable[Record], weights: str = "") -> Table:
    """Return how fast a GPU is, and by the most it could do, in the newest record."""
    rows: Rows = [
        (
            record["processor"]["model"],
            size.replace("x", " x "),
            way,
            f"{found[way]['alone_per_s']:.0f}",
            f"{found[way]['alone_share']:.1%}",
            str(found[way]["best_batch"]),
            f"{found[way]['best_per_s']:.0f}",
            f"{found[way]['best_share']:.1%}",
            f"{found[way]['most_per_s']:.0f}",
        )
        for record in choose_last(records, "gpu", weights)
        for size, found in record["sizes"].items()
        for way in ("eager", "compiled")
        if way in found
    ]
    return GPU_HEADINGS, rows


def list_rivals(records: Iterable[Record], weights: str = "") -> Table:
    """Return what the paper's layout costs beside weights, in the newest record."""
    named = ({**one, "weights": {"name": one["weights"]}} for one in records if one["theme"] == "rivals-times")
    rows: Rows = [
        (
            row["size"].replace("x", " x "),
            row["provider"],
            row["network"],
            f"{row['median_ms']:.1f}",
            f"{row['ratio']:.1f}",
        )
        for record in choose_last(named, "rivals-times", weights)
        for row in record["rows"]
    ]
    return RIVAL_HEADINGS, rows


def list_devices(records: Iterable[Record], weights: str = "") -> Table:
    """Return what other computers may need, derived from the newest record of floors; nothing of it was measured."""
    rows: Rows = []
    for record in choose_last(records, "floors", weights):
        for device in DEVICES:
            for size, found in record["sizes"].items():
                slower = found["matrix_product_multiply_adds_per_s"] / (ATTAINED * device.rate)
                alone = found["processor_median_ms"] * slower
                times = f"about {_round(alone)}", f"about {_round(alone / device.count)}"
                rate = f"{device.rate / 1e9:.1f} G"
                rows.append((device.name, device.cores, rate, size.replace("x", " x "), *times))
    return DEVICE_HEADINGS, rows


def _round(value: float) -> str:
    """Return a number with the two digits that a derived one is worth."""
    return f"{float(f'{value:.2g}'):g}"


SPEED_TABLES: Mapping[str, Callable[[Iterable[Record], str], Table]] = MappingProxyType(
    {
        "ways": list_ways,
        "best-ways": list_best,
        "precision": list_precisions,
        "floors": list_floors,
        "stages": list_stages,
        "batches": list_batches,
        "folders": list_folders,
        "dct-scaling": list_dct_scaling,
        "gpu": list_gpu,
        "rivals-times": list_rivals,
        "devices": list_devices,
    }
)
"""By kind, as documents name them."""
