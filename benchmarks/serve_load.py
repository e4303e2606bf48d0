"""Many clients send many photos at once; the server is killed in the middle, started again, and has to have lost none.

    python -m benchmarks.serve_load --json results [--clients 50] [--photos 20] [--queue 200]

Each client sends one photo after the other, waits as long as a 429 says, and sends again. As soon as the last one is
accepted the server is killed (SIGKILL) with its queue full, started anew on the same folder, and left to finish. The
same photo has to get the same figures each time. Ends with status 1 if anything is not as it has to be.
"""

import argparse
import io
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

import httpx
import numpy as np
from PIL import Image

from benchmarks.serve_load_verdict import count_answers, list_faults, tell_state
from benchmarks.served import Served, choose_weights
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.runtime.weights import find_weights

HEIGHT, WIDTH = 1225, 1633
"""Of a photo of 2 megapixels."""

DIFFERENT = 8
"""Photos that differ; they are sent in turn."""

LONGEST_S = 6 * 3600


@dataclass(slots=True)
class Tally:
    """What happened to the requests of all clients.

    Attributes
    ----------
    statuses
        How often each was answered.
    broken
        Requests without an answer, by kind of failure.
    seconds
        Of each request that was accepted.
    accepted
        By the ids of the pictures: which photo it was.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def draw_photos(count: int) -> list[bytes]:
    """Return JPEGs of 2 megapixels: grain like concrete, and a crack that wanders across.

    Parameters
    ----------
    count
        How many, each another.

    Returns
    -------
    list[bytes]
        Files.
    """
    photos = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        ground = rng.normal(150, 18, (HEIGHT, WIDTH))
        course = np.cumsum(rng.normal(0, 0.7, WIDTH)) + HEIGHT / 2
        away = np.abs(np.arange(HEIGHT)[:, np.newaxis] - course)
        grey = np.clip(ground - 110 * np.clip(4 - away, 0, 1), 0, 255).astype(np.uint8)
        encoded = io.BytesIO()
        Image.fromarray(np.repeat(grey[..., np.newaxis], 3, axis=2)).save(encoded, "JPEG", quality=88)
        photos.append(encoded.getvalue())
    return photos


def send_all(served: Served, project: str, photos: Sequence[bytes], clients: int, each: int) -> Tally:
    """Send photos from many clients at once.

    Parameters
    ----------
    served
        That gets them.
    project
        Id.
    photos
        Sent in turn.
    clients
        Threads, each with a connection of its own.
    each
        Photos of a client.

    Returns
    -------
    Tally
        Of all requests.
    """
    tally = Tally()

    def send(client: int) -> None:
        with served.open_client(timeout_s=120) as connection:
            for number in range(each):
                path = f"/api/projects/{project}/pictures?name={client}-{number}.jpg"
                _send_until_accepted(connection, path, photos, (client + number) % len(photos), tally)

    threads = [threading.Thread(target=send, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _send_until_accepted(
    connection: httpx.Client, path: str, photos: Sequence[bytes], photo: int, tally: Tally
) -> None:
    until = monotonic() + LONGEST_S
    while monotonic() < until:
        started = perf_counter()
        try:
            answer = connection.post(path, content=photos[photo])
        except httpx.HTTPError as error:
            with tally.lock:
                tally.broken[type(error).__name__] += 1
            sleep(1)
            continue
        with tally.lock:
            tally.statuses[answer.status_code] += 1
            if answer.status_code == 202:
                tally.seconds.append(perf_counter() - started)
                tally.accepted[answer.json()["id"]] = photo
        if answer.status_code != 429:
            return
        sleep(float(answer.headers["Retry-After"]))


def await_results(served: Served, project: str) -> dict[str, dict[str, Any]]:
    """Return every picture, as the program tells it, once none waits or runs any more.

    Parameters
    ----------
    served
        That works.
    project
        Id.

    Returns
    -------
    dict[str, dict[str, Any]]
        By id.
    """
    with served.open_client() as connection:
        while True:
            pictures = connection.get(f"/api/projects/{project}/pictures").json()["pictures"]
            if not {"queued", "running"} & {picture["state"] for picture in pictures}:
                return {picture["id"]: picture for picture in pictures}
            sleep(2)


def run_load(root: Path, clients: int, each: int, words: Sequence[str]) -> dict[str, Any]:
    """Load a server, kill it, and start it again.

    Parameters
    ----------
    root
        Folder of the desk, new.
    clients
        At the same time.
    each
        Photos of each, at least 2: memory is compared between halves.
    words
        Flags of the server.

    Returns
    -------
    dict[str, Any]
        Ready for a record.
    """
    photos = draw_photos(DIFFERENT)
    served = Served(root, words)
    with served.open_client() as connection:
        project = connection.post("/api/projects", json={"name": "load"}).json()["id"]
    started = perf_counter()
    tallies, peaks = [], []
    for half in (each // 2, each - each // 2):
        tallies.append(send_all(served, project, photos, clients, half))
        peaks.append(_round(served.peaks))
    sent_s = perf_counter() - started
    with served.open_client() as connection:
        waiting = connection.get(f"/api/projects/{project}").json()["counts"]["queued"]
    served.kill()
    again = Served(root, words)
    pictures = await_results(again, project)
    all_s = perf_counter() - started
    status = again.stop()
    accepted = tallies[0].accepted | tallies[1].accepted
    statuses = tallies[0].statuses + tallies[1].statuses
    seconds = tallies[0].seconds + tallies[1].seconds
    return {
        "sent": clients * each,
        "statuses": {str(code): count for code, count in sorted(statuses.items())},
        "broken": dict(tallies[0].broken + tallies[1].broken),
        "accepted": len(accepted),
        "waiting_when_killed": waiting,
        "states": dict(Counter(tell_state(pictures.get(picture)) for picture in accepted)),
        "answers_to_one_photo": count_answers(accepted, pictures),
        "upload_s": {f"p{part}": round(float(np.percentile(seconds, part)), 3) for part in (50, 95, 100)},
        "sent_after_s": round(sent_s, 1),
        "done_after_s": round(all_s, 1),
        "peak_mb": {"half sent": peaks[0], "all sent": peaks[1], "after the restart": _round(again.peaks)},
        "status_at_the_end": status,
    }


def _round(peaks: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in peaks.items()}


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve_load", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--clients", metavar="N", type=int, default=50)
    parser.add_argument("--photos", metavar="N", type=int, default=20, help="of each client")
    parser.add_argument("--queue", metavar="N", type=int, default=200, help="photos that may wait at the server")
    parser.add_argument("--threads", metavar="N", type=int, default=2, help="of the network")
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default ones if left out")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    weights = find_weights(arguments.weights)
    flags = ["--queue", str(arguments.queue), "--threads", str(arguments.threads), *choose_weights(arguments.weights)]
    root = Path(tempfile.mkdtemp(prefix="serve-load-"))
    try:
        found = run_load(root / "desk", arguments.clients, arguments.photos, flags)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    settings = {"clients": arguments.clients, "photos": arguments.photos, "queue": arguments.queue}
    settings |= {"threads": arguments.threads, "size": [HEIGHT, WIDTH]}
    found["faults"] = list_faults(found)
    body = {"weights": {"name": weights.name, "sha256": weights.sha256}, "settings": settings, "load": found}
    for name, value in found.items():
        print(f"{name}: {value}")
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, make_record('serve-load', body), weights.name)}")
    sys.exit(bool(found["faults"]))


if __name__ == "__main__":
    main()
