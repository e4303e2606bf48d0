from benchmarks.serve_load_verdict import count_answers, list_faults, tell_state

GOOD = {
    "sent": 4,
    "statuses": {"202": 4, "429": 7},
    "broken": {},
    "accepted": 4,
    "states": {"done": 4},
    "answers_to_one_photo": 1,
    "status_at_the_end": 0,
}


def make_picture(cracks: int, length_px: float) -> dict:
    return {"state": "done", "result": {"cracks": cracks, "length_px": length_px}}


def test_a_load_that_is_borne_has_no_faults_and_a_full_queue_is_none() -> None:
    assert list_faults(GOOD) == []


def test_every_failed_request_lost_photo_and_doubtful_result_is_a_fault() -> None:
    bad = GOOD | {
        "statuses": {"202": 3, "503": 1},
        "broken": {"ReadError": 2},
        "accepted": 3,
        "states": {"done": 1, "lost": 1, "no result": 1},
        "answers_to_one_photo": 2,
        "status_at_the_end": 1,
    }

    assert list_faults(bad) == [
        "1 requests answered 503",
        "2 requests broken off: ReadError",
        "1 pictures lost",
        "1 pictures no result",
        "3 of 4 photos accepted",
        "2 different results of the same photo",
        "ended with status 1",
    ]


def test_a_picture_counts_as_done_only_with_a_result() -> None:
    assert tell_state(None) == "lost"
    assert tell_state({"state": "done", "result": None}) == "no result"
    assert tell_state({"state": "failed", "result": None}) == "failed"
    assert tell_state(make_picture(1, 2.5)) == "done"


def test_the_same_photo_has_to_get_the_same_figures_each_time() -> None:
    pictures = {"a": make_picture(1, 10.0), "b": make_picture(1, 10.0), "c": make_picture(2, 10.0)}

    assert count_answers({"a": 0, "b": 0, "c": 1}, pictures) == 1
    assert count_answers({"a": 0, "b": 0, "c": 0, "lost": 1}, pictures) == 2
    assert count_answers({"lost": 0}, pictures) == 0
