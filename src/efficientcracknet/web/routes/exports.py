"""Exports."""

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from efficientcracknet.web.context import Given
from efficientcracknet.web.desk.entries import list_exports
from efficientcracknet.web.desk.exports import ask_export, cancel_export, remove_export, require_export
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.desk.refusal import DeskRefusal
from efficientcracknet.web.gate.answer_headers import REPORT_POLICY
from efficientcracknet.web.routes.asked import ExportId, NewExport, ProjectId
from efficientcracknet.web.routes.tell_project import tell_export
from efficientcracknet.web.routes.told import Export, Exports
from efficientcracknet.web.work.exporting import FILES, ZIP

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".dxf": "image/vnd.dxf",
}

router = APIRouter(prefix="/api/projects/{project}/exports", tags=["exports"])


@router.get("")
def read_exports(project: ProjectId, context: Given) -> Exports:
    """List the exports of a project, the newest first."""
    require_project(context.desk, project)
    with context.desk.ledger.read() as database:
        return Exports(exports=[tell_export(entry) for entry in list_exports(database, project)])


@router.post("", status_code=202)
def make_export(project: ProjectId, asked: NewExport, context: Given) -> Export:
    """Ask for an export; it is made once nothing else of the project is to be done."""
    entry = ask_export(context.desk, project, pdf=asked.pdf, dxf=asked.dxf, originals=asked.originals)
    context.wake()
    return tell_export(entry)


@router.get("/{export}")
def read_export(project: ProjectId, export: ExportId, context: Given) -> Export:
    """Return one export."""
    return tell_export(require_export(context.desk, project, export))


@router.delete("/{export}", status_code=204, response_class=Response)
def delete_export(project: ProjectId, export: ExportId, context: Given) -> None:
    """Remove an export with its files."""
    remove_export(context.desk, project, export)


@router.post("/{export}/cancel")
def cancel(project: ProjectId, export: ExportId, context: Given) -> Export:
    """Cancel an export that is not done."""
    return tell_export(cancel_export(context.desk, project, export))


@router.get("/{export}/zip", response_class=Response)
def read_zip(project: ProjectId, export: ExportId, context: Given) -> Response:
    """Return everything as one zip."""
    entry = require_export(context.desk, project, export)
    if entry.state != "done":
        raise DeskRefusal("conflict", f"The export is {entry.state}.")
    path = context.desk.places.project(project).export(export) / ZIP
    return FileResponse(path, media_type="application/zip", filename=f"cracks-{export}.zip", stat_result=path.stat())


@router.get("/{export}/files/{name}", response_class=Response)
def read_file(project: ProjectId, export: ExportId, name: str, context: Given) -> Response:
    """Return one file of an export, by a name of its list; the report is shown, all others are to be saved."""
    entry = require_export(context.desk, project, export)
    if entry.state != "done" or name not in entry.files:
        raise DeskRefusal("not_found", "The export has no such file.")
    path = context.desk.places.project(project).export(export) / FILES / name
    kind = KINDS.get(path.suffix, "application/octet-stream")
    if path.suffix == ".html":
        headers = {"Content-Security-Policy": REPORT_POLICY}
        return FileResponse(path, media_type=kind, headers=headers, stat_result=path.stat())
    return FileResponse(path, media_type=kind, filename=name, stat_result=path.stat())
