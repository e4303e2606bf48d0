"""A page that finds cracks in the browser itself: a folder of files for any web server.

The page is made by ``make browser`` from the sources in ``browser/`` and lies in the package, all but its network:
``weights.onnx``, and ``weights.json`` with what must be known to run it. ``files.json`` lists what the page keeps for
use without a network: all of ``page`` at once, of ``engine`` what the browser turns out to need; ``version`` changes
with every byte of any file, and with it the browser's copy.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.weights import Weights

LIST = "files.json"
ENGINE = "engine/"
"""Where the builds of ONNX Runtime Web lie: large, and a browser needs one of them."""


def locate_page() -> Path:
    """Return where the package has the page without a network.

    Returns
    -------
    Path
        Of a folder; of nothing where the package was installed from sources without the page.
    """
    return Path(str(files("efficientcracknet") / "page"))


def write_web(weights: Weights, folder: Path, options: ExportOptions) -> None:
    """Write the page and its network.

    Parameters
    ----------
    weights
        Found whole.
    folder
        Made if missing; a page written earlier is replaced. An `OutputError` refuses any other folder with files in it.
    options
        Without a tile: pictures are cut as the weights say.

    Raises
    ------
    SettingsError
        If a tile is asked for.
    """
    if options.tile_px is not None:
        raise SettingsError(
            f"export: `tile` must be left out for the target web, got {options.tile_px} px. "
            f"The page cuts pictures as predict does, into tiles of {weights.tile_px} px for '{weights.name}'."
        )
    contents = read_page(locate_page())
    _require_page_or_nothing(folder)
    contents["weights.onnx"] = weights.path.read_bytes()
    contents["weights.json"] = _to_json(weights.to_dict())
    contents[LIST] = _to_json(list_files(contents))
    for name, content in contents.items():  # the list comes last: what is listed is there
        with replace_file(folder / name) as part:
            part.write_bytes(content)


def read_page(page: Path) -> dict[str, bytes]:
    """Return the files of a page.

    Parameters
    ----------
    page
        Its folder.

    Returns
    -------
    dict[str, bytes]
        By their names from the folder, with ``/`` between parts.

    Raises
    ------
    OutputError
        If there is no page.
    """
    names = sorted(path.relative_to(page).as_posix() for path in page.rglob("*") if path.is_file())
    if "index.html" not in names:
        raise OutputError(
            f"export: the page must be in the package for the target web, got {len(names)} files in '{page}'. "
            "Make it with Node.js 20 or newer, in a checkout: make browser"
        )
    return {name: (page / name).read_bytes() for name in names}


def list_files(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the page's service worker reads.

    Parameters
    ----------
    contents
        Every file of the page, by name.

    Returns
    -------
    dict[str, Any]
        Version, names kept at once, names kept when asked for.

    Examples
    --------
    >>> listed = list_files({"index.html": b"", "engine/large.js": b""})
    >>> listed["page"], listed["engine"]
    (['./', 'index.html'], ['engine/large.js'])
    """
    version = sha256()
    for name, content in sorted(contents.items()):
        version.update(f"{name}\0{sha256(content).hexdigest()}\n".encode())
    return {
        "version": version.hexdigest()[:16],
        "page": ["./", *sorted(name for name in contents if not name.startswith(ENGINE))],
        "engine": sorted(name for name in contents if name.startswith(ENGINE)),
    }


def _require_page_or_nothing(folder: Path) -> None:
    if folder.is_dir() and not (folder / LIST).is_file() and (found := sorted(path.name for path in folder.iterdir())):
        raise OutputError(
            f"export: `--out` must be a new or empty folder or an earlier page, got '{folder}' with {len(found)} "
            f"files, such as '{found[0]}'. Name another folder."
        )


def _to_json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, indent=2) + "\n").encode("utf-8")
