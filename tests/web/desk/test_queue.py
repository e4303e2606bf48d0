import sqlite3

import pytest

from efficientcracknet.web.desk.ids import make_id
from efficientcracknet.web.desk.ledger import Ledger
from efficientcracknet.web.desk.queue import (
    LATER,
    MOST_ATTEMPTS,
    NOW,
    SOON,
    Job,
    cancel,
    claim,
    count_waiting,
    drop_waiting,
    enqueue,
    finish,
    is_cancelling,
    recover,
)

PROJECT = make_id()
EVERYTHING = ("find", "measure", "export")


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / "desk.sqlite")
    yield ledger
    ledger.close()


def add(ledger: Ledger, kind: str, subject: str, urgency: int = SOON) -> int:
    with ledger.write() as database:
        return enqueue(database, kind, PROJECT, subject, urgency)


def end(ledger: Ledger, job: Job, state: str = "done") -> None:
    with ledger.write() as database:
        finish(database, job, state, "why" if state == "failed" else None)


def read_states(ledger: Ledger) -> list[str]:
    with ledger.read() as database:
        return [row["state"] for row in database.execute("SELECT state FROM job ORDER BY number")]


def test_urgent_jobs_come_first_then_the_oldest(ledger: Ledger) -> None:
    numbers = [add(ledger, "measure", "a"), add(ledger, "measure", "b"), add(ledger, "measure", "c", NOW)]

    assert [claim(ledger, ["measure"]).number for _ in range(3)] == [numbers[2], numbers[0], numbers[1]]
    assert claim(ledger, ["measure"]) is None


def test_the_same_job_waits_once_and_takes_the_higher_urgency(ledger: Ledger) -> None:
    first, other, again = add(ledger, "measure", "a"), add(ledger, "measure", "b"), add(ledger, "measure", "a", NOW)

    assert first == again != other
    assert claim(ledger, ["measure"]).number == first


def test_measuring_is_part_of_the_search_that_waits(ledger: Ledger) -> None:
    assert add(ledger, "find", "a") == add(ledger, "measure", "a")


def test_nothing_is_begun_on_a_picture_that_something_runs_on(ledger: Ledger) -> None:
    add(ledger, "find", "a")
    job = claim(ledger, ["find"])
    add(ledger, "measure", "a")

    assert claim(ledger, ["measure"]) is None
    end(ledger, job)
    assert claim(ledger, ["measure"]).kind == "measure"


def test_an_export_waits_for_everything_else_of_its_project(ledger: Ledger) -> None:
    add(ledger, "export", "e", LATER)
    add(ledger, "find", "a")

    assert claim(ledger, ["export"]) is None
    end(ledger, claim(ledger, ["find"]))
    assert claim(ledger, ["export"]).subject == "e"


def test_what_waits_is_cancelled_at_once_and_what_runs_is_asked_to_end(ledger: Ledger) -> None:
    add(ledger, "find", "a")
    add(ledger, "find", "b")
    job = claim(ledger, ["find"])
    with ledger.write() as database:
        cancel(database, project=PROJECT)

    assert read_states(ledger) == ["running", "cancelled"]
    assert is_cancelling(ledger, job)


def test_after_a_death_what_ran_is_queued_again_until_it_was_tried_too_often(ledger: Ledger) -> None:
    add(ledger, "find", "a")
    for _ in range(MOST_ATTEMPTS - 1):
        claim(ledger, ["find"])
        recover(ledger)
        assert read_states(ledger) == ["queued"]
    claim(ledger, ["find"])
    recover(ledger)

    with ledger.read() as database:
        row = database.execute("SELECT state, error FROM job").fetchone()
    assert tuple(row) == ("failed", f"The program died {MOST_ATTEMPTS} times while it worked on this.")


def test_after_a_death_what_was_to_be_cancelled_is(ledger: Ledger) -> None:
    add(ledger, "find", "a")
    claim(ledger, ["find"])
    with ledger.write() as database:
        cancel(database, project=PROJECT, subject="a")
    recover(ledger)

    assert read_states(ledger) == ["cancelled"]


def test_a_search_that_fails_takes_the_measuring_with_it(ledger: Ledger) -> None:
    add(ledger, "find", "a")
    job = claim(ledger, ["find"])
    add(ledger, "measure", "a")
    end(ledger, job, "failed")
    with ledger.write() as database:
        drop_waiting(database, job)

    assert read_states(ledger) == ["failed", "cancelled"]


def test_a_second_end_changes_nothing(ledger: Ledger) -> None:
    add(ledger, "find", "a")
    job = claim(ledger, EVERYTHING)
    end(ledger, job)
    end(ledger, job, "failed")

    assert read_states(ledger) == ["done"]


def test_waiting_jobs_of_a_kind_are_counted(ledger: Ledger) -> None:
    for subject in "abc":
        add(ledger, "find", subject)
    add(ledger, "measure", "d")
    claim(ledger, ["find"])

    with ledger.read() as database:
        assert count_waiting(database, "find") == 2


def test_a_block_that_fails_writes_nothing(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.write() as database:
            enqueue(database, "find", PROJECT, "a", SOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read_states(ledger) == []


def test_two_connections_see_each_other(ledger: Ledger, tmp_path) -> None:
    add(ledger, "find", "a")
    with sqlite3.connect(tmp_path / "desk.sqlite") as other:
        assert other.execute("SELECT count(*) FROM job").fetchone() == (1,)
    other.close()
