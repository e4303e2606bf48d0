"""Where everything of a desk lies: one folder for each project, one in it for each picture.

    desk.sqlite                         what is to be done, and an index of all that follows
    PROJECT/project.json                name and settings
    PROJECT/pictures/PICTURE/           photo.SUFFIX as it came, picture.json, edits.json, photo.tiles
                             found.json, probability.map    what the network says
                             results/N/ mask.png, report.json, probability.tiles, overlay.jpg, annotated-STANDARD.jpg
                             current.json                   which N holds, and its figures
    PROJECT/corrected/images, masks     pairs for fine-tuning
    PROJECT/exports/EXPORT/             export.zip, and the files that are looked at one by one

Only ids made here and names written here become parts of paths.
"""

from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.web.desk.ids import require_id

LEDGER, LOCK, INBOX, REMOVED = "desk.sqlite", "desk.lock", ".inbox", ".removed"


@dataclass(frozen=True, slots=True)
class PicturePlaces:
    """Of one picture.

    Attributes
    ----------
    folder
        Its own.
    """

    folder: Path

    @property
    def document(self) -> Path:
        """What is known of it, and what was set for it alone."""
        return self.folder / "picture.json"

    @property
    def edits(self) -> Path:
        """What was corrected by hand."""
        return self.folder / "edits.json"

    @property
    def photo_tiles(self) -> Path:
        """The photo in tiles."""
        return self.folder / "photo.tiles"

    @property
    def probability(self) -> Path:
        """What the network says of every pixel."""
        return self.folder / "probability.map"

    @property
    def found(self) -> Path:
        """By which weights, how large seen, from which camera; written after the probability."""
        return self.folder / "found.json"

    @property
    def current(self) -> Path:
        """Which result holds; written after its files."""
        return self.folder / "current.json"

    @property
    def results(self) -> Path:
        """One folder for each result that was not yet removed."""
        return self.folder / "results"

    def photo(self, suffix: str) -> Path:
        """Return where the photo lies, as it came; `suffix` as `desk.picture_file` found it."""
        return self.folder / f"photo{suffix}"

    def result(self, version: int) -> "ResultPlaces":
        """Return where a result lies."""
        return ResultPlaces(self.results / str(int(version)))


@dataclass(frozen=True, slots=True)
class ResultPlaces:
    """Of one result: the files of `predict` for this picture, and what the page needs.

    Attributes
    ----------
    folder
        Its own.
    """

    folder: Path

    @property
    def mask(self) -> Path:
        """0 or 255."""
        return self.folder / "mask.png"

    @property
    def overlay(self) -> Path:
        """Made when it is asked for."""
        return self.folder / "overlay.jpg"

    @property
    def report(self) -> Path:
        """All that was measured."""
        return self.folder / "report.json"

    @property
    def probability_tiles(self) -> Path:
        """Probability with corrections, in tiles."""
        return self.folder / "probability.tiles"

    def annotated(self, standard: str | None) -> Path:
        """Return where the annotated picture lies, in the colours of a known standard; made when it is asked for."""
        return self.folder / f"annotated-{standard or 'plain'}.jpg"


@dataclass(frozen=True, slots=True)
class ProjectPlaces:
    """Of one project.

    Attributes
    ----------
    folder
        Its own.
    """

    folder: Path

    @property
    def document(self) -> Path:
        """Name and settings."""
        return self.folder / "project.json"

    @property
    def pictures(self) -> Path:
        """One folder for each picture."""
        return self.folder / "pictures"

    @property
    def corrected(self) -> Path:
        """Pairs for fine-tuning."""
        return self.folder / "corrected"

    def picture(self, picture: str) -> PicturePlaces:
        """Return the places of a picture; a `DataError` refuses what is no id."""
        return PicturePlaces(self.pictures / require_id(picture))

    def export(self, export: str) -> Path:
        """Return the folder of an export; a `DataError` refuses what is no id."""
        return self.folder / "exports" / require_id(export)


@dataclass(frozen=True, slots=True)
class DeskPlaces:
    """Of a whole desk.

    Attributes
    ----------
    root
        Its folder.
    """

    root: Path

    @property
    def ledger(self) -> Path:
        """Database of what is to be done."""
        return self.root / LEDGER

    @property
    def lock(self) -> Path:
        """Held by the one program that serves this desk."""
        return self.root / LOCK

    @property
    def inbox(self) -> Path:
        """Where uploads grow until they are whole."""
        return self.root / INBOX

    @property
    def removed(self) -> Path:
        """Where folders are moved that are being removed."""
        return self.root / REMOVED

    def project(self, project: str) -> ProjectPlaces:
        """Return the places of a project; a `DataError` refuses what is no id."""
        return ProjectPlaces(self.root / require_id(project))
