"""The page that finds cracks in the browser itself, if the package has it: as `export --target web` writes it."""

import json
import mimetypes
from functools import cache

from fastapi import APIRouter
from starlette.responses import FileResponse, RedirectResponse, Response

from efficientcracknet.export.web import LIST, list_files, locate_page, read_page
from efficientcracknet.runtime.weights import Weights
from efficientcracknet.web.context import Given
from efficientcracknet.web.desk.refusal import DeskRefusal

ADDRESS = "/browser/"
KINDS = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".onnx": "application/octet-stream",
}

router = APIRouter(prefix="/browser", include_in_schema=False)


def has_page() -> bool:
    """Return whether the package was built with that page."""
    return (locate_page() / "index.html").is_file()


@router.get("")
def redirect() -> Response:
    """Lead to the page."""
    return RedirectResponse(ADDRESS)


@router.get("/{name:path}")
def read_page_file(name: str, context: Given) -> Response:
    """Return a file of the page."""
    made = _make_files(context.weights) if has_page() else {}
    name = name or "index.html"
    kind = _find_kind(name)
    if name in made:
        return Response(made[name], media_type=kind)
    if name == "weights.onnx" and made:
        return FileResponse(context.weights.path, media_type=kind)
    if name not in _list_page():
        raise DeskRefusal("not_found", "There is no such file.")
    return FileResponse(locate_page() / name, media_type=kind)


@cache
def _list_page() -> frozenset[str]:
    """Return the names of the files in the package; only these are ever opened."""
    page = locate_page()
    return frozenset(path.relative_to(page).as_posix() for path in page.rglob("*") if path.is_file())


@cache
def _make_files(weights: Weights) -> dict[str, bytes]:
    """Return the two files that depend on the weights, beside these."""
    contents = read_page(locate_page())
    contents["weights.onnx"] = weights.path.read_bytes()
    contents["weights.json"] = _write(weights.to_dict())
    return {"weights.json": contents["weights.json"], LIST: _write(list_files(contents))}


def _write(document: dict[str, object]) -> bytes:
    return (json.dumps(document, indent=2) + "\n").encode("utf-8")


def _find_kind(name: str) -> str:
    suffix = name[name.rfind(".") :] if "." in name else ""
    return KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
