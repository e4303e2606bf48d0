"""Photos on their way in: through to the disk piece by piece, looked at from outside, and accepted or gone."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from efficientcracknet.runtime.files import remove_file
from efficientcracknet.web.context import Context, Given
from efficientcracknet.web.desk.display_names import clean_name
from efficientcracknet.web.desk.entries import PictureEntry
from efficientcracknet.web.desk.ids import make_id
from efficientcracknet.web.desk.picture_file import inspect_file
from efficientcracknet.web.desk.pictures import Upload, accept_picture, require_room
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.gate.limits import MEBIBYTE
from efficientcracknet.web.gate.refusals import Refusal, translate
from efficientcracknet.web.routes.asked import ProjectId
from efficientcracknet.web.routes.tell_picture import tell_item
from efficientcracknet.web.routes.told import PictureItem

MOST_DRAINED = 64 * MEBIBYTE
"""Of a photo that is refused, so much is still taken: a client reads the answer once it has sent all."""

BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}

router = APIRouter(prefix="/api/projects/{project}/pictures", tags=["pictures"])


@router.post("", status_code=202, response_model=PictureItem, openapi_extra=BODY)
async def add_picture(
    project: ProjectId, name: Annotated[str, Query(max_length=1000)], request: Request, context: Given
) -> PictureItem | Response:
    """Add a photo: its bytes are the body; `name` is shown, and never becomes a path."""
    pieces = request.stream()
    part = context.desk.places.inbox / f"{make_id()}.part"
    context.uploads += 1
    try:
        await run_sync(_require_place, context, project)
        await _save(pieces, part)
        entry = await run_sync(_accept, context, project, part, clean_name(name))
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except Exception as error:
        if translate(error).code != "request_timeout":
            await _drain(pieces)
        raise
    finally:
        context.uploads -= 1
        await run_sync(remove_file, part)
    context.wake()
    return await run_sync(_tell, context, entry)


def _require_place(context: Context, project: str) -> None:
    require_project(context.desk, project)
    if context.uploads > context.limits.uploads:
        raise Refusal("queue_full", f"At most {context.limits.uploads} photos are taken at a time.", retry_after_s=1)
    require_room(context.desk, context.limits.queue)
    if shutil.disk_usage(context.desk.places.root).free < context.limits.free_bytes:
        raise Refusal("unavailable", "The disk is nearly full. Make room, and send the photo again.", retry_after_s=60)


async def _save(pieces: AsyncIterator[bytes], part: Path) -> None:
    file = await run_sync(part.open, "wb")
    try:
        async for piece in pieces:
            await run_sync(file.write, piece)
        await run_sync(file.flush)
        await run_sync(os.fsync, file.fileno())
    finally:
        await run_sync(file.close)


def _accept(context: Context, project: str, part: Path, name: str) -> PictureEntry:
    file = inspect_file(part, name, context.limits.pixels)
    return accept_picture(context.desk, project, Upload(part, name, file), context.limits.queue)


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    """Take the rest of a body, if it is not too much of it."""
    drained = 0
    try:
        async for piece in pieces:
            drained += len(piece)
            if drained > MOST_DRAINED:
                return
    except (ClientDisconnect, Refusal):
        return


def _tell(context: Context, entry: PictureEntry) -> PictureItem:
    return tell_item(context, require_project(context.desk, entry.project), entry)
