import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFile

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.measure.severity import find_standard
from efficientcracknet.report import view
from efficientcracknet.report.document import ReportDocument, ReportHead
from efficientcracknet.report.render import require_weasyprint, write_html, write_pdf
from efficientcracknet.runtime.images import write_jpeg
from tests.report.summaries import build_summary

HOSTILE = """Brücke "Süd" '1' <script>alert(1)</script> {{ 7 * 7 }} & =cmd.jpg"""


class Page(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, text: str) -> None:
        self.texts.append(text)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_jpeg(tmp_path / "annotated" / "a.jpg", np.full((900, 1600, 3), 128, np.uint8))
    return tmp_path


def build_document(folder: Path, *pictures, **changes) -> ReportDocument:
    document = ReportDocument(
        head=ReportHead("Bridge", "Pier", "J. Doe", "2026-03-04", "Wet."),
        pictures=pictures,
        failures=(),
        standard=None,
        settings=(("Threshold", "0.5"),),
        weights=(("Terms of the weights", "research only"),),
        version="9.8.7",
        made_at="2026-03-05",
        folder=folder,
    )
    return replace(document, **changes)


def render_page(document: ReportDocument) -> Page:
    path = document.folder / "report.html"
    write_html(document, path)
    return Page(path.read_text(encoding="utf-8"))


def test_head_settings_terms_and_failures_are_said(folder: Path) -> None:
    page = render_page(build_document(folder, build_summary(), failures=(("bad.jpg", "got 0 bytes"),)))
    text = " ".join(page.texts)

    for words in ("Bridge", "Pier", "J. Doe", "2026-03-04", "Wet.", "research only", "9.8.7", "got 0 bytes"):
        assert words in text


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((("Weights", "some-v1"),), "the mean probability that the network gave"),
        ((), "Confidence is 1 throughout: a mask says yes or no"),
    ],
)
def test_confidence_is_told_for_what_it_is(folder: Path, weights, words: str) -> None:
    page = render_page(build_document(folder, build_summary(), weights=weights))

    (told,) = [text for text in page.texts if text.startswith("Confidence is")]
    assert words in told


def test_names_are_text_whatever_they_look_like(folder: Path) -> None:
    summary = build_summary(HOSTILE, place=(48.0, 11.0))
    hostile = replace(summary, remark=HOSTILE, camera=HOSTILE)
    head = ReportHead(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    page = render_page(
        build_document(folder, hostile, head=head, failures=((HOSTILE, HOSTILE),), settings=((HOSTILE, HOSTILE),))
    )
    harmless = render_page(build_document(folder, build_summary(), failures=(("a", "b"),)))

    assert page.count("script") == harmless.count("script") == 1
    assert "".join(page.texts).count("<script>alert(1)</script>") >= 10
    assert "49" not in "".join(text for text in page.texts if "alert" in text)
    assert not [attributes for _, attributes in page.tags if any("alert" in (one or "") for one in attributes.values())]


def test_the_file_needs_nothing_from_elsewhere(folder: Path) -> None:
    page = render_page(
        build_document(folder, build_summary(place=(48.0, 11.0)), standard=find_standard("ltpp-asphalt"))
    )
    links = [
        value or ""
        for tag, attributes in page.tags
        for name, value in attributes.items()
        if name in ("src", "href", "action", "srcset", "data", "poster", "xlink:href")
    ]
    policy = next(attributes["content"] for tag, attributes in page.tags if "http-equiv" in attributes)
    text = (folder / "report.html").read_text(encoding="utf-8")

    assert links
    assert all(link.startswith(("data:image/jpeg;base64,", "#")) for link in links)
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"https?:|@import|url\(", text)


def test_pictures_are_embedded_at_a_sensible_size(folder: Path) -> None:
    uri = view.embed_picture(folder / "annotated" / "a.jpg")

    assert uri.startswith("data:image/jpeg;base64,")
    assert len(uri) < 40_000
    assert render_page(build_document(folder, build_summary(), build_summary())).count("img") == 2


def test_of_many_only_the_longest_are_shown_and_that_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_PICTURES", 1)
    monkeypatch.setattr(view, "MOST_ROWS", 3)
    page = render_page(build_document(folder, build_summary("few.jpg", cracks=1), build_summary("many.jpg", cracks=4)))
    text = " ".join(" ".join(page.texts).split())

    assert [attributes["id"] for tag, attributes in page.tags if tag == "figure" and "id" in attributes] == [
        "picture-2"
    ]
    assert "The 1 pictures with the longest cracks of 2" in text
    assert "The 3 longest of 5 cracks" in text
    assert page.count("tr") == 1 + 3


def test_classes_are_counted_and_the_standard_is_told_with_source_and_caveat(folder: Path) -> None:
    standard = find_standard("ltpp-asphalt")
    summary = build_summary(cracks=3, mm_per_px=2.0, standard=standard)  # 3, 4 and 5 px wide: 6, 8 and 10 mm
    text = " ".join(" ".join(render_page(build_document(folder, summary, standard=standard)).texts).split())

    assert "low: 1" in text
    assert "moderate: 2" in text
    assert "high: 0" in text
    assert standard.source in text
    assert standard.caveat in text


def test_pictures_without_a_scale_are_told(folder: Path) -> None:
    plain, scaled = build_summary(), build_summary(mm_per_px=1.0)

    def read(*pictures) -> str:
        return " ".join(render_page(build_document(folder, *pictures)).texts)

    assert "No picture has a scale" in read(plain)
    assert "1 of 2 pictures have no scale" in read(plain, scaled)
    assert "no scale" not in read(scaled).lower().replace("no scale;", "")


def test_nothing_found_and_nothing_measured_make_a_report_too(folder: Path) -> None:
    empty = render_page(build_document(folder, build_summary(cracks=0)))
    none = render_page(build_document(folder))

    assert empty.count("table") == none.count("table") == 0
    assert "No picture was measured." in " ".join(none.texts)


def test_names_that_are_no_text_do_not_stop_the_report(folder: Path) -> None:
    text = " ".join(render_page(build_document(folder, build_summary("bad\udcff.jpg"))).texts)

    assert "bad\\udcff.jpg" in text


def test_the_word_that_promises_is_nowhere(folder: Path) -> None:
    page = render_page(build_document(folder, build_summary(), standard=find_standard("aci-224r-dry")))

    assert "safe" not in " ".join(page.texts).lower()


def test_a_missing_printer_names_its_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(MissingExtraError, match=r"--pdf .*Install it: pip install 'efficientcracknet\[pdf\]'"):
        write_pdf(folder / "report.html", folder / "report.pdf")


def test_printing_leaves_pictures_that_end_too_early_damaged(tmp_path: Path, monkeypatch) -> None:
    code = "from PIL import ImageFile\nImageFile.LOAD_TRUNCATED_IMAGES = True\n"  # as WeasyPrint does
    (tmp_path / "weasyprint.py").write_text(code, encoding="utf-8")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    module = require_weasyprint()
    sys.modules.pop("weasyprint")

    assert module.__file__ == str(tmp_path / "weasyprint.py")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_the_report_prints(folder: Path) -> None:
    pytest.importorskip("weasyprint")
    write_html(build_document(folder, build_summary()), folder / "report.html")
    write_pdf(folder / "report.html", folder / "report.pdf")

    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
