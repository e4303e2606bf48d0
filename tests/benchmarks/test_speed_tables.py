from typing import Any

import pytest

from benchmarks.markdown import TABLES
from benchmarks.speed_tables import SPEED_TABLES

WEIGHTS = {"name": "tiny", "sha256": "0" * 64}


def make_record(theme: str, date: str = "2026-01-01", **body: Any) -> dict[str, Any]:
    return {"theme": theme, "date": date, "weights": WEIGHTS, **body}


def test_precisions_say_what_they_lose_and_win() -> None:
    row = {
        "name": "openvino bf16",
        "loss": {"deepcrack": 0.0012, "crack500": -0.0034},
        "iou_with_fp32": 0.99712,
        "times": {"8x8": {"ratio": 0.756}, "80x80": {"ratio": 0.5}},
        "meets_rule": True,
    }

    (line,) = TABLES["precision"]([make_record("precision", rows=[row])], "tiny").splitlines()[2:]

    assert line == "| openvino bf16 | +0.12 points | -0.34 points | 0.997 | 0.76 at 8x8, 0.50 at 80x80 | yes |"


def test_times_are_held_against_the_higher_floor() -> None:
    found = {
        "processor_median_ms": 9.0,
        "arithmetic_floor_ms": 2.0,
        "traffic_floor_ms": 3.0,
        "share_by_node": {"Conv": 0.6, "Add": 0.4},
    }

    (line,) = TABLES["floors"]([make_record("floors", sizes={"8x8": found})], "").splitlines()[2:]

    assert line == "| 8 x 8 | 9.0 | 2.0 | 3.0 | 3.0 | Conv 60%, Add 40% |"


def test_steps_and_batches_come_from_one_record() -> None:
    stages = {"pixels to input": 5.0, "network, cpu fp32": 100.0, "network, openvino fp32": 50.0}
    record = make_record(
        "stages", tile_stages_ms=stages, batches={"cpu fp32": {"256": {"1": 1.0, "2": 0.9, "4": 0.85}}}
    )

    assert TABLES["stages"]([record], "").splitlines()[2] == "| pixels to input | 5.0 | 5.0% |"
    assert TABLES["batches"]([record], "").splitlines()[2] == "| cpu fp32 | 256 | 0.90 | 0.85 |"


def test_a_folder_has_a_row_for_each_number_of_photos() -> None:
    run = {"photos": 6, "wall_s": 7.04, "stages_s": 12.3, "ratio": 1.1447, "peak_mb": 580.1}
    stages = {"load": 0.3, "read": 0.1, "find": 1.5, "finish": 0.4}
    found = {"cores": 2, "stages_s": stages, "runs": [run, {**run, "photos": 24, "peak_mb": None}]}
    older = make_record("stages", date="2026-01-03")  # without a folder

    rows = TABLES["folders"]([make_record("stages", folder=found), older], "").splitlines()[2:]

    assert rows == [
        "| 6 | 2 | 7.0 | 12.3 (0.30, 0.60, 9.00, 2.40) | 1.14 | 580 |",
        "| 24 | 2 | 7.0 | 12.3 (0.30, 2.40, 36.00, 9.60) | 1.14 |  |",
    ]


def test_decoding_smaller_says_what_it_saves_of_a_photo() -> None:
    row = {"looked_at": 4, "decoded_at": 2, "iou": 0.9871, "photo_ms": 200.0}
    saved = {"saved_ms": 10.0, "saved_without_overlay_ms": 50.0}

    (line,) = TABLES["dct-scaling"]([make_record("dct-scaling", rows=[row | saved])], "").splitlines()[2:]

    assert line == "| 1/4 | 1/2 | 0.987 | 200 | 5% | 25% |"


def test_a_gpu_is_held_against_the_most_it_could_do() -> None:
    alone = {"alone_per_s": 1000.4, "alone_share": 0.05}
    found = {**alone, "best_batch": 32, "best_per_s": 9000.0, "best_share": 0.45, "most_per_s": 20000.0}
    gpu = {"model": "some GPU", "cores": 100}
    record = make_record("gpu", processor=gpu, sizes={"8x16": {"eager": found}})

    (line,) = TABLES["gpu"]([record], "").splitlines()[2:]

    assert line == "| some GPU | 8 x 16 | eager | 1000 | 5.0% | 32 | 9000 | 45.0% | 20000 |"


def test_rivals_have_a_row_each() -> None:
    row = {"size": "8x8", "provider": "cpu", "network": "theirs", "median_ms": 61.23, "ratio": 12.34}
    record = {**make_record("rivals-times", rows=[row]), "weights": "tiny"}

    assert TABLES["rivals-times"]([record], "tiny").splitlines()[2:] == ["| 8 x 8 | cpu | theirs | 61.2 | 12.3 |"]


def test_a_device_is_slower_as_its_cores_are() -> None:
    found = {"processor_median_ms": 10.0, "matrix_product_multiply_adds_per_s": 48e9}
    record = make_record("floors", sizes={"8x8": found})

    lines = TABLES["devices"]([record], "").splitlines()[2:]

    # 2.4 GHz times 8 are 19.2 G, of which 0.8 are attained: 48 / 15.36 times as slow, and 4 cores share it.
    assert "| Raspberry Pi 5 | 4 Cortex-A76, 2.4 GHz | 19.2 G | 8 x 8 | about 31 | about 7.8 |" in lines


@pytest.mark.parametrize("kind", SPEED_TABLES)
def test_without_records_there_is_no_table(kind: str) -> None:
    assert TABLES[kind]([], "") == ""
