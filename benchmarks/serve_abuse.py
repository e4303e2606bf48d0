"""Thousands of hostile requests: none may fail inside the server, hang, or write a file outside the folder of projects.

    python -m benchmarks.serve_abuse --json results [--requests 10000]

Six in ten are made by Schemathesis from the API's own description, half of them against it; four in ten are mutated
pictures under hostile names. Bombs, addresses that are paths, broken HTTP and slow clients come on top. What server and
worker write is watched. Ends with status 1 if anything was not as it has to be.
"""

import argparse
import random
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as choose
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from benchmarks import serve_attacks
from benchmarks.serve_target import Target
from benchmarks.serve_verdict import TIMEOUT_S, Verdict
from benchmarks.serve_writes import WriteWatch
from benchmarks.served import HEADERS, choose_weights, run_served
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.runtime.weights import find_weights

FUZZED_SHARE, MUTATED_SHARE = 0.6, 0.4

SLOW_CLIENTS = 20
"""Of each kind, all at the same time."""

HUNG_UP_S = 120
"""In which a slow client has to be hung up on."""

WORK_ENDS_S = 1800
"""In which all that was accepted has to be done or told why not."""


def fuzz(target: Target, verdict: Verdict, count: int) -> None:
    """Send requests that follow the description of the API, and as many that break it.

    Parameters
    ----------
    target
        What is attacked.
    verdict
        Counts.
    count
        So many requests, or a few more.
    """
    document = target.client.get("/api/openapi.json").json()
    found: list[Any] = [result.ok() for result in _read_operations(document)]
    operations = [one for one in found if not one.path.endswith("/events")]  # streams do not end
    until, turn = verdict.requests + count, 0
    while verdict.requests < until:  # some can be asked in few ways only: the others make up for it
        missing, turn = until - verdict.requests, turn + 1
        for operation in operations:
            target.prepare()
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _fuzz_operation(target, verdict, operation, mode, (turn, -(-missing // (2 * len(operations)))))


def _read_operations(document: dict[str, Any]) -> list[Any]:
    return list(schemathesis.openapi.from_dict(document).get_all_operations())


def _fuzz_operation(
    target: Target, verdict: Verdict, operation: Any, mode: GenerationMode, share: tuple[int, int]
) -> None:
    turn, count = share
    known = {name: value for name, value in target.ids.items() if f"{{{name}}}" in operation.path}
    session = requests.Session()

    def send(case: Any) -> None:
        verdict.ask(
            f"fuzzed, {mode.value}",
            f"{case.method} {case.path_parameters} {case.query} {case.body!r}",
            lambda: case.call(
                base_url=target.served.address,
                session=session,
                headers=HEADERS,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            ),
        )

    rules = choose(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for places in (known or None, None):  # where nothing else of a request can be wrong, its address has to be
        strategy = operation.as_strategy(generation_mode=mode, path_parameters=places)
        with suppress(Unsatisfiable):
            seed(turn)(rules(given(case=strategy)(send)))()
            return


def send_pictures(target: Target, verdict: Verdict, count: int) -> None:
    """Send mutated pictures and bombs under hostile names.

    Parameters
    ----------
    target
        What is attacked.
    verdict
        Counts.
    count
        Of mutated pictures.
    """
    target.prepare()
    path = f"/api/projects/{target.ids['project']}/pictures"
    rng = random.Random(0)
    seeds = list(serve_attacks.draw_seeds().values())
    for number in range(count):
        content = serve_attacks.mutate(rng.choice(seeds), rng)
        words = {"name": rng.choice(serve_attacks.NAMES)}
        send = partial(target.client.post, path, params=words, content=content)
        verdict.ask("mutated pictures", f"{number}", send)
    for what, content in serve_attacks.list_bombs().items():
        verdict.ask("bombs", what, partial(target.client.post, path, params={"name": what}, content=content))


def send_oddities(target: Target, verdict: Verdict) -> None:
    """Send odd bodies, addresses and HTTP.

    Parameters
    ----------
    target
        What is attacked.
    verdict
        Counts.
    """
    target.prepare()
    project = f"/api/projects/{target.ids['project']}"
    for what, body in serve_attacks.list_bodies():
        for path, method in (("/api/projects", "POST"), (project, "PATCH"), (f"{project}/exports", "POST")):
            asked = target.client.build_request(
                method, path, content=body, headers={"content-type": "application/json"}
            )
            verdict.ask("odd bodies", what, partial(target.client.send, asked))
    for path in serve_attacks.PATHS:
        address = path.format(**target.ids)
        line = f"GET {address} HTTP/1.1\r\nHost: {target.host}\r\nConnection: close\r\n\r\n".encode("ascii")
        _send_raw(target, verdict, "odd addresses", address, line)
    for what, request in serve_attacks.list_raw_requests(target.host):
        _send_raw(target, verdict, "broken HTTP", what, request)


def _send_raw(target: Target, verdict: Verdict, part: str, what: str, request: bytes) -> None:
    try:
        verdict.count(part, serve_attacks.send_raw(target.place, request, TIMEOUT_S), what)
    except TimeoutError:
        verdict.blame(part, f"no answer within {TIMEOUT_S} s for {what!r}")


def send_slowly(target: Target, verdict: Verdict) -> None:
    """Let slow clients hold connections, all at once, while the page is asked for; each has to be hung up on.

    Parameters
    ----------
    target
        What is attacked.
    verdict
        Counts.
    """
    target.prepare()

    def hold(what: str, act: Any) -> None:
        with socket.create_connection(target.place, timeout=HUNG_UP_S) as connection:
            with suppress(OSError):
                act(connection)
            if serve_attacks.await_end(connection, HUNG_UP_S):
                verdict.count("slow clients", None, what)
            else:
                verdict.blame("slow clients", f"{what}: not hung up on within {HUNG_UP_S} s")

    acts = serve_attacks.list_slow_clients(target.host, target.ids["project"])
    threads = [threading.Thread(target=hold, args=pair) for pair in acts.items() for _ in range(SLOW_CLIENTS)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        verdict.ask("while slow clients hold on", "/api/about", lambda: target.client.get("/api/about"))
        sleep(1)


def await_work(target: Target, verdict: Verdict) -> None:
    """Wait until all that was accepted is done or told why not.

    Parameters
    ----------
    target
        What was attacked.
    verdict
        Blames what is not done in time.
    """
    until = monotonic() + WORK_ENDS_S
    while monotonic() < until:
        counts = [one["counts"] for one in target.client.get("/api/projects").json()["projects"]]
        if not any(one["queued"] + one["running"] for one in counts):
            return
        sleep(1)
    verdict.blame("work", f"not done within {WORK_ENDS_S} s")


def attack(folder: Path, count: int, words: Sequence[str]) -> dict[str, Any]:
    """Attack a server.

    Parameters
    ----------
    folder
        Empty; the desk lies in it, and beside it notes of what was written elsewhere.
    count
        So many requests, or a few more.
    words
        Flags of the server.

    Returns
    -------
    dict[str, Any]
        Ready for a record.
    """
    verdict, desk, notes = Verdict(), folder / "desk", folder / "notes"
    notes.mkdir()
    watch = WriteWatch(notes, desk)
    started = monotonic()
    with run_served(desk, words, watch.environment) as served, served.open_client(TIMEOUT_S) as client:
        target = Target(served, client)
        fuzz(target, verdict, round(count * FUZZED_SHARE))
        send_pictures(target, verdict, round(count * MUTATED_SHARE))
        send_oddities(target, verdict)
        send_slowly(target, verdict)
        sent_s = monotonic() - started
        await_work(target, verdict)
        if client.get("/api/about").status_code != 200:
            verdict.blame("end", "the page does not answer")
        peaks = {name: round(value, 1) for name, value in served.peaks.items()}
    outside = [*watch.list_outside(), *(f"link {path}" for path in desk.rglob("*") if path.is_symlink())]
    for act in outside:
        verdict.blame("outside the folder", act)
    times = {"sent_after_s": round(sent_s, 1), "done_after_s": round(monotonic() - started, 1)}
    return verdict.to_dict() | times | {"written_outside": outside, "peak_mb": peaks}


def main(words: Sequence[str] | None = None) -> None:
    """Attack, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.serve_abuse", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--requests", metavar="N", type=int, default=10_000, help="so many, or a few more")
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default ones if left out")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    weights = find_weights(arguments.weights)
    folder = Path(tempfile.mkdtemp(prefix="serve-abuse-"))
    try:
        found = attack(folder, arguments.requests, [*choose_weights(arguments.weights), "--queue", "5000"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    body = {
        "weights": {"name": weights.name, "sha256": weights.sha256},
        "settings": {"requests": arguments.requests, "slow_clients": SLOW_CLIENTS},
        "abuse": found,
    }
    for name, value in found.items():
        print(f"{name}: {value}")
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, make_record('serve-abuse', body))}")
    sys.exit(bool(found["faults"]))


if __name__ == "__main__":
    main()
