import threading
import time
from itertools import islice

import pytest

from bench import closed_loop
from bench.questions import CONVERSATIONS, residents


def people(place: int):
    return residents(place, 3)


def test_exactly_the_wanted_number_of_turns_is_taken() -> None:
    asked: list[tuple[str, str]] = []
    steps: list[int] = []

    tally = closed_loop.run(
        lambda: lambda number, text: asked.append((number, text)) or "answered",
        people,
        concurrent=3,
        turns=50,
        finished=steps.append,
    )

    assert len(asked) == len(tally.times_ms) == sum(steps) == 50
    assert tally.outcomes == {"answered": 50}


def test_no_resident_sends_before_the_last_reply_has_come() -> None:
    at_work, most, lock = set(), [0], threading.Lock()

    def ask(number: str, _text: str) -> str:
        with lock:
            assert number not in at_work
            at_work.add(number)
            most[0] = max(most[0], len(at_work))
        time.sleep(0.002)
        with lock:
            at_work.remove(number)
        return "answered"

    closed_loop.run(lambda: ask, people, concurrent=3, turns=60, finished=lambda _: None)

    assert most[0] == 3


def test_a_turn_that_fails_ends_the_run() -> None:
    calls: list[str] = []

    def ask(_number: str, text: str) -> str:
        calls.append(text)
        if len(calls) == 5:
            raise ConnectionError
        return "answered"

    with pytest.raises(ConnectionError):
        closed_loop.run(lambda: ask, people, concurrent=2, turns=10_000, finished=lambda _: None)

    assert len(calls) < 10_000


def test_residents_differ_and_ask_different_things() -> None:
    here = list(islice(residents(0, 2), len(CONVERSATIONS)))
    there = list(islice(residents(1, 2), len(CONVERSATIONS)))

    numbers = [number for number, _ in here + there]
    assert len(set(numbers)) == len(numbers)
    assert {talk for _, talk in here + there} == set(CONVERSATIONS)


def test_a_paced_resident_waits_before_the_next_message() -> None:
    tally = closed_loop.run(
        lambda: lambda number, text: "answered",
        lambda place: residents(place, 2),
        concurrent=2,
        turns=8,
        finished=lambda _: None,
        every_s=0.05,
    )

    assert tally.seconds >= 0.05 * 3
    assert sorted(tally.times_ms)[4] < 50
