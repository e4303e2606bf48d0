"""The page in a real browser, driven as a person would: `browser/drive.js` in Node.js, Chromium, no network.

What a step does, and what it comes to, stands in that file.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import DataError
from efficientcracknet.export.web import locate_page

SOURCES = Path(__file__).resolve().parents[1] / "browser"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
NODE = shutil.which("node")

SOFTWARE_GPU = (
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--enable-features=Vulkan",
    "--use-vulkan=swiftshader",
)
"""Flags for a WebGPU that computes on the processor: slow, but the same programs run as on a graphics card."""

LONGEST_S = 1500


def find_missing() -> str:
    """Say what is missing to drive the page.

    Returns
    -------
    str
        Empty if nothing is.
    """
    needed = {
        "Chromium": CHROMIUM is not None,
        "Node.js": NODE is not None,
        "browser/node_modules, made by make browser": (SOURCES / "node_modules" / "playwright-core").is_dir(),
        "the page, made by make browser": (locate_page() / "index.html").is_file(),
    }
    return " and ".join(name for name, is_there in needed.items() if not is_there)


def drive(site: Path, out: Path, steps: Sequence[Mapping[str, Any]], **settings: Any) -> dict[str, Any]:
    """Open the page and do something with it.

    Parameters
    ----------
    site
        Folder that ``export --target web`` wrote.
    out
        Folder for what is saved, made if missing.
    steps
        What to do, in order.
    **settings
        Of the browser: engine, width, height, language and others, as drive.js names them.

    Returns
    -------
    dict[str, Any]
        What the page said when it was ready, what each step came to, which other servers were asked, what the console
        complained of, and the browser's version.

    Raises
    ------
    DataError
        If the browser or the page gets stuck.
    """
    out.mkdir(parents=True, exist_ok=True)
    scenario = out / "scenario.json"
    document = {"site": str(site), "out": str(out), "chromium": CHROMIUM, "steps": list(steps), **settings}
    scenario.write_text(json.dumps(document, default=str), encoding="utf-8")
    command = [NODE or "node", str(SOURCES / "drive.js"), str(scenario)]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=LONGEST_S, check=False)
    if ran.returncode:
        raise DataError(
            f"drive: the page must do all {len(steps)} steps, got exit status {ran.returncode}: {ran.stderr[-2000:]} "
            "Open it in a browser and see."
        )
    return dict(json.loads(ran.stdout))
