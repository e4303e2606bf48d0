"""Real processes that are killed: what was accepted is done after the next start."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from tests.web.bench import HEADERS
from tests.web.walls import encode_wall

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
]

PHOTOS = 12
SERVE = "from efficientcracknet.cli.app import main; main()"


@pytest.fixture
def start(tmp_path: Path, network: str) -> Iterator[Callable[[], tuple[subprocess.Popen[str], httpx.Client]]]:
    """Start the command on the same desk each time."""
    running = []

    def start_one() -> tuple[subprocess.Popen[str], httpx.Client]:
        words = ["serve", "--projects", str(tmp_path / "desk"), "--port", "0", "--weights", network, "--threads", "1"]
        process = subprocess.Popen([sys.executable, "-c", SERVE, *words], stdout=subprocess.PIPE, text=True)
        address = process.stdout.readline().split()[1]
        running.append(process)
        return process, httpx.Client(base_url=address, headers=HEADERS, timeout=120, verify=False)

    yield start_one
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def send_photos(client: httpx.Client) -> tuple[str, list[str]]:
    project = client.post("/api/projects", json={"name": "Bridge"}).json()["id"]
    sent = [
        client.post(f"/api/projects/{project}/pictures", params={"name": f"{n}.png"}, content=encode_wall(30))
        for n in range(PHOTOS)
    ]
    assert [answer.status_code for answer in sent] == [202] * PHOTOS
    return f"/api/projects/{project}", [answer.json()["id"] for answer in sent]


def await_done(client: httpx.Client, project: str) -> dict[str, dict]:
    """Return the pictures once nothing is to be done any more."""
    started = monotonic()
    while monotonic() - started < 300:
        pictures = client.get(f"{project}/pictures").json()["pictures"]
        if all(picture["state"] not in {"queued", "running"} for picture in pictures):
            return {picture["id"]: picture for picture in pictures}
        sleep(0.2)
    raise AssertionError("the pictures were not done in time")


def find_worker(process: subprocess.Popen[str]) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    tasks = Path(f"/proc/{process.pid}/task")
    found = " ".join((task / "children").read_text() for task in tasks.iterdir()) if children.exists() else ""
    return int(found.split()[0])


def test_every_accepted_photo_has_a_result_after_a_kill_and_a_restart(start: Callable) -> None:
    process, client = start()
    project, accepted = send_photos(client)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    client.close()

    process, client = start()
    done = await_done(client, project)
    client.close()
    assert {one["state"] for one in done.values()} == {"done"}
    assert set(done) == set(accepted)
    assert all(one["result"]["cracks"] == 1 for one in done.values())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found by /proc")
def test_a_worker_that_dies_is_replaced_and_its_photos_are_done(start: Callable) -> None:
    process, client = start()
    project, accepted = send_photos(client)
    os.kill(find_worker(process), signal.SIGKILL)
    done = await_done(client, project)
    client.close()

    assert {one["state"] for one in done.values()} == {"done"}
    assert set(done) == set(accepted)


def test_told_to_end_the_program_ends_with_status_0_and_loses_nothing(start: Callable) -> None:
    process, client = start()
    project, accepted = send_photos(client)
    client.close()
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0

    _, client = start()
    done = await_done(client, project)
    client.close()
    assert set(done) == set(accepted)
    assert {one["state"] for one in done.values()} == {"done"}
