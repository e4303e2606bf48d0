"""Maps on the command line: options, what is printed, and bars that tell the rate."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from efficientcracknet.cli import mapping as module
from efficientcracknet.cli import predict
from efficientcracknet.cli.app import main
from efficientcracknet.jobs.map_report import FINDING, MEASURING
from tests.geo.drawn_rasters import draw_wall, write_map, write_raster, write_tiled_network

WALL = draw_wall(40, 60, crack_row=20)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_tiled_network(Path("net.onnx"))
    write_map(Path("map.tif"), WALL)


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["predict", *words, "--out", "out", "--weights", "net.onnx"])
    return int(leaving.value.code or 0)


def test_a_map_is_told_with_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("map.tif") == 0
    out, err = capsys.readouterr()
    out = out.replace("\\", "/")

    assert "1 of 1 pictures done" in out
    assert "Maps: out/vectors" in out
    assert "Look at" not in out
    assert "report.html" not in out
    assert err == ""


def test_what_a_map_lacks_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    write_raster(Path("map.tif"), WALL)
    Path("map.tfw").write_text("0.01\n0\n0\n-0.01\n0\n0\n", encoding="utf-8")

    assert call("map.tif") == 0
    assert "map.tif: " in capsys.readouterr().out


def test_options_of_maps_reach_them() -> None:
    assert call("map.tif", "--gsd", "20", "--bands", "3,2,1", "--cell-m", "0.5", "--resume") == 0
    record = json.loads(Path("out/run.json").read_text(encoding="utf-8"))

    assert record["settings"]["maps"] == {"gsd_mm": 20.0, "bands": [3, 2, 1], "cell_m": 0.5, "resume": True}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--gsd", "0"), "`--gsd` must be mm above 0, got 0"),
        (("--cell-m", "-1"), "`--cell-m` must be m above 0, got -1"),
        (("--bands", "1,2"), "three bands counted from 1, or one for grey, got '1,2'"),
    ],
)
def test_options_that_cannot_be_used_are_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, str], told: str
) -> None:
    assert call("map.tif", *words) == 2
    assert told in capsys.readouterr().err
    assert not Path("out").exists()


def test_an_interruption_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        Path("out/.work/map").mkdir(parents=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(predict, "predict_pictures", interrupt)

    assert call("map.tif") == 130
    assert "the same command with --resume" in capsys.readouterr().err


def draw(progress: Progress) -> str:
    console = Console(file=io.StringIO(), width=120, force_terminal=False)
    console.print(progress.make_tasks_table(progress.tasks))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_bars_tell_pixels_with_their_rate_and_windows_without() -> None:
    now = [0.0]
    progress = Progress(module.TextColumn("{task.description}"), module.AmountColumn(), get_time=lambda: now[0])
    watch = module.StageWatch(progress)
    watch(FINDING, 10_000_000, 40_000_000)
    for second in (1, 2, 3):
        now[0] = second
        watch(FINDING, 10_000_000 + second * 5_000_000, 40_000_000)

    assert "finding 25/40 Mpx, 5.0 Mpx/s" in draw(progress)
    watch(MEASURING, 0, 6)
    watch(MEASURING, 2, 6)
    assert "measuring 2/6" in draw(progress)
    assert "Mpx" not in draw(progress)
    watch(MEASURING, 6, 6)
    assert progress.tasks == []


def test_of_pictures_the_number_is_told() -> None:
    progress = Progress(module.AmountColumn())
    progress.add_task("", total=None)
    progress.add_task("", total=3, completed=2)

    assert draw(progress).split() == ["0/?", "2/3"]
