from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.large_map import main
from benchmarks.map_runs import hash_results, run_predict
from benchmarks.markdown import tabulate_large_maps
from efficientcracknet.core.errors import RuntimeFault
from efficientcracknet.evaluation.records import read_record
from tests.tiny_networks import DARKNESS, write_darkness_logits


def test_only_results_that_tell_no_time_are_compared(tmp_path: Path) -> None:
    for name in ("masks/a.tif", "vectors/a.gpkg", "run.json", ".work/a/state.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("same", encoding="utf-8")

    hashes = hash_results(tmp_path)

    assert list(hashes) == ["masks/a.tif", "vectors/a.gpkg"]
    assert len(set(hashes.values())) == 1


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_a_run_that_fails_is_told_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(RuntimeFault, match=r"`predict` must end with status 0, got 2: Error: .*'gone.onnx'"):
        run_predict(tmp_path / "map.tif", tmp_path / "out", ["--weights", "gone.onnx"])


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_a_small_map_is_run_killed_and_resumed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = write_darkness_logits(tmp_path / "net.onnx", f"{DARKNESS}tile_px = 256\noverlap_px = 32\n")
    Image.fromarray(np.full((32, 40, 3), 200, np.uint8)).save(tmp_path / "asphalt_1.png")
    target = tmp_path / "record.json"

    sizes = ["--sizes", "2200x2600", "2200x4400"]
    where = ["--grounds", str(tmp_path), "--folder", str(tmp_path), "--weights", str(weights)]
    main([*where, *sizes, "--threads", "1", "--kill-at", "0.4", "0.8", "--json", str(target)])

    record = read_record(target)
    first, second = record["sizes"].values()
    assert (first["megapixels"], second["megapixels"]) == (5.72, 9.68)
    for found in (first, second):
        assert abs(found["lines"]["error_share"]) < 0.005
        assert found["lines"]["pieces_most"] == 1
        assert found["lines"]["vertices_near_windows"]["ratio"] < 1.1
        assert found["peak_mb"] < 700
    assert record["killed"]["differing"] == []
    assert [Path(name).suffix for name in record["killed"]["files"]] == [".tif", ".tif", ".csv", ".geojson", ".gpkg"]
    assert tabulate_large_maps([record]).count("\n") == 4
    assert capsys.readouterr().out.splitlines()[-1] == f"Record: {target}"
