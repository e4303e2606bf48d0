from typing import Any

from benchmarks.markdown import TABLES

PAGE = {
    "theme": "serve-page",
    "settings": {"height_px": 3000, "width_px": 4000, "visits": 5},
    "first_paint_longest_ms": 149.6,
    "cracks": 361,
    "pan": {"whole": {"frames_per_s": 41.2}, "enlarged": {"frames_per_s": 59.8}},
}
LOAD = {
    "theme": "serve-load",
    "settings": {"clients": 50, "photos": 20, "size": [1225, 1633], "queue": 200},
    "load": {
        "sent": 1000,
        "accepted": 999,
        "statuses": {"202": 999, "429": 1234, "503": 2},
        "broken": {"ReadError": 1},
        "peak_mb": {"half sent": {"server": 150.2, "worker": 260.1}, "all sent": {"server": 151.0, "worker": 261.9}},
        "states": {"done": 998, "lost": 1},
        "waiting_when_killed": 200,
        "done_after_s": 480.0,
    },
}
ABUSE = {
    "theme": "serve-abuse",
    "abuse": {"requests": 10_203, "faults": ["one"], "slowest_s": 2.34, "written_outside": ["open /etc/x"]},
}


def tabulate(*records: dict[str, Any]) -> list[str]:
    dated = [{"date": "2025-01-01", "weights": {"name": "tiny"}} | record for record in records]
    return TABLES["desk"](dated, "").splitlines()[2:]


def test_a_page_tells_its_first_paint_and_its_frames() -> None:
    assert tabulate(PAGE) == [
        "| first paint, longest of 5 visits | < 1000 ms | 150 ms |",
        (
            "| frames a second while a photo of 12 megapixels with 361 cracks is drawn about | at least 30 "
            "| whole 41, enlarged 60 |"
        ),
    ]


def test_a_load_tells_all_that_failed_and_what_became_of_the_rest() -> None:
    assert tabulate(LOAD) == [
        (
            "| 50 clients, 20 photos of 2 megapixels each, a queue of 200 | no failed request but 429 "
            "| 999 accepted, 4 failed, 1,234 times 429 |"
        ),
        "| largest memory of server and worker, MB | bounded | 150 and 260 half sent; 151 and 262 all sent |",
        (
            "| killed with 200 waiting, started again | a result of every accepted photo "
            "| 998 of 999 after 8.0 min in all |"
        ),
    ]


def test_an_attack_tells_its_faults_and_what_was_written_outside() -> None:
    assert tabulate(ABUSE) == [
        "| 10,203 hostile requests | no 5xx but 503, none hangs | 1 faults; slowest answer 2.3 s |",
        "| written outside the folder of projects | nothing | open /etc/x |",
    ]
