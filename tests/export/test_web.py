"""The folder of the page: whole, listed, and never on top of somebody's files."""

import json
from pathlib import Path

import pytest

from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.export import web
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.export.web import list_files, locate_page, write_web
from efficientcracknet.jobs.export import ExportSettings, export_weights
from efficientcracknet.runtime.weights import find_weights

LARGEST_PAGE_MB = 15

no_page = pytest.mark.skipif(
    not (locate_page() / "index.html").is_file(), reason="needs the page, made by make browser"
)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a page of two files, in place of the package's."""
    folder = tmp_path / "page"
    (folder / "engine").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (folder / "engine" / "large.js").write_text("0", encoding="utf-8")
    monkeypatch.setattr(web, "locate_page", lambda: folder)
    return folder


def export(out: Path, **options: int) -> Path:
    return export_weights(ExportSettings("web", out, options=ExportOptions(**options))).path


def test_the_folder_holds_page_network_and_facts(page: Path, tmp_path: Path) -> None:
    weights, out = find_weights(None), export(tmp_path / "new" / "site")
    facts = json.loads((out / "weights.json").read_text(encoding="utf-8"))

    assert (out / "index.html").read_bytes() == (page / "index.html").read_bytes()
    assert (out / "weights.onnx").read_bytes() == weights.path.read_bytes()
    assert (facts["name"], facts["sha256"], facts["terms"]) == (weights.name, weights.sha256, weights.terms)
    assert tuple(facts["mean"]) == weights.preprocessing.mean
    assert (facts["tile_px"], facts["overlap_px"]) == (weights.tile_px, weights.overlap_px)


@pytest.mark.usefixtures("page")
def test_every_file_is_listed_and_every_listed_file_is_there(tmp_path: Path) -> None:
    out = export(tmp_path / "site")
    listed = json.loads((out / "files.json").read_text(encoding="utf-8"))
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}

    assert {"./", "files.json", *there} == {"./", "files.json", *listed["page"], *listed["engine"]}
    assert listed["engine"] == ["engine/large.js"]


@pytest.mark.parametrize("change", [{"a": b"2"}, {"b": b"1"}, {"a": b"1", "b": b""}])
def test_the_version_changes_with_names_and_bytes(change: dict[str, bytes]) -> None:
    first, again = list_files({"a": b"1"}), list_files({"a": b"1"})

    assert first == again
    assert list_files(change)["version"] != first["version"]


def test_a_page_written_earlier_is_replaced(page: Path, tmp_path: Path) -> None:
    out = export(tmp_path / "site")
    (page / "index.html").write_text("newer", encoding="utf-8")

    export(out)

    assert (out / "index.html").read_text(encoding="utf-8") == "newer"


@pytest.mark.usefixtures("page")
def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "index.html").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match=r"must be a new or empty folder .* with 1 files, such as 'index\.html'"):
        export(tmp_path / "photos")

    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["index.html"]


@pytest.mark.usefixtures("page")
def test_a_tile_is_refused_because_the_page_cuts_as_predict_does(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"`tile` must be left out .* got 512 px.* tiles of \d+ px"):
        export(tmp_path / "site", tile_px=512)

    assert not (tmp_path / "site").exists()


def test_a_package_without_the_page_says_how_to_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "locate_page", lambda: tmp_path / "nothing")

    with pytest.raises(OutputError, match=r"got 0 files in '.*nothing'\. Make it .*: make browser"):
        write_web(find_weights(None), tmp_path / "site", ExportOptions())


@no_page
def test_the_page_is_small_enough_for_the_wheel_and_carries_its_licences() -> None:
    size_mb = sum(path.stat().st_size for path in locate_page().rglob("*") if path.is_file()) / 1e6
    licences = (locate_page() / "licences.txt").read_text(encoding="utf-8")

    assert size_mb < LARGEST_PAGE_MB
    assert "ONNX Runtime Web 1." in licences
    assert "THIRD PARTY SOFTWARE NOTICES" in licences
