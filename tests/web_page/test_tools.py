"""What the tools over and beside the picture do, in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.desk_browser import Browser, begin_project, find_missing
from efficientcracknet.draw.palette import PLAIN, find_class_colour

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SETTLED = (
    "document.querySelector('#cracks tbody tr') && document.querySelector('#busy').hidden "
    "&& !document.querySelector('#crack-panel[data-stale]')"
)
COUNT = """(() => {{
  const canvas = document.querySelector('#viewer canvas');
  const [from, to] = [{start} * canvas.width, {stop} * canvas.width].map(Math.round);
  const context = new OffscreenCanvas(to - from, canvas.height).getContext('2d', {{ willReadFrequently: true }});
  context.drawImage(canvas, -from, 0);
  const {{ data }} = context.getImageData(0, 0, to - from, canvas.height);
  const same = (at) => {colour}.every((value, channel) => data[at + channel] === value);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) count += same(at);
  return count;
}})()"""
REST = "new Promise((done) => setTimeout(done, 1500))"

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(find_missing()), reason=f"needs {find_missing()}")]


@pytest.fixture
def browser(desk: str, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Return a browser with one photo of five cracks, whole on the stage, marked by opaque colours alone."""
    with Browser() as browser:
        browser.do("open", url=begin_project(desk, request.node.name[:80]))
        browser.do("wait", "#welcome")
        browser.do("drop", files=[EXAMPLES / "branching.jpg"])
        browser.do("until", code=SETTLED)
        browser.do("fill", "#opacity", text="1")
        browser.do("click", "#toggle-labels")
        browser.do("evaluate", code=REST)
        yield browser
        assert browser.do("complaints") == []


def count(browser: Browser, colour: tuple[int, int, int] = PLAIN, start: float = 0, stop: float = 1) -> int:
    return int(browser.do("evaluate", code=COUNT.format(colour=list(colour), start=start, stop=stop)))


def find_spot(browser: Browser, row: float, col: float) -> dict[str, float]:
    """Return where a place of the photo lies on the page, while the photo is shown whole."""
    frame = browser.do("box", "#frame")
    zoom = min(frame["width"], frame["height"]) / 448
    left, top = (frame["width"] - 448 * zoom) / 2, (frame["height"] - 448 * zoom) / 2
    return {"x": frame["x"] + left + (col + 0.5) * zoom, "y": frame["y"] + top + (row + 0.5) * zoom}


def ask_detail(browser: Browser) -> dict[str, Any]:
    code = """(async () => {
      const words = new URLSearchParams(location.hash.slice(1));
      return (await fetch(`/api/projects/${words.get('project')}/pictures/${words.get('picture')}`)).json();
    })()"""
    return dict(browser.do("evaluate", code=code))


def count_rows(browser: Browser) -> int:
    browser.do("until", code=SETTLED)
    return int(browser.do("count", "#cracks tbody tr"))


def test_the_curtain_hides_marks_on_its_left_and_moves_by_key(browser: Browser) -> None:
    left, right = count(browser, stop=0.49), count(browser, start=0.51)
    browser.do("click", "#toggle-wipe")
    browser.do("evaluate", code=REST)
    covered = count(browser, stop=0.49), count(browser, start=0.51)
    browser.do("press", "#wipe", key="Home")
    browser.do("evaluate", code=REST)

    assert left > 0
    assert covered == (0, right)
    assert count(browser, stop=0.49) == left


def test_marks_fade_as_they_are_asked_to(browser: Browser) -> None:
    full = count(browser)
    browser.do("fill", "#opacity", text="0")
    browser.do("evaluate", code=REST)

    assert full > 0
    assert count(browser) == 0


def test_a_crack_clicked_on_the_picture_is_chosen_in_the_list_and_one_of_the_list_is_shown(browser: Browser) -> None:
    cracks = ask_detail(browser)["cracks"]
    row, col = cracks[1]["lines"][0][len(cracks[1]["lines"][0]) // 2]
    spot, frame = find_spot(browser, row, col), browser.do("box", "#frame")
    browser.do("click", "#frame", position={"x": spot["x"] - frame["x"], "y": spot["y"] - frame["y"]})
    browser.do("wait", "#cracks tr[data-selected]")
    chosen = browser.do("attribute", "#cracks tr[data-selected]", name="data-crack")
    before = browser.do("text", "#live")
    browser.do("click", "#cracks tr[data-crack='3'] .pick")
    browser.do("wait", "#cracks tr[data-crack='3'][data-selected]")

    assert chosen == str(cracks[1]["crack"])
    assert before.startswith(f"Crack {chosen} chosen")


def test_a_stroke_of_the_brush_is_a_crack_until_it_is_undone_and_again_when_redone(browser: Browser) -> None:
    cracks = count_rows(browser)
    browser.do("press", "body", key="b")
    browser.do("drag", through=[find_spot(browser, 300, 330), find_spot(browser, 330, 430)])
    browser.do("until", code=f"document.querySelectorAll('#cracks tbody tr').length === {cracks + 1} && {SETTLED}")
    browser.do("click", "#undo")
    browser.do("until", code=f"document.querySelectorAll('#cracks tbody tr').length === {cracks} && {SETTLED}")
    browser.do("click", "#redo")
    browser.do("until", code=f"document.querySelectorAll('#cracks tbody tr').length === {cracks + 1} && {SETTLED}")

    assert ask_detail(browser)["edits"] == 1


def test_a_deleted_crack_can_be_brought_back(browser: Browser) -> None:
    before = browser.do("texts", "#cracks tbody tr")
    browser.do("click", "#cracks tr[data-crack='1'] .act button")
    browser.do("wait", "#deleted")
    browser.do("until", code=SETTLED)
    without = browser.do("texts", "#cracks tbody tr")
    browser.do("click", "#deleted button")
    browser.do("wait", "#deleted", state="hidden")
    browser.do("until", code=SETTLED)

    assert len(without) == len(before) - 1
    assert browser.do("texts", "#cracks tbody tr") == before


def test_cracks_are_coloured_by_class_once_there_is_a_scale_and_a_standard(browser: Browser) -> None:
    browser.do("select", "#standard", value="ltpp-asphalt")
    browser.do("wait", "#standard-needs-scale")
    browser.do("click", "#scale-open")
    browser.do("click", "#scale-form label:has([value=mm_per_px])")
    browser.do("fill", "#scale-number", text="1,0")
    browser.do("click", "#scale-this")
    browser.do("wait", "#scale-bar")
    browser.do("until", code=f"document.querySelector('#cracks[data-classes] .rank-1') && {SETTLED}")
    browser.do("evaluate", code=REST)
    ranks = {crack["rank"] for crack in ask_detail(browser)["cracks"]}

    assert ranks == {0, 1}
    shown = {rank for rank in range(3) if count(browser, find_class_colour(rank, 3))}
    assert shown == ranks


def test_a_folder_keeps_its_name_before_those_of_its_photos_in_their_order(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "deck"
    folder.mkdir()
    for name in ("10.jpg", "9.jpg"):
        (folder / name).write_bytes((EXAMPLES / "no_crack.jpg").read_bytes())
    (folder / "notes.txt").write_text("none", encoding="utf-8")
    browser.do("choose", "#pick-folder", files=folder)
    browser.do("until", code="document.querySelectorAll('.photo[data-kind=done]').length === 3")

    assert browser.do("texts", ".photo-name") == ["branching.jpg", "deck/9.jpg", "deck/10.jpg"]
