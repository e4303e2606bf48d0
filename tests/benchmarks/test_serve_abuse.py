import random

import httpx
import pytest

from benchmarks.serve_attacks import draw_seeds, list_bombs, list_raw_requests, mutate
from benchmarks.serve_verdict import Verdict
from efficientcracknet.web.desk.picture_file import inspect_file
from efficientcracknet.web.desk.refusal import DeskRefusal


class Answer:
    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


def test_seeds_are_pictures_and_mutations_of_them_are_others(tmp_path) -> None:
    rng = random.Random(0)
    for content in draw_seeds().values():
        (tmp_path / "a").write_bytes(content)
        file = inspect_file(tmp_path / "a", "a", 10_000)
        assert (file.height_px, file.width_px) == (48, 64)
        assert mutate(content, rng) != content


@pytest.mark.parametrize(
    "what", [name for name in list_bombs() if "pixels a side" in name or "65535" in name or "99999" in name]
)
def test_what_says_it_is_huge_is_refused_by_its_head(tmp_path, what: str) -> None:
    (tmp_path / "a").write_bytes(list_bombs()[what])

    with pytest.raises(DeskRefusal):
        inspect_file(tmp_path / "a", "a", 100_000_000)


def test_broken_requests_are_bytes_with_a_name() -> None:
    assert len(dict(list_raw_requests("127.0.0.1:1"))) == len(list(list_raw_requests("127.0.0.1:1")))


def test_a_verdict_blames_what_fails_inside_the_server_and_nothing_else() -> None:
    verdict = Verdict()
    for status in (200, 404, 429, 503, 500, 502):
        verdict.ask("part", f"request {status}", lambda status=status: Answer(status))

    assert verdict.requests == 6
    assert verdict.faults == ["part: 500 for 'request 500'", "part: 502 for 'request 502'"]


def test_a_verdict_blames_what_hangs_or_gets_no_answer_and_counts_no_request_that_the_client_did_not_send() -> None:
    def fail(error: Exception) -> Answer:
        raise error

    verdict = Verdict()
    verdict.ask("part", "slow", lambda: fail(TimeoutError()))
    verdict.ask("part", "cut", lambda: fail(ConnectionError("gone")))
    verdict.ask("part", "odd", lambda: fail(httpx.InvalidURL("of no server")))

    assert verdict.faults == ["part: no answer within 60 s for 'slow'", "part: gone for 'cut'"]
    assert verdict.to_dict()["statuses"] == {"part": {"hung up": 2}}
    assert verdict.not_sent == {"part": 1}
