from pathlib import Path

import numpy as np
import pytest

from benchmarks.folder_run import PATCH_PX, arrange, measure_folder, run_folder, summarise, write_photos
from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.runtime.images import read_size
from tests.tiny_networks import write_darkness_logits


def make_run(wall_s: float, peak_mb: float | None) -> dict[str, float | None]:
    return {"wall_s": wall_s, "processor_s": 2 * wall_s, "peak_mb": peak_mb}


def test_a_run_is_held_against_its_stages_shared_by_all_cores() -> None:
    alone = [{"load": 1.0, "read": 0.5, "find": 2.0, "finish": 0.5}] * 3
    found = summarise(alone, {2: [make_run(4.0, 90.04), make_run(3.5, 80), make_run(9.0, 85)]}, cores=2)

    assert found["stages_s"] == alone[0]
    (row,) = found["runs"]
    assert row["stages_s"] == 1 + 2 * 3
    assert row["wall_s"] == 4.0  # the median
    assert row["ratio"] == pytest.approx(4.0 / (7 / 2), abs=1e-4)
    assert row["peak_mb"] == 90.0


def test_a_system_that_does_not_tell_its_memory_gives_none() -> None:
    (row,) = summarise([{"load": 1.0, "read": 1.0}], {1: [make_run(1.0, None)]}, cores=1)["runs"]

    assert row["peak_mb"] is None


def test_pictures_are_arranged_anew_for_each_photo() -> None:
    patches = [np.full((4, 4, 3), grey, np.uint8) for grey in (0, 100, 200)]
    first, second = (arrange(patches, (10, 13), np.random.default_rng(seed)) for seed in (0, 1))

    assert first.shape == (10, 13, 3)
    assert set(np.unique(first)) <= {0, 100, 200}
    assert (first != second).any()


def test_stages_and_runs_are_measured_on_a_folder(tmp_path: Path) -> None:
    weights = str(write_darkness_logits(tmp_path / "net.onnx"))
    found = measure_folder(weights, [1, 2], rounds=1, photo=(PATCH_PX, PATCH_PX + 9))

    assert list(found["stages_s"]) == ["load", "read", "find", "finish"]
    assert [run["photos"] for run in found["runs"]] == [1, 2]
    assert all(run["ratio"] > 0 and run["wall_s"] > 0 for run in found["runs"])
    assert found["cores"] >= 1


def test_photos_have_the_size_asked_for(tmp_path: Path) -> None:
    (path,) = write_photos(tmp_path / "photos", 1, (30, 50)).iterdir()

    assert read_size(path) == (30, 50)


def test_a_photo_that_fails_ends_the_measurement(tmp_path: Path) -> None:
    weights = str(write_darkness_logits(tmp_path / "net.onnx"))
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"")

    with pytest.raises(RuntimeFault, match=r"every photo must be done, got 1 that failed: .*0 bytes"):
        run_folder(weights, tmp_path / "photos", tmp_path / "out")
    with pytest.raises(RuntimeFault, match=r"must run over the folder, got: .*gone\.onnx"):
        run_folder(str(tmp_path / "gone.onnx"), tmp_path / "photos", tmp_path / "out")
