"""What came of many photos sent at once: of each accepted one, and what is not as it has to be."""

from collections.abc import Mapping
from typing import Any


def tell_state(picture: Mapping[str, Any] | None) -> str:
    """Return what became of a picture that was accepted; ``done`` is one with a result."""
    if picture is None:
        return "lost"
    return "no result" if picture["state"] == "done" and picture["result"] is None else str(picture["state"])


def count_answers(accepted: Mapping[str, int], pictures: Mapping[str, Mapping[str, Any]]) -> int:
    """Return how many different results the photo with the most of them got.

    Parameters
    ----------
    accepted
        By id of a picture: which photo it was.
    pictures
        By id, as the program tells them.

    Returns
    -------
    int
        1 if the same photo got the same figures each time; 0 if none has a result.
    """
    answers: dict[int, set[tuple[int, float]]] = {}
    for picture, photo in accepted.items():
        result = pictures[picture]["result"] if picture in pictures else None
        if result is not None:
            answers.setdefault(photo, set()).add((result["cracks"], result["length_px"]))
    return max(map(len, answers.values()), default=0)


def list_faults(found: Mapping[str, Any]) -> list[str]:
    """Return what is not as it has to be.

    Parameters
    ----------
    found
        As `run_load` tells it.

    Returns
    -------
    list[str]
        Empty if all is well.
    """
    faults = [f"{count} requests answered {status}" for status, count in found["statuses"].items()]
    faults = [fault for fault in faults if not fault.endswith((" 202", " 429"))]
    faults += [f"{count} requests broken off: {kind}" for kind, count in found["broken"].items()]
    faults += [f"{count} pictures {state}" for state, count in found["states"].items() if state != "done"]
    if found["accepted"] != found["sent"]:
        faults.append(f"{found['accepted']} of {found['sent']} photos accepted")
    if found["answers_to_one_photo"] != 1:
        faults.append(f"{found['answers_to_one_photo']} different results of the same photo")
    if found["status_at_the_end"] != 0:
        faults.append(f"ended with status {found['status_at_the_end']}")
    return faults
