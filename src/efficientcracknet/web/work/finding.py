"""The cracks of one picture: from the photo to what the network says, and on to a result."""

from collections.abc import Callable
from time import perf_counter

from efficientcracknet.core.errors import ImageError
from efficientcracknet.runtime.images import read_photo
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.documents import write_document
from efficientcracknet.web.desk.drawing import make_photo_tiles
from efficientcracknet.web.desk.found_file import tell_found
from efficientcracknet.web.desk.kept_map import LOWEST, thin_map, write_map
from efficientcracknet.web.desk.pictures import require_picture
from efficientcracknet.web.desk.queue import Job
from efficientcracknet.web.work.finder import Finder
from efficientcracknet.web.work.measuring import measure_picture


def find_in_picture(desk: Desk, job: Job, finder: Finder, require_wanted: Callable[[], None]) -> None:
    """Look at a picture and measure what is found.

    Parameters
    ----------
    desk
        That has the picture.
    job
        That runs.
    finder
        The network.
    require_wanted
        Called now and then; what it raises ends the work.

    Raises
    ------
    ImageError
        If the photo is not as large as its header said.
    """
    started = perf_counter()
    entry = require_picture(desk, job.project, job.subject)
    places = desk.places.project(job.project).picture(job.subject)
    photo = read_photo(places.photo(entry.document["suffix"]))
    if photo.pixels.shape[:2] != (entry.document["height_px"], entry.document["width_px"]):
        raise ImageError("find: the photo must have the size that its header says, got another. Save it anew.")
    if not places.photo_tiles.is_file():
        make_photo_tiles(places, photo.pixels)
    require_wanted()
    prediction = finder.find(photo, require_wanted)
    kept = thin_map(prediction.probability, min(LOWEST, prediction.crack_map.threshold))
    write_map(places.probability, kept)
    found = tell_found(prediction, finder.choice, entry.name, perf_counter() - started)
    write_document(places.found, found)
    require_wanted()
    measure_picture(desk, job, kept)
