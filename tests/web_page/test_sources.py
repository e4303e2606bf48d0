"""The page's sources: nothing from elsewhere, nothing inline, every text in every language, versions pinned."""

import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "efficientcracknet" / "web" / "static"
DRIVER = ROOT / "browser" / "desk" / "drive.js"
INDEX = STATIC / "index.html"
SCRIPTS = sorted(path for path in STATIC.glob("*/*.js"))
STYLES = sorted(STATIC.glob("styles/*.css"))
LONGEST_FILE = 300
VIEWER_SHA256 = "4e6fe442742db946dfbe1e748486552078e28ba617412e91b81146443465d2c4"
ASKED_BY_CODE = r"(?:error|file|class)_.+"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def read_messages(language: str) -> dict[str, str]:
    return dict(json.loads(read(STATIC / "messages" / f"{language}.json")))


@pytest.mark.parametrize("path", [INDEX, *SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_no_source_names_another_server(path: Path) -> None:
    addresses = set(re.findall(r"(?:https?:)?//[\w-]+\.\w+[\w./]*", read(path)))

    assert addresses <= {
        "http://www.w3.org/2000/svg",
        "http://schemas.microsoft.com/deepzoom/2008",
    }  # names, never asked


def test_nothing_stands_inline_that_the_policy_forbids() -> None:
    page = read(INDEX)

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", page)
    for path in SCRIPTS:
        assert not re.search(
            r"innerHTML|insertAdjacentHTML|setAttribute\(\"style\"|\beval\(|new Function", read(path)
        ), path


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r'(?:src|href)="/static/([^"#]+)', read(INDEX)))
    symbols = {name for path in (INDEX, *SCRIPTS) for name in re.findall(r'icons\.svg#([\w-]+)"', read(path))}
    made = [call for path in SCRIPTS for call in re.findall(r"makeIcon(?:Button)?\(([^,)]+)", read(path))]
    symbols |= {name for call in made for name in re.findall(r'"([\w-]+)"', call)}

    assert all((STATIC / name).is_file() for name in named)
    assert symbols == set(re.findall(r'<symbol id="([\w-]+)"', read(STATIC / "icons.svg")))


def test_every_language_has_every_text_and_the_same_gaps_in_it() -> None:
    gaps = {
        name: {key: sorted(set(re.findall(r"{\w+}", text))) for key, text in read_messages(name).items()}
        for name in ("en", "de")
    }

    assert gaps["en"].keys() == gaps["de"].keys()
    for key, wanted in gaps["en"].items():
        assert gaps["de"][key] == wanted, key


def test_every_text_asked_for_exists_and_none_is_left_over() -> None:
    page, scripts = read(INDEX), "".join(map(read, SCRIPTS))
    known = {re.sub(r"_(one|other)$", "", key) for key in read_messages("en")}
    in_page = set(re.findall(r'data-(?:text|label)="(\w+)"', page))

    assert in_page | set(re.findall(r'tell\("(\w+)"', scripts)) <= known
    used = in_page | set(re.findall(r'"(\w+)"', scripts))
    assert {key for key in known if key not in used and not re.fullmatch(ASKED_BY_CODE, key)} == set()


def test_every_refusal_of_the_program_is_known_to_the_page() -> None:
    web = ROOT / "src" / "efficientcracknet" / "web"
    codes = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)": (?:4\d\d|503)', "".join(map(read, web.rglob("*.py")))))

    assert codes <= {key.removeprefix("error_") for key in read_messages("en")}


def test_the_text_before_scripts_run_is_the_english_one() -> None:
    texts = read_messages("en")
    shown = re.findall(r'data-text="(\w+)"[^>]*>([^<]+)<', read(INDEX))
    labels = re.findall(r'data-label="(\w+)"[^>]*?aria-label="([^"]+)"', read(INDEX))

    assert len(shown) > 80
    assert {key: unescape(text) for key, text in [*shown, *labels]} == {key: texts[key] for key, _ in [*shown, *labels]}


def test_the_viewer_is_the_published_one_without_the_address_of_its_map() -> None:
    folder = STATIC / "vendor" / "openseadragon"
    package = json.loads(read(ROOT / "browser" / "package.json"))

    assert hashlib.sha256((folder / "openseadragon.min.js").read_bytes()).hexdigest() == VIEWER_SHA256
    assert read(folder / "openseadragon.min.js").startswith(
        f"//! openseadragon {package['devDependencies']['openseadragon']}\n"
    )
    assert "CodePlex Foundation" in read(folder / "LICENSE.txt")
    published = ROOT / "browser" / "node_modules" / "openseadragon" / "build" / "openseadragon" / "openseadragon.min.js"
    if published.is_file():
        ours = re.sub(r"^//# sourceMappingURL=.*\n?", "", read(published), flags=re.MULTILINE)
        assert ours == read(folder / "openseadragon.min.js")


@pytest.mark.parametrize("path", [INDEX, DRIVER, *SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_no_source_is_longer_than_its_budget(path: Path) -> None:
    assert len(read(path).splitlines()) <= LONGEST_FILE
