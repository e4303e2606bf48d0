"""The page's sources: nothing from elsewhere, every text in every language, versions pinned."""

import json
import re
from pathlib import Path

import pytest

from efficientcracknet.runtime.weights import find_weights

BROWSER = Path(__file__).resolve().parents[2] / "browser"
PAGE = BROWSER / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
SOURCES = [*SCRIPTS, PAGE / "index.html", PAGE / "style.css", PAGE / "manifest.webmanifest"]
LONGEST_FILE = 300


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def read_messages(language: str) -> dict[str, str]:
    return dict(json.loads(read(PAGE / "messages" / f"{language}.json")))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_names_another_server(path: Path) -> None:
    assert re.findall(r"(?:https?:)?//[\w-]+\.\w+", read(path)) == []


def test_the_page_forbids_scripts_in_its_text_and_every_other_server() -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', read(PAGE / "index.html"))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert rules["connect-src"] == "'self'"
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", read(PAGE / "index.html"))


def test_the_slider_can_stand_where_the_weights_want_it() -> None:
    (slider,) = re.findall(r"<input [^>]*id=\"threshold\"[^>]*>", read(PAGE / "index.html"))
    least, step = (float(re.findall(rf'{name}="([\d.]+)"', slider)[0]) for name in ("min", "step"))

    steps = (find_weights(None).threshold - least) / step

    assert steps == pytest.approx(round(steps), abs=1e-6)


def test_every_language_has_every_text_and_the_same_gaps_in_it() -> None:
    english, german = read_messages("en"), read_messages("de")

    gaps = {
        name: {key: sorted(re.findall(r"{\w+}", text)) for key, text in texts.items()}
        for name, texts in (("en", english), ("de", german))
    }
    assert gaps["en"] == gaps["de"]


def test_every_text_asked_for_exists_and_none_is_left_over() -> None:
    page, scripts = read(PAGE / "index.html"), "".join(map(read, SCRIPTS))
    asked = set(re.findall(r'data-(?:text|label)="(\w+)"', page))
    asked |= set(re.findall(r'(?:tell|Refusal)\("(\w+)"', scripts)) | set(re.findall(r'key: "(\w+)"', scripts))
    asked |= {"failedFind", "choose", "another"}

    assert asked == set(read_messages("en"))


def test_the_text_without_scripts_is_the_english_one() -> None:
    shown = dict(re.findall(r'data-text="(\w+)">([^<]+)<', read(PAGE / "index.html")))

    assert shown
    assert {key: text for key, text in read_messages("en").items() if key in shown} == shown


def test_versions_are_pinned_and_the_lock_file_names_no_server() -> None:
    package = json.loads(read(BROWSER / "package.json"))
    lock = read(BROWSER / "package-lock.json")

    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert {name: json.loads(lock)["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert "://" not in lock
    assert '"resolved"' not in lock


@pytest.mark.parametrize("path", [*SCRIPTS, *BROWSER.glob("*.js")], ids=lambda path: path.name)
def test_no_script_is_longer_than_its_budget(path: Path) -> None:
    assert len(read(path).splitlines()) <= LONGEST_FILE
