"""The report in a real browser: its script runs, the table sorts, and nothing is asked of any network."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.report.render import write_html
from efficientcracknet.runtime.images import write_jpeg
from tests.report.summaries import build_summary
from tests.report.test_render import HOSTILE, build_document

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # what the browser itself would like to ask for
    "--virtual-time-budget=2000",
]

CLICK = """
<script>
document.querySelectorAll("th button")[2].click();
addEventListener("load", () => {
  const names = performance.getEntriesByType("resource").map((entry) => entry.name);
  document.body.dataset.asked = names.filter((name) => !name.startsWith("data:")).length;
});
</script>
"""

pytestmark = [pytest.mark.browser, pytest.mark.skipif(BROWSER is None, reason="needs Chromium")]


def open_page(folder: Path, *, script: str = "") -> str:
    """Return the page as the browser has it in the end."""
    page = folder / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", f"{script}</body>"), encoding="utf-8")
    command = [str(BROWSER), *QUIET, f"--user-data-dir={folder / 'user'}", "--dump-dom", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_jpeg(tmp_path / "annotated" / "a.jpg", np.full((90, 160, 3), 128, np.uint8))
    pictures = build_summary("few.jpg", cracks=3, place=(48.0, 11.0)), build_summary(HOSTILE, cracks=12, mm_per_px=2.0)
    write_html(build_document(tmp_path, *pictures), tmp_path / "report.html")
    return tmp_path


def read_lengths(shown: str) -> list[float]:
    body = re.search(r"<tbody>.*?</tbody>", shown, re.DOTALL).group()
    rows = re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    return [float(re.findall(r'data-sort="([^"]*)"', row)[2]) for row in rows]


def test_the_table_sorts_by_number_and_nothing_is_fetched(folder: Path) -> None:
    before = open_page(folder)
    after = open_page(folder, script=CLICK)

    assert read_lengths(after) == sorted(read_lengths(before), reverse=True) != read_lengths(before)
    assert 'aria-sort="descending"' in after
    assert 'data-asked="0"' in after
