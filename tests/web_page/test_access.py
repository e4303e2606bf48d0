"""The page for everybody: axe-core finds nothing serious, all goes by keyboard, two languages, a phone, a token."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.desk_browser import Browser, begin_project, find_missing
from benchmarks.served import run_served

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SERIOUS = ("serious", "critical")
SETTLED = (
    "document.querySelector('#cracks tbody tr') && document.querySelector('#busy').hidden "
    "&& !document.querySelector('#crack-panel[data-stale]')"
)
BEYOND = """(() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  return [scrollWidth - innerWidth, scrollHeight - innerHeight];
})()"""
"""How much of the page lies outside the window: its panes scroll, never the page."""
LOOKS = {
    "desk": {},
    "dark": {"scheme": "dark"},
    "phone": {"width": 390, "height": 844, "touch": True, "scale": 2, "language": "de-DE"},
}

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(find_missing()), reason=f"needs {find_missing()}")]


def begin(browser: Browser, desk: str, project: str) -> None:
    """Open the page at a project of its own."""
    browser.do("open", url=begin_project(desk, project))
    browser.do("wait", "#welcome")


def look(browser: Browser, where: str) -> list[tuple[Any, ...]]:
    """Return what axe-core finds serious, and where."""
    found = browser.do("axe", tags=TAGS)
    return [(where, one["impact"], one["id"], one["nodes"]) for one in found if one["impact"] in SERIOUS]


@pytest.mark.parametrize("name", LOOKS)
def test_axe_finds_nothing_serious_in_any_state(name: str, desk: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes((EXAMPLES / "hairline.jpg").read_bytes()[:20_000])
    noise = tmp_path / "noise.jpg"
    noise.write_bytes(b"no picture")
    with Browser(**LOOKS[name]) as browser:
        begin(browser, desk, f"Look {name}")
        found = look(browser, "welcome")
        browser.do("drop", files=[EXAMPLES / "branching.jpg", broken, noise])
        browser.do("until", code=SETTLED)
        found += look(browser, "photo")
        for pane in ("photos", "inspector") if name == "phone" else ():
            browser.do("click", f"[data-pane-of={pane}]")
            found += look(browser, pane)
        browser.do("select", "#standard", value="ltpp-asphalt")
        browser.do("until", code=SETTLED)
        browser.do("click", "#scale-open")
        found += look(browser, "scale")
        browser.do("click", "#toggle-wipe")
        browser.do("click", "[data-tool=erase]")
        found += look(browser, "wipe and eraser")
        for button, dialog in (
            ("export-button", "export-dialog"),
            ("project-button", "projects-dialog"),
            ("help-button", "help"),
        ):
            browser.do("click", f"#{button}")
            found += look(browser, dialog)
            browser.do("click", f"#{dialog} [data-close]")
        browser.do("press", "body", key="j")
        browser.do("wait", "#failure h2")
        found += look(browser, "failure")
        beyond = browser.do("evaluate", code=BEYOND)

    assert found == []
    assert beyond == [0, 0]


def test_a_crack_is_found_scaled_deleted_and_brought_back_by_keyboard_alone(desk: str) -> None:
    with Browser() as browser:
        begin(browser, desk, "Keys")
        browser.do("choose", "#pick", files=[EXAMPLES / "branching.jpg"])
        browser.do("until", code=SETTLED)
        browser.do("press", "body", key="m")  # the scale: its form opens
        browser.do("focus", "#viewer .openseadragon-canvas")
        browser.do("press", key="Enter")
        for _ in range(6):
            browser.do("press", key="ArrowRight")
        browser.do("evaluate", code="new Promise((done) => setTimeout(done, 1500))")  # the picture comes to rest
        browser.do("press", key="Enter")
        browser.do("until", code="document.activeElement.id === 'scale-distance'")
        for letter in "12,5":
            browser.do("press", key=letter)
        browser.do("press", key="Enter")
        browser.do("until", code=f"{SETTLED} && document.querySelector('#figures').textContent.includes('mm')")
        cracks = browser.do("count", "#cracks tbody tr")

        browser.do("focus", "#cracks .pick[tabindex='0']")
        browser.do("press", key="ArrowDown")
        chosen = browser.do("attribute", "#cracks tbody tr[data-selected]", name="data-crack")
        browser.do("press", key="Delete")
        browser.do("wait", "#deleted")
        browser.do("until", code=SETTLED)
        left = browser.do("count", "#cracks tbody tr")
        browser.do("press", key="Control+z")
        browser.do("wait", "#deleted", state="hidden")
        browser.do("until", code=SETTLED)
        again = browser.do("count", "#cracks tbody tr")
        complaints = browser.do("complaints")

    assert chosen == "2"
    assert (left, again) == (cracks - 1, cracks)
    assert complaints == []


def test_every_control_can_be_seen_to_have_the_focus(desk: str) -> None:
    script = """(() => {
      const { activeElement } = document;
      const style = getComputedStyle(activeElement);
      return [activeElement.id || activeElement.className, style.outlineStyle, parseFloat(style.outlineWidth)];
    })()"""
    with Browser() as browser:
        begin(browser, desk, "Focus")
        browser.do("drop", files=[EXAMPLES / "branching.jpg"])
        browser.do("until", code=SETTLED)
        browser.do("evaluate", code="document.activeElement.blur()")
        seen = []
        for _ in range(45):
            browser.do("press", key="Tab")
            seen.append(browser.do("evaluate", code=script))

    names = {name for name, *_ in seen}
    assert {"project-button", "export-button", "language", "threshold", "opacity", "openseadragon-canvas"} <= names
    assert {"scale-open", "standard", "reviewed", "pick", "photo"} <= names
    assert [name for name, style, width in seen if name != "" and (style == "none" or width < 2)] == []


def test_the_page_speaks_german_where_the_browser_does_and_changes_at_once(desk: str) -> None:
    with Browser(language="de-AT") as browser:
        begin(browser, desk, "Sprache")
        german = (browser.do("attribute", "html", name="lang"), browser.do("text", "#welcome-title"))
        browser.do("drop", files=[EXAMPLES / "branching.jpg"])
        browser.do("until", code=SETTLED)
        counted = browser.do("text", ".photo-state")
        browser.do("select", "#language", value="en")
        browser.do("until", code="document.documentElement.lang === 'en'")
        english = (browser.do("text", ".photo-state"), browser.do("text", "#cracks-title"))
        browser.do("reload")
        browser.do("wait", "body[data-ready]")
        kept = browser.do("attribute", "html", name="lang")

    assert german == ("de", "Fotos hier ablegen, um ihre Risse zu finden")
    assert counted.removesuffix(" Risse") == english[0].removesuffix(" cracks")
    assert english[1] == "Cracks"
    assert kept == "en"


def test_what_cannot_be_used_is_said_with_what_to_do_and_the_others_are_done(desk: str, tmp_path: Path) -> None:
    noise, text, broken = tmp_path / "noise.jpg", tmp_path / "notes.txt", tmp_path / "broken.jpg"
    noise.write_bytes(b"no picture")
    text.write_text("no picture either", encoding="utf-8")
    broken.write_bytes((EXAMPLES / "hairline.jpg").read_bytes()[:20_000])
    with Browser() as browser:
        begin(browser, desk, "Refusals")
        browser.do("drop", files=[broken, noise, text, EXAMPLES / "branching.jpg"])
        browser.do("wait", ".note.status")
        note = browser.do("text", ".note.status p")
        browser.do("wait", ".photo[data-kind=done]")
        refused = browser.do("texts", "#refused li div")
        browser.do("wait", "#failure h2")
        failure = [browser.do("text", f"#failure {part}") for part in ("h2", "p")]
        browser.do("click", "#discard")
        browser.do("until", code=f"document.querySelectorAll('.photo').length === 1 && {SETTLED}")

    assert note == "One file is no picture and was left out."
    assert refused == ["noise.jpgThis is no picture that can be read. Save it as JPEG or PNG."]
    assert failure[0] == "This photo could not be used"
    assert failure[1].startswith("It must be an undamaged picture. Copy it again from where it came")


def test_a_token_signs_in_typed_or_in_the_address_where_it_is_seen_no_more(tmp_path: Path) -> None:
    token = "sixteen-letters-and-more"
    with run_served(tmp_path / "projects", ("--token", token)) as served:
        page = served.address.split("#")[0]
        with Browser() as browser:
            browser.do("open", url=page)
            browser.do("wait", "#signin[open]")
            browser.do("fill", "#token", text="a-wrong-one-of-length")
            browser.do("press", "#token", key="Enter")
            browser.do(
                "until", code="document.querySelector('#signin-error').textContent.startsWith('The token is wrong')"
            )
            browser.do("fill", "#token", text=token)
            browser.do("press", "#token", key="Enter")
            browser.do("wait", "#welcome")
        with Browser() as browser:
            browser.do("open", url=f"{page}#token={token}")
            browser.do("wait", "#welcome")
            address = browser.do("evaluate", code="location.href")

    assert token not in address
