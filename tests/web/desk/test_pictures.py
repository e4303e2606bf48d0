import json

import pytest

from efficientcracknet.core.errors import ScaleError, SettingsError
from efficientcracknet.evaluation.pairs import pair_folders
from efficientcracknet.runtime.images import read_mask
from efficientcracknet.web.desk.documents import read_document
from efficientcracknet.web.desk.editing import add_edit, redo_edit, undo_edit
from efficientcracknet.web.desk.pictures import (
    cancel_picture,
    change_picture,
    remove_picture,
    require_picture,
    require_room,
    retry_picture,
)
from efficientcracknet.web.desk.projects import apply_to_all, change_project, remove_project, require_project
from efficientcracknet.web.desk.refusal import DeskRefusal
from tests.web.bench import Bench
from tests.web.walls import encode_wall

HALF = {"kind": "mm_per_px", "mm_per_px": 0.5}


def read_report(bench: Bench, picture: str) -> dict:
    entry = require_picture(bench.desk, bench.project, picture)
    places = bench.desk.places.project(bench.project).picture(picture)
    return read_document(places.result(entry.summary["version"]).report)


def read_state(bench: Bench, picture: str) -> str:
    return require_picture(bench.desk, bench.project, picture).state


def test_an_accepted_photo_lies_in_its_project_under_a_name_of_ours(bench: Bench) -> None:
    entry = bench.accept("../../Brücke/wall.png")
    folder = bench.desk.places.project(bench.project).picture(entry.id).folder

    assert (entry.state, entry.name) == ("queued", "../../Brücke/wall.png")  # names are cleaned where they come in
    assert sorted(path.name for path in folder.iterdir()) == ["photo.png", "picture.json"]
    assert list(bench.desk.places.inbox.iterdir()) == []


def test_a_name_that_is_taken_gets_a_number(bench: Bench) -> None:
    assert [bench.accept("a.png").name for _ in range(3)] == ["a.png", "a (2).png", "a (3).png"]


def test_no_more_photos_may_wait_than_there_is_room_for(bench: Bench) -> None:
    bench.accept()
    require_room(bench.desk, 2)

    with pytest.raises(DeskRefusal, match="At most 1 photos may wait, and 1 do") as refused:
        require_room(bench.desk, 1)
    assert (refused.value.reason, refused.value.retry_after_s) == ("queue_full", 5)


def test_work_finds_and_measures(bench: Bench) -> None:
    picture = bench.accept().id
    bench.work()
    entry = require_picture(bench.desk, bench.project, picture)

    assert (entry.state, entry.summary["cracks"]) == ("done", 1)
    assert read_report(bench, picture)["cracks"][0]["width_median_px"] == pytest.approx(6, abs=0.1)


def test_a_scale_gives_millimetres_and_taking_it_away_takes_them(bench: Bench) -> None:
    picture = bench.accept().id
    bench.work()
    change_picture(bench.desk, bench.project, picture, {"scale": HALF})
    bench.work()
    assert read_report(bench, picture)["cracks"][0]["width_median_mm"] == pytest.approx(3, abs=0.05)

    change_picture(bench.desk, bench.project, picture, {"scale": None})
    bench.work()
    assert read_report(bench, picture)["cracks"][0]["width_median_mm"] is None


def test_a_change_of_the_project_reaches_only_pictures_without_their_own(bench: Bench) -> None:
    own, other = bench.accept("own.png").id, bench.accept("other.png").id
    bench.work()
    change_picture(bench.desk, bench.project, own, {"threshold": 0.6})
    bench.work()
    change_project(bench.desk, bench.project, settings={"threshold": 0.4})

    assert (read_state(bench, own), read_state(bench, other)) == ("done", "queued")


def test_applied_to_all_no_picture_keeps_its_own(bench: Bench) -> None:
    own, other = bench.accept("own.png").id, bench.accept("other.png").id
    change_picture(bench.desk, bench.project, own, {"scale": HALF, "threshold": 0.6})
    bench.work()
    apply_to_all(bench.desk, bench.project, {"scale": HALF})
    bench.work()

    assert [read_report(bench, one)["scale"] for one in (own, other)] == [HALF, HALF]
    assert require_picture(bench.desk, bench.project, own).document["scale"] is None
    assert require_picture(bench.desk, bench.project, own).document["threshold"] == 0.6


def test_another_standard_is_told_without_measuring(bench: Bench) -> None:
    picture = bench.accept().id
    bench.work()
    revision = require_picture(bench.desk, bench.project, picture).revision
    change_project(bench.desk, bench.project, settings={"standard": "ltpp-asphalt"})

    assert read_state(bench, picture) == "done"
    assert require_picture(bench.desk, bench.project, picture).revision > revision


def test_impossible_settings_are_refused_and_change_nothing(bench: Bench) -> None:
    picture = bench.accept().id
    before = require_project(bench.desk, bench.project)
    with pytest.raises(SettingsError, match="`standard` must be one of"):
        change_project(bench.desk, bench.project, settings={"standard": "iso"})
    with pytest.raises(ScaleError, match="`--mm-per-px` must be a finite number above 0, got -1"):
        change_picture(bench.desk, bench.project, picture, {"scale": {"kind": "mm_per_px", "mm_per_px": -1}})

    assert require_project(bench.desk, bench.project) == before


def test_an_erased_crack_is_gone_and_undo_brings_back_the_same_figures(bench: Bench) -> None:
    picture = bench.accept().id
    bench.work()
    before = read_report(bench, picture)
    stroke = {"kind": "erase", "points_px": [[30, 10], [30, 150]], "radius_px": 8}
    add_edit(bench.desk, bench.project, picture, stroke)
    bench.work()
    assert read_report(bench, picture)["cracks"] == []

    undo_edit(bench.desk, bench.project, picture)
    bench.work()
    assert read_report(bench, picture) == before
    redo_edit(bench.desk, bench.project, picture)
    bench.work()
    assert read_report(bench, picture)["cracks"] == []


