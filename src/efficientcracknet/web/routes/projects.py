"""Projects."""

from typing import Any

from fastapi import APIRouter, Response

from efficientcracknet.web.context import Context, Given
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.entries import ProjectEntry, list_projects
from efficientcracknet.web.desk.projects import (
    HEAD,
    add_project,
    apply_to_all,
    cancel_all,
    change_project,
    remove_project,
    require_project,
)
from efficientcracknet.web.routes.asked import Asked, ForAll, NewProject, ProjectChange, ProjectId
from efficientcracknet.web.routes.tell_project import tell_project
from efficientcracknet.web.routes.told import Project, Projects

router = APIRouter(prefix="/api/projects", tags=["projects"])


@router.get("")
def read_projects(context: Given) -> Projects:
    """List all projects, the newest first."""
    with context.desk.ledger.snapshot() as database:
        return Projects(projects=[tell_project(database, entry) for entry in list_projects(database)])


@router.post("", status_code=201)
def make_project(asked: NewProject, context: Given) -> Project:
    """Make a project."""
    return _tell(context.desk, add_project(context.desk, asked.name.strip()))


@router.get("/{project}")
def read_project(project: ProjectId, context: Given) -> Project:
    """Return one project."""
    return _tell(context.desk, require_project(context.desk, project))


@router.patch("/{project}")
def edit_project(project: ProjectId, asked: ProjectChange, context: Given) -> Project:
    """Rename a project or change settings; pictures that depend on a changed one are measured anew."""
    settings = list_given(asked.settings) if asked.settings else {}
    if "head" in settings:
        settings["head"] = dict.fromkeys(HEAD) | (settings["head"] or {})
    name = asked.name.strip() if asked.name else None
    return _wake(context, change_project(context.desk, project, name=name, settings=settings))


@router.delete("/{project}", status_code=204, response_class=Response)
def delete_project(project: ProjectId, context: Given) -> None:
    """Remove a project with all its pictures and results."""
    remove_project(context.desk, project)


@router.post("/{project}/apply")
def apply(project: ProjectId, asked: ForAll, context: Given) -> Project:
    """Set scale or threshold for all pictures of a project, whatever they had of their own."""
    return _wake(context, apply_to_all(context.desk, project, list_given(asked)))


@router.post("/{project}/cancel")
def cancel(project: ProjectId, context: Given) -> Project:
    """Cancel everything that waits or runs in a project."""
    return _tell(context.desk, cancel_all(context.desk, project))


def list_given(asked: Asked) -> dict[str, Any]:
    """Return the words that a body has, null where it says null; of what lies inside them, everything."""
    everything = asked.model_dump()
    return {name: everything[name] for name in asked.model_fields_set}


def _wake(context: Context, entry: ProjectEntry) -> Project:
    context.wake()
    return _tell(context.desk, entry)


def _tell(desk: Desk, entry: ProjectEntry) -> Project:
    with desk.ledger.snapshot() as database:
        return tell_project(database, entry)
