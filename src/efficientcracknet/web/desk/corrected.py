"""Pairs for fine-tuning: photos whose masks a person corrected or approved, in the layout that training reads."""

import os
import shutil
from pathlib import Path, PurePosixPath

from efficientcracknet.runtime.files import remove_file, replace_file
from efficientcracknet.web.desk.places import ProjectPlaces

IMAGES, MASKS = "images", "masks"


def name_pair(name: str, picture: str) -> str:
    """Return the stem that photo and mask share.

    Parameters
    ----------
    name
        Of the picture, cleaned.
    picture
        Its id, so that no two pairs are called the same.

    Returns
    -------
    str
        A file's stem.

    Examples
    --------
    >>> name_pair("deck/IMG_1.jpg", "k3j9abcdefgh")
    'IMG_1_k3j9abcdefgh'
    """
    return f"{PurePosixPath(name).stem}_{picture}"


def write_pair(places: ProjectPlaces, stem: str, photo: Path, mask: Path) -> None:
    """Put photo and mask among the pairs.

    Parameters
    ----------
    places
        Of the project.
    stem
        From `name_pair`.
    photo
        As it came; linked where the file system can, else copied.
    mask
        0 or 255; copied.
    """
    with replace_file(places.corrected / IMAGES / f"{stem}{photo.suffix}") as part:
        try:
            os.link(photo, part)
        except OSError:
            shutil.copyfile(photo, part)
    with replace_file(places.corrected / MASKS / f"{stem}.png") as part:
        shutil.copyfile(mask, part)


def remove_pair(places: ProjectPlaces, stem: str, suffix: str) -> None:
    """Take a pair away, if it is there.

    Parameters
    ----------
    places
        Of the project.
    stem
        From `name_pair`.
    suffix
        Of the photo.
    """
    remove_file(places.corrected / MASKS / f"{stem}.png")
    remove_file(places.corrected / IMAGES / f"{stem}{suffix}")
