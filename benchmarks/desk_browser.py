"""The page of ``serve`` in a real browser, told what to do line by line: `browser/desk/drive.js`, Chromium, no network.

What can be asked for, and what it answers, stands in that file.
"""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from efficientcracknet.core.errors import DataError

SOURCES = Path(__file__).resolve().parents[1] / "browser"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
NODE = shutil.which("node")
ENDS_S = 60


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
        "browser/node_modules, made by make browser": (SOURCES / "node_modules" / "axe-core").is_dir(),
        "the extra serve": find_spec("fastapi") is not None,
    }
    return " and ".join(name for name, is_there in needed.items() if not is_there)


def begin_project(address: str, name: str) -> str:
    """Make a project, and return the address of the page with it open.

    Parameters
    ----------
    address
        Of the page.
    name
        Of the project.

    Returns
    -------
    str
        The page finds the project in it.
    """
    headers = {"X-EfficientCrackNet": "1", "Content-Type": "application/json"}
    request = Request(f"{address}/api/projects", json.dumps({"name": name}).encode(), headers)
    with urlopen(request) as answer:
        return f"{address}/#project={json.load(answer)['id']}"


class Browser:
    """A browser that does what it is told, and says what came of it; to be used in a ``with``.

    Parameters
    ----------
    **settings
        As drive.js names them: width, height, language, scheme, motion, touch, scale.
    """

    def __init__(self, **settings: Any) -> None:
        command = [NODE or "node", str(SOURCES / "desk" / "drive.js"), json.dumps({"chromium": CHROMIUM, **settings})]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        with self._process as process:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(ENDS_S)

    def do(self, action: str, at: str | None = None, **what: Any) -> Any:
        """Have something done.

        Parameters
        ----------
        action
            One of drive.js: open, click, fill, press, drop, drag, wait, until, text, evaluate and others.
        at
            Selector of the element meant.
        **what
            What the action takes.

        Returns
        -------
        Any
            What it answers; None if it answers nothing.

        Raises
        ------
        DataError
            If it could not be done.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"do": action, **what} | ({} if at is None else {"at": at})
        self._process.stdin.write(f"{json.dumps(order, default=str)}\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline() or '{"error": "the browser is gone"}')
        if "error" in said:
            raise DataError(f"drive: {order} must be possible, got {said['error'][-1500:]}. Open the page and see.")
        return said["answer"]
