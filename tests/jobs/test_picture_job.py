"""Photos of a run, side by side: the same files as one after the other, and no more of them at a time than said."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import OutputError
from efficientcracknet.jobs import picture_job as module
from efficientcracknet.jobs.measuring import MeasuringOptions
from efficientcracknet.jobs.picture_job import MOST_PIXELS, MOST_WORKERS, choose_bounds
from efficientcracknet.jobs.predict import PredictReport, PredictSettings, predict_pictures
from efficientcracknet.jobs.side_by_side import Bounds
from tests.tiny_networks import write_darkness_logits


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_darkness_logits(tmp_path_factory.mktemp("network") / "darkness.onnx"))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for number in range(7):
        wall = np.full((40, 50 + number, 3), 230, np.uint8)
        wall[10 + number] = 0
        Image.fromarray(wall).save(f"in/{number}.{'png' if number % 2 else 'jpg'}")


def run(network: str, out: str, threads: int) -> PredictReport:
    return predict_pictures(PredictSettings(("in",), Path(out), network, threads=threads, measuring=MeasuringOptions()))


def read_pictures(out: str) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in Path(out).rglob("*.*g") if path.is_file()}


def test_photos_side_by_side_give_the_bytes_and_rows_of_one_after_the_other(network: str) -> None:
    Path("in/3a.png").write_bytes(b"")  # in the middle
    alone, several = run(network, "alone", 1), run(network, "several", 4)

    assert len(read_pictures("alone")) == 3 * 7
    assert read_pictures("several") == read_pictures("alone")
    assert Path("several/cracks.csv").read_bytes() == Path("alone/cracks.csv").read_bytes()
    for one, other in zip(alone.rows, several.rows, strict=True):
        assert (one.file, one.status, one.error, one.cracks) == (other.file, other.status, other.error, other.cracks)


def test_photos_too_large_together_are_done_all_the_same(network: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PIXELS", 1)

    assert [row.status for row in run(network, "out", 2).rows] == ["ok"] * 7


@pytest.mark.parametrize("threads", [1, 3])
def test_a_full_disk_in_the_middle_leaves_rows_and_results_of_those_before(
    network: str, monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    write = module.Prediction.write_pictures

    def run_out(prediction: module.Prediction, mask: Path, overlay: Path) -> None:
        if mask.stem == "3":
            raise OutputError("no space")
        write(prediction, mask, overlay)

    monkeypatch.setattr(module.Prediction, "write_pictures", run_out)

    with pytest.raises(OutputError, match="no space"):
        run(network, "out", threads)
    rows = Path("out/images.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["in/0.jpg", "in/1.png", "in/2.jpg"]
    for folder in ("masks", "overlays", "annotated"):
        assert sorted(path.stem for path in Path("out", folder).iterdir()) == ["0", "1", "2"]


def test_one_thread_is_kept_to() -> None:
    assert choose_bounds(1).workers == 0


@pytest.mark.parametrize(("threads", "workers", "items"), [(2, 2, 4), (4, 4, 8), (64, MOST_WORKERS, 2 * MOST_WORKERS)])
def test_more_threads_take_more_photos_at_a_time_up_to_a_bound(threads: int, workers: int, items: int) -> None:
    assert choose_bounds(threads) == Bounds(workers, items, MOST_PIXELS)


def test_the_machine_s_cores_count_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "count_cores", lambda: 6)

    assert choose_bounds(None).workers == 6
