"""What requests may say, checked for form and range before anything is done; words that are not known are refused."""

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from efficientcracknet.web.desk.ids import PATTERN
from efficientcracknet.web.desk.kept_map import HIGHEST, LOWEST

ProjectId = Annotated[str, Path(pattern=PATTERN)]
PictureId = Annotated[str, Path(pattern=PATTERN)]
ExportId = Annotated[str, Path(pattern=PATTERN)]
Revision = Annotated[int, Query(ge=0, le=2**53)]

Text = Annotated[str, Field(max_length=500)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Place = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Point = Annotated[list[Place], Field(min_length=2, max_length=2)]
Millimetres = Annotated[float, Field(gt=0, le=1e7, allow_inf_nan=False)]
Threshold = Annotated[float, Field(ge=LOWEST, le=HIGHEST, allow_inf_nan=False)]
Radius = Annotated[float, Field(ge=0.5, le=500, allow_inf_nan=False)]
TileNumber = Annotated[int, Field(ge=0, le=2**31)]
Stroke = Annotated[list[Point], Field(min_length=1, max_length=5000)]


class Asked(BaseModel):
    """Base of all bodies."""

    model_config = ConfigDict(extra="forbid")


class PixelScaleChoice(Asked):
    """Side of a pixel."""

    kind: Literal["mm_per_px"]
    mm_per_px: Millimetres


class TwoPointsChoice(Asked):
    """Two points and their distance."""

    kind: Literal["two_points"]
    points_px: Annotated[list[Point], Field(min_length=2, max_length=2)]
    distance_mm: Millimetres


class CornersChoice(Asked):
    """Four corners of a rectangle, clockwise from the top left, and its sides."""

    kind: Literal["corners"]
    corners_px: Annotated[list[Point], Field(min_length=4, max_length=4)]
    width_mm: Millimetres
    height_mm: Millimetres


Scale = Annotated[PixelScaleChoice | TwoPointsChoice | CornersChoice, Field(discriminator="kind")]


class Head(Asked):
    """What the report says about the inspection."""

    structure: Text | None = None
    element: Text | None = None
    inspector: Text | None = None
    date: Text | None = None
    notes: Annotated[str, Field(max_length=5000)] | None = None


class Settings(Asked):
    """Settings of a project; those that are left out stay."""

    standard: Annotated[str, Field(max_length=100)] | None = None
    threshold: Threshold | None = None
    scale: Scale | None = None
    head: Head | None = None


class NewProject(Asked):
    """A project to be made."""

    name: Name


class ProjectChange(Asked):
    """What of a project is to be another."""

    name: Name | None = None
    settings: Settings | None = None


class ForAll(Asked):
    """What is to hold for all pictures."""

    threshold: Threshold | None = None
    scale: Scale | None = None


class PictureChange(Asked):
    """What of a picture is to be another; null takes the project's."""

    threshold: Threshold | None = None
    scale: Scale | None = None
    reviewed: bool = False


class StrokeEdit(Asked):
    """A stroke of the eraser or the brush."""

    kind: Literal["erase", "paint"]
    points_px: Stroke
    radius_px: Radius


class Deletion(Asked):
    """A crack to be taken away, by its number in a result."""

    kind: Literal["delete"]
    crack: Annotated[int, Field(ge=1, le=10**6)]
    version: Annotated[int, Field(ge=0, le=2**53)]


class Restoration(Asked):
    """A deletion to be taken back."""

    kind: Literal["restore"]
    edit: Annotated[str, Field(pattern=PATTERN)]


Edit = Annotated[StrokeEdit | Deletion | Restoration, Field(discriminator="kind")]


class NewExport(Asked):
    """What an export is to hold beside what it always does."""

    pdf: bool = False
    dxf: bool = False
    originals: bool = False


class TileAddress(BaseModel):
    """A tile of a zoomable picture."""

    level: TileNumber
    col: TileNumber
    row: TileNumber


class SignIn(Asked):
    """The token."""

    token: Annotated[str, Field(max_length=1000)]
