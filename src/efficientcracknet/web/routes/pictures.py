"""Pictures, and what is corrected in them."""

from fastapi import APIRouter, Response

from efficientcracknet.web.context import Context, Given
from efficientcracknet.web.desk.corrections import read_corrections
from efficientcracknet.web.desk.editing import add_edit, redo_edit, undo_edit
from efficientcracknet.web.desk.entries import PictureEntry
from efficientcracknet.web.desk.pictures import (
    cancel_picture,
    change_picture,
    remove_picture,
    require_picture,
    retry_picture,
)
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.routes.asked import Edit, PictureChange, PictureId, ProjectId
from efficientcracknet.web.routes.projects import list_given
from efficientcracknet.web.routes.tell_picture import tell_detail, tell_item
from efficientcracknet.web.routes.tell_project import tell_changes
from efficientcracknet.web.routes.told import Edits, PictureDetail, PictureItem, Pictures

router = APIRouter(prefix="/api/projects/{project}/pictures", tags=["pictures"])


@router.get("")
def read_pictures(project: ProjectId, context: Given) -> Pictures:
    """List the pictures of a project in the order they were added."""
    changes = tell_changes(context, project, 0)
    return Pictures(revision=changes.revision, pictures=changes.pictures)


@router.get("/{picture}")
def read_picture(project: ProjectId, picture: PictureId, context: Given) -> PictureDetail:
    """Return a picture with its cracks."""
    entry = require_picture(context.desk, project, picture)
    return tell_detail(context, require_project(context.desk, project), entry)


@router.patch("/{picture}")
def edit_picture(project: ProjectId, picture: PictureId, asked: PictureChange, context: Given) -> PictureItem:
    """Set scale, threshold or ``reviewed`` of one picture."""
    return _wake(context, change_picture(context.desk, project, picture, list_given(asked)))


@router.delete("/{picture}", status_code=204, response_class=Response)
def delete_picture(project: ProjectId, picture: PictureId, context: Given) -> None:
    """Remove a picture with its results."""
    remove_picture(context.desk, project, picture)


@router.post("/{picture}/cancel")
def cancel(project: ProjectId, picture: PictureId, context: Given) -> PictureItem:
    """Cancel what waits or runs for a picture."""
    return _wake(context, cancel_picture(context.desk, project, picture))


@router.post("/{picture}/retry", status_code=202)
def retry(project: ProjectId, picture: PictureId, context: Given) -> PictureItem:
    """Look at a picture anew, by the weights of today."""
    return _wake(context, retry_picture(context.desk, project, picture))


@router.get("/{picture}/edits")
def read_edits(project: ProjectId, picture: PictureId, context: Given) -> Edits:
    """List the corrections of a picture."""
    require_picture(context.desk, project, picture)
    corrections = read_corrections(context.desk.places.project(project).picture(picture).edits)
    edits = [dict(edit) for edit in corrections.edits]
    return Edits(edits=edits[: corrections.applied], undone=edits[corrections.applied :])


@router.post("/{picture}/edits", status_code=202)
def correct(project: ProjectId, picture: PictureId, asked: Edit, context: Given) -> PictureItem:
    """Erase, paint, delete a crack, or take a deletion back."""
    return _wake(context, add_edit(context.desk, project, picture, asked.model_dump()))


@router.post("/{picture}/edits/undo", status_code=202)
def undo(project: ProjectId, picture: PictureId, context: Given) -> PictureItem:
    """Take back the last correction."""
    return _wake(context, undo_edit(context.desk, project, picture))


@router.post("/{picture}/edits/redo", status_code=202)
def redo(project: ProjectId, picture: PictureId, context: Given) -> PictureItem:
    """Bring back the correction that was taken back last."""
    return _wake(context, redo_edit(context.desk, project, picture))


def _wake(context: Context, entry: PictureEntry) -> PictureItem:
    context.wake()
    return tell_item(context, require_project(context.desk, entry.project), entry)
