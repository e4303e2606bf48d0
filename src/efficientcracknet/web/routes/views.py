"""Pictures to look at: tiles, masks, overlays, thumbnails, and the photo as it came."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter
from fastapi import Path as InPath
from starlette.responses import FileResponse, Response

from efficientcracknet.web.context import Context, Given
from efficientcracknet.web.desk.drawing import (
    ensure_annotated,
    ensure_overlay,
    ensure_photo_tiles,
    plan_photo_tiles,
)
from efficientcracknet.web.desk.entries import PictureEntry
from efficientcracknet.web.desk.pictures import require_picture
from efficientcracknet.web.desk.places import ResultPlaces
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.desk.pyramid import Pyramid
from efficientcracknet.web.desk.refusal import DeskRefusal
from efficientcracknet.web.desk.tile_file import read_tile
from efficientcracknet.web.routes.asked import PictureId, ProjectId, TileAddress

IMMUTABLE = {"Cache-Control": "private, max-age=31536000, immutable"}

Version = Annotated[int, InPath(ge=0, le=2**53)]

router = APIRouter(prefix="/api/projects/{project}/pictures/{picture}", tags=["views"], default_response_class=Response)


@router.get("/photo/{level}/{col}_{row}.jpg")
def read_photo_tile(
    project: ProjectId, picture: PictureId, address: Annotated[TileAddress, InPath()], context: Given
) -> Response:
    """Return a tile of the photo."""
    return _tell_photo_tile(context, require_picture(context.desk, project, picture), address)


@router.get("/probability/{version}/{level}/{col}_{row}.png")
def read_probability_tile(
    project: ProjectId, picture: PictureId, version: Version, address: Annotated[TileAddress, InPath()], context: Given
) -> Response:
    """Return a tile of the corrected crack map: grey is 200 times the probability, rounded down."""
    entry = require_picture(context.desk, project, picture)
    pyramid = Pyramid(entry.document["height_px"], entry.document["width_px"])
    result = context.desk.places.project(project).picture(picture).result(version)
    number = pyramid.find_number(address.level, address.row, address.col)
    content = None if number is None else read_tile(result.probability_tiles, number)
    return _tell_bytes(content, "image/png")


@router.get("/thumbnail.jpg")
def read_thumbnail(project: ProjectId, picture: PictureId, context: Given) -> Response:
    """Return the photo, at most 512 px a side."""
    entry = require_picture(context.desk, project, picture)
    level = plan_photo_tiles(entry.document["height_px"], entry.document["width_px"]).thumbnail_level
    return _tell_photo_tile(context, entry, TileAddress(level=level, col=0, row=0))


@router.get("/mask.png")
def read_mask_file(project: ProjectId, picture: PictureId, context: Given) -> Response:
    """Return the mask, 255 on cracks, as `predict` writes it."""
    return _tell_file(_require_result(context, project, picture).mask, "image/png")


@router.get("/overlay.jpg")
def read_overlay(project: ProjectId, picture: PictureId, context: Given) -> Response:
    """Return the photo with its cracks outlined, as `predict` writes it."""
    result = _require_result(context, project, picture)
    with context.drawing:
        return _tell_file(ensure_overlay(_find_photo(context, project, picture), result), "image/jpeg")


@router.get("/annotated.jpg")
def read_annotated(project: ProjectId, picture: PictureId, context: Given) -> Response:
    """Return the photo with its cracks traced, numbered and measured, as `predict` writes it."""
    result = _require_result(context, project, picture)
    standard = require_project(context.desk, project).settings["standard"]
    with context.drawing:
        path = ensure_annotated(_find_photo(context, project, picture), result, standard)
    return _tell_file(path, "image/jpeg")


@router.get("/original")
def read_original(project: ProjectId, picture: PictureId, context: Given) -> Response:
    """Return the photo as it came, to be saved."""
    name = require_picture(context.desk, project, picture).name.rpartition("/")[2]
    path = _find_photo(context, project, picture)
    disposition = f"attachment; filename*=utf-8''{quote(name)}"
    return _tell_file(path, "application/octet-stream", {"Content-Disposition": disposition})


def _tell_photo_tile(context: Context, entry: PictureEntry, address: TileAddress) -> Response:
    pyramid = plan_photo_tiles(entry.document["height_px"], entry.document["width_px"])
    number = pyramid.find_number(address.level, address.row, address.col)
    if number is None:
        return _tell_bytes(None, "image/jpeg")
    places = context.desk.places.project(entry.project).picture(entry.id)
    if not places.photo_tiles.is_file():
        with context.drawing:
            ensure_photo_tiles(places.photo(entry.document["suffix"]), places)
    return _tell_bytes(read_tile(places.photo_tiles, number), "image/jpeg")


def _require_result(context: Context, project: str, picture: str) -> ResultPlaces:
    summary = require_picture(context.desk, project, picture).summary
    if summary is None:
        raise DeskRefusal("not_found", "There is no result yet.")
    return context.desk.places.project(project).picture(picture).result(summary["version"])


def _find_photo(context: Context, project: str, picture: str) -> Path:
    entry = require_picture(context.desk, project, picture)
    return context.desk.places.project(project).picture(picture).photo(entry.document["suffix"])


def _tell_bytes(content: bytes | None, kind: str) -> Response:
    if content is None:
        raise DeskRefusal("not_found", "There is no such tile.")
    return Response(content, media_type=kind, headers=IMMUTABLE)


def _tell_file(path: Path, kind: str, headers: dict[str, str] | None = None) -> Response:
    return FileResponse(path, media_type=kind, headers=headers, stat_result=path.stat())
