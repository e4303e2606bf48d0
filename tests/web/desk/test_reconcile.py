import shutil
from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.web.desk.desk import Desk, open_desk
from efficientcracknet.web.desk.editing import add_edit
from efficientcracknet.web.desk.entries import list_exports, list_pictures, list_projects
from efficientcracknet.web.desk.exports import ask_export
from efficientcracknet.web.desk.ids import make_id
from efficientcracknet.web.desk.lock import DeskLock
from efficientcracknet.web.desk.pictures import change_picture, require_picture
from efficientcracknet.web.desk.queue import claim
from efficientcracknet.web.desk.reconcile import reconcile
from tests.web.bench import Bench


def forget_index(bench: Bench) -> Desk:
    """Open the desk as if its database had been lost."""
    bench.desk.ledger.close()
    for path in bench.desk.places.root.glob("desk.sqlite*"):
        path.unlink()
    return open_desk(bench.desk.places.root)


def list_all(desk: Desk, project: str) -> list:
    with desk.ledger.read() as database:
        return list_pictures(database, project)


def test_what_ran_is_queued_again(bench: Bench) -> None:
    picture = bench.accept().id
    claim(bench.desk.ledger, ["find"])
    reconcile(bench.desk)
    assert require_picture(bench.desk, bench.project, picture).state == "queued"

    bench.work()
    assert require_picture(bench.desk, bench.project, picture).state == "done"


def test_what_is_done_stays_done(bench: Bench) -> None:
    bench.accept()
    bench.work()
    before = list_all(bench.desk, bench.project)
    reconcile(bench.desk)
    after = list_all(bench.desk, bench.project)

    assert [(one.state, one.summary, one.document) for one in after] == [
        (one.state, one.summary, one.document) for one in before
    ]


def test_a_lost_database_is_made_anew_from_the_files(bench: Bench) -> None:
    done = bench.accept("done.png").id
    bench.work()
    change_picture(bench.desk, bench.project, done, {"threshold": 0.6, "reviewed": True})
    add_edit(bench.desk, bench.project, done, {"kind": "paint", "points_px": [[5, 5]], "radius_px": 2})
    bench.work()
    bench.accept("waiting.png")
    before = {one.name: one for one in list_all(bench.desk, bench.project)}
    desk = forget_index(bench)
    reconcile(desk)
    after = {one.name: one for one in list_all(desk, bench.project)}

    with desk.ledger.read() as database:
        assert [one.document["name"] for one in list_projects(database)] == ["Bridge"]
    assert after["done.png"].summary == before["done.png"].summary
    assert (after["done.png"].document, after["done.png"].edits) == (
        before["done.png"].document,
        before["done.png"].edits,
    )
    assert (after["done.png"].state, after["waiting.png"].state) == ("done", "queued")
    desk.ledger.close()


def test_half_an_upload_is_swept_away(bench: Bench) -> None:
    places = bench.desk.places.project(bench.project).picture(make_id())
    places.folder.mkdir(parents=True)
    places.photo(".jpg").write_bytes(b"moved, but never written down")
    (bench.desk.places.inbox / "x.part").write_bytes(b"half")
    reconcile(bench.desk)

    assert not places.folder.exists()
    assert list(bench.desk.places.inbox.iterdir()) == []


def test_what_was_deleted_by_hand_is_forgotten(bench: Bench) -> None:
    picture = bench.accept().id
    shutil.rmtree(bench.desk.places.project(bench.project).picture(picture).folder)
    reconcile(bench.desk)
    assert list_all(bench.desk, bench.project) == []

    bench.work()
    shutil.rmtree(bench.desk.places.project(bench.project).folder)
    reconcile(bench.desk)
    with bench.desk.ledger.read() as database:
        assert list_projects(database) == []


def test_an_export_that_waits_is_made_after_the_start(bench: Bench) -> None:
    bench.accept()
    export = ask_export(bench.desk, bench.project, pdf=False, dxf=False, originals=False)
    reconcile(bench.desk)
    bench.work()

    with bench.desk.ledger.read() as database:
        assert [(one.id, one.state) for one in list_exports(database, bench.project)] == [(export.id, "done")]


def test_foreign_folders_are_left_alone(bench: Bench) -> None:
    notes = bench.desk.places.root / "my notes"
    notes.mkdir()
    (notes / "a.txt").write_text("mine", encoding="utf-8")
    reconcile(bench.desk)

    assert (notes / "a.txt").read_text(encoding="utf-8") == "mine"


def test_a_desk_is_held_by_one_program_at_a_time(tmp_path: Path) -> None:
    lock = DeskLock(tmp_path / "desk.lock")
    with pytest.raises(
        SettingsError, match=r"must be a folder that no other serve uses, got '.*' \(database is locked\)"
    ):
        DeskLock(tmp_path / "desk.lock")
    lock.release()
    DeskLock(tmp_path / "desk.lock").release()