def test_a_painted_crack_is_as_wide_as_the_brush(bench: Bench) -> None:
    picture = bench.accept(content=encode_wall()).id
    bench.work()
    add_edit(
        bench.desk, bench.project, picture, {"kind": "paint", "points_px": [[20, 20], [20, 140]], "radius_px": 2.5}
    )
    bench.work()

    (crack,) = read_report(bench, picture)["cracks"]
    assert crack["width_median_px"] == pytest.approx(5, abs=0.05)


def test_a_deleted_crack_leaves_the_others_and_can_be_restored(bench: Bench) -> None:
    picture = bench.accept(content=encode_wall(15, 45)).id
    bench.work()
    before = read_report(bench, picture)
    version = require_picture(bench.desk, bench.project, picture).summary["version"]
    add_edit(bench.desk, bench.project, picture, {"kind": "delete", "crack": 1, "version": version})
    bench.work()
    (left,) = read_report(bench, picture)["cracks"]
    assert left["box_px"] == before["cracks"][1]["box_px"]

    places = bench.desk.places.project(bench.project).picture(picture)
    edit = json.loads(places.edits.read_text())["edits"][0]["edit"]
    add_edit(bench.desk, bench.project, picture, {"kind": "restore", "edit": edit})
    bench.work()
    assert read_report(bench, picture) == before


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"kind": "delete", "crack": 1, "version": 999}, "Result 999 holds no longer"),
        ({"kind": "delete", "crack": 7, "version": None}, "has no crack 7"),
        ({"kind": "restore", "edit": "abcdefghijkl"}, "no deletion abcdefghijkl"),
    ],
)
def test_edits_that_mean_nothing_are_refused(bench: Bench, edit: dict, message: str) -> None:
    picture = bench.accept().id
    bench.work()
    version = require_picture(bench.desk, bench.project, picture).summary["version"]
    asked = edit | ({"version": version} if edit.get("version", 0) is None else {})

    with pytest.raises(DeskRefusal, match=message):
        add_edit(bench.desk, bench.project, picture, asked)


def test_there_is_nothing_to_correct_or_undo_at_first(bench: Bench) -> None:
    picture = bench.accept().id
    with pytest.raises(DeskRefusal, match="nothing to correct before"):
        undo_edit(bench.desk, bench.project, picture)
    bench.work()
    with pytest.raises(DeskRefusal, match="nothing to undo"):
        undo_edit(bench.desk, bench.project, picture)
    with pytest.raises(DeskRefusal, match="nothing to redo"):
        redo_edit(bench.desk, bench.project, picture)


def test_corrected_and_approved_pictures_are_pairs_that_training_reads(bench: Bench) -> None:
    corrected, approved, _ = (bench.accept(f"{name}.png").id for name in ("a", "b", "c"))
    bench.work()
    add_edit(bench.desk, bench.project, corrected, {"kind": "erase", "points_px": [[30, 80]], "radius_px": 9})
    change_picture(bench.desk, bench.project, approved, {"reviewed": True})
    bench.work()
    folder = bench.desk.places.project(bench.project).corrected
    pairs = {pair.image.stem: pair for pair in pair_folders(folder / "images", folder / "masks")}

    assert sorted(pairs) == sorted([f"a_{corrected}", f"b_{approved}"])
    assert not read_mask(pairs[f"a_{corrected}"].mask)[30, 80]

    undo_edit(bench.desk, bench.project, corrected)
    bench.work()
    assert [path.stem for path in (folder / "masks").iterdir()] == [f"b_{approved}"]


def test_only_two_results_are_kept(bench: Bench) -> None:
    picture = bench.accept().id
    for threshold in (0.3, 0.4, 0.5, 0.6):
        bench.work()
        change_picture(bench.desk, bench.project, picture, {"threshold": threshold})
    bench.work()

    assert len(list(bench.desk.places.project(bench.project).picture(picture).results.iterdir())) == 2


def test_a_cancelled_picture_can_be_tried_again(bench: Bench) -> None:
    picture = bench.accept().id
    assert cancel_picture(bench.desk, bench.project, picture).state == "cancelled"
    bench.work()
    assert read_state(bench, picture) == "cancelled"

    retry_picture(bench.desk, bench.project, picture)
    bench.work()
    assert read_state(bench, picture) == "done"


def test_a_removed_picture_leaves_no_file(bench: Bench) -> None:
    picture = bench.accept().id
    bench.work()
    change_picture(bench.desk, bench.project, picture, {"reviewed": True})
    bench.work()
    remove_picture(bench.desk, bench.project, picture)

    assert list(bench.desk.places.project(bench.project).folder.rglob(f"*{picture}*")) == []
    with pytest.raises(DeskRefusal, match=f"has no picture {picture}"):
        require_picture(bench.desk, bench.project, picture)


def test_a_removed_project_is_gone(bench: Bench) -> None:
    bench.accept()
    remove_project(bench.desk, bench.project)
    bench.work()

    assert not bench.desk.places.project(bench.project).folder.exists()
    with pytest.raises(DeskRefusal, match="There is no project"):
        require_project(bench.desk, bench.project)


def test_a_picture_goes_into_no_project_that_is_not_there(bench: Bench) -> None:
    remove_project(bench.desk, bench.project)

    with pytest.raises(DeskRefusal, match="There is no project"):
        bench.accept()
