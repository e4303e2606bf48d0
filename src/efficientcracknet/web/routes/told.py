"""What answers say: their form, for the page and for OpenAPI."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from efficientcracknet.web.routes.asked import CornersChoice, Head, PixelScaleChoice, TwoPointsChoice

AnyScale = PixelScaleChoice | TwoPointsChoice | CornersChoice
State = Literal["queued", "running", "done", "failed", "cancelled"]


class Failure(BaseModel):
    """Why something was not done."""

    code: str
    message: str
    field: str | None = None
    retry_after_s: int | None = None


class Refused(BaseModel):
    """The body of every answer with a status from 400 on."""

    error: Failure


class Counts(BaseModel):
    """Pictures of a project by state, and what was found."""

    pictures: int
    queued: int
    running: int
    done: int
    failed: int
    cancelled: int
    cracks: int
    reviewed: int


class ProjectSettings(BaseModel):
    """Settings in force where a picture has none of its own."""

    standard: str | None
    threshold: float | None
    scale: AnyScale | None
    head: Head


class Project(BaseModel):
    """A project."""

    id: str
    name: str
    created: str
    revision: int
    settings: ProjectSettings
    counts: Counts


class Projects(BaseModel):
    """All projects, the newest first."""

    projects: list[Project]


class Tiles(BaseModel):
    """A zoomable picture: tile = url + level/col_row.format; coordinates as in Deep Zoom."""

    url: str
    format: Literal["jpg", "png"]
    tile_px: int
    overlap_px: int
    height_px: int
    width_px: int
    max_level: int


class Worst(BaseModel):
    """The widest class of a picture."""

    name: str = Field(alias="class")
    rank: int


class ResultSummary(BaseModel):
    """Figures of a picture."""

    version: int
    cracks: int
    length_px: float
    length_mm: float | None
    crack_share: float
    worst: Worst | None
    remark: str | None


class PictureItem(BaseModel):
    """A picture as lists show it."""

    id: str
    name: str
    added: str
    position: int
    revision: int
    height_px: int
    width_px: int
    bytes: int
    state: State
    step: Literal["finding", "measuring"] | None
    stale: bool
    error: str | None
    threshold: float
    own_threshold: float | None
    scale: AnyScale | None
    own_scale: AnyScale | None
    scale_text: str | None
    reviewed: bool
    edits: int
    result: ResultSummary | None
    photo: Tiles
    probability: Tiles | None


class Pictures(BaseModel):
    """All pictures of a project in the order they were added."""

    revision: int
    pictures: list[PictureItem]


class Deleted(BaseModel):
    """A crack that was taken away by hand."""

    edit: str
    number: int
    box_px: list[int]


class Facts(BaseModel):
    """What the photo says of itself, and how it was looked at."""

    taken_at: str | None
    latitude_deg: float | None
    longitude_deg: float | None
    camera: str | None
    working_scale: float | None
    working_scale_reason: str | None
    weights: str


class PictureDetail(PictureItem):
    """A picture with its cracks: columns of cracks.csv, ``rank`` of the class, and ``lines`` of (row, col) in px."""

    cracks: list[dict[str, Any]]
    deleted: list[Deleted]
    undo: bool
    redo: bool
    facts: Facts | None
    pattern: str | None
    remark: str | None


class Edits(BaseModel):
    """Corrections in force, and those that were undone."""

    edits: list[dict[str, Any]]
    undone: list[dict[str, Any]]


class Export(BaseModel):
    """An export."""

    id: str
    state: State
    created: str
    done: int
    total: int
    error: str | None
    bytes: int | None
    files: list[str]


class Exports(BaseModel):
    """All exports of a project, the newest first."""

    exports: list[Export]


class Changes(BaseModel):
    """What is new since a revision."""

    revision: int
    project: Project
    pictures: list[PictureItem]
    removed: list[str]
    exports: list[Export]


class Auth(BaseModel):
    """Whether a token is needed, and whether it was given."""

    required: bool
    signed_in: bool


class ThresholdRange(BaseModel):
    """Thresholds that can be chosen, and how finely the page shows them."""

    default: float
    lowest: float
    highest: float
    step: float
    levels: int


class About(BaseModel):
    """What this program is; all but the first two are null before signing in."""

    version: str
    auth: Auth
    weights: dict[str, Any] | None = None
    threshold: ThresholdRange | None = None
    limits: dict[str, int] | None = None
    formats: list[str] | None = None
    extras: dict[str, bool] | None = None
    browser_page: str | None = None


class WidthClass(BaseModel):
    """A class of a standard."""

    name: str
    limit_mm: float | None
    holds_limit: bool


class Standard(BaseModel):
    """Classes of crack widths from one document."""

    name: str
    title: str
    structure: str
    compared: str
    source: str
    caveat: str
    classes: list[WidthClass]


class Standards(BaseModel):
    """All standards that are known."""

    standards: list[Standard]


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refused} for status in (401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 503)
}
