"""Progress: what is new in a project, asked for or as it happens."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header
from pydantic import BaseModel
from starlette.responses import Response, StreamingResponse

from efficientcracknet.web.context import Context, Given
from efficientcracknet.web.desk.ledger import read_revision
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.desk.refusal import DeskRefusal
from efficientcracknet.web.gate.refusals import Refusal
from efficientcracknet.web.routes.asked import ProjectId, Revision
from efficientcracknet.web.routes.tell_project import tell_changes
from efficientcracknet.web.routes.told import Changes

LOOK_S = 0.25
"""Between two looks at what is new."""
SIGN_OF_LIFE_S = 15.0

router = APIRouter(prefix="/api/projects/{project}", tags=["progress"])


@router.get("/changes")
def read_changes(project: ProjectId, context: Given, since: Revision = 0) -> Changes:
    """Return what is new in a project since a revision; since 0: everything."""
    return tell_changes(context, project, since)


@router.get("/events", response_class=Response)
async def stream_events(
    project: ProjectId,
    context: Given,
    since: Revision | None = None,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> Response:
    """Send what is new in a project as Server-Sent Events: ``picture``, ``removed``, ``export`` and ``project``."""
    if context.streams >= context.limits.streams:
        raise Refusal("unavailable", f"At most {context.limits.streams} pages can look on.", retry_after_s=5)
    await run_sync(require_project, context.desk, project)
    last = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdecimal() else since
    begin = await run_sync(_read_revision, context) if last is None else last
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(context, project, begin), media_type="text/event-stream", headers=headers)


async def _stream(context: Context, project: str, since: int) -> AsyncIterator[str]:
    context.streams += 1
    said = monotonic()
    try:
        yield "retry: 1000\n\n"
        while not context.is_stopping:
            if await run_sync(_read_revision, context) != since:
                changes = await run_sync(tell_changes, context, project, since)
                since = changes.revision
                text = write_events(changes)
            else:
                text = ": still here\n\n" if monotonic() - said > SIGN_OF_LIFE_S else ""
            if text:
                said = monotonic()
                yield text
            await asyncio.sleep(LOOK_S)
    except DeskRefusal:  # the project was removed
        return
    finally:
        context.streams -= 1


def write_events(changes: Changes) -> str:
    """Return changes as the lines of events; nothing where only other projects have changed.

    Parameters
    ----------
    changes
        Of one project.

    Returns
    -------
    str
        The last event carries the revision, from which a broken stream goes on.
    """
    events: list[tuple[str, str]] = [("picture", _write(one)) for one in changes.pictures]
    events += [("removed", f'{{"id":"{one}"}}') for one in changes.removed]
    events += [("export", _write(one)) for one in changes.exports]
    if not events and changes.project.revision < changes.revision:
        return ""
    events.append(("project", _write(changes.project)))
    lines = [f"event: {name}\ndata: {data}\n\n" for name, data in events]
    return "".join(lines[:-1]) + f"id: {changes.revision}\n" + lines[-1]


def _write(model: BaseModel) -> str:
    return model.model_dump_json(by_alias=True)


def _read_revision(context: Context) -> int:
    with context.desk.ledger.read() as database:
        return read_revision(database)
