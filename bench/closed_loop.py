"""A fixed number of residents who each send the next message when the last one is answered."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

Message = TypeVar("Message")
Ask = Callable[[str, Message], str]
"""Sends one message (number, message), waits for the reply, and returns what it came to in one word."""


@dataclass(slots=True)
class Tally:
    """What one run came to. `seconds` is wall time from the first message to the last reply."""

    times_ms: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def run(
    make_ask: Callable[[], Ask[Message]],
    residents_of: Callable[[int], Iterator[tuple[str, tuple[Message, ...]]]],
    *,
    concurrent: int,
    turns: int,
    finished: Callable[[int], None],
    every_s: float = 0.0,
) -> Tally:
    """Let `concurrent` residents talk until `turns` messages were answered.

    A resident sends `every_s` seconds after sending the last message, but never before it is answered; they
    begin one after another within that time. With 0 they send as soon as they are answered.

    `make_ask` makes one connection for each resident's place; `residents_of(place)` says who sits there, one
    after another; `finished(n)` is told each time that n more turns are done. An error in any place ends the
    run and is raised here.
    """
    tally = Tally()
    lock = threading.Lock()
    broken = threading.Event()
    left = turns

    def take_turn() -> bool:
        nonlocal left
        with lock:
            if left == 0 or broken.is_set():
                return False
            left -= 1
            return True

    def sit(place: int) -> None:
        ask = make_ask()
        due = time.perf_counter() + every_s * place / concurrent
        for number, questions in residents_of(place):
            for question in questions:
                if not take_turn():
                    return
                broken.wait(max(0.0, due - time.perf_counter()))
                before = time.perf_counter()
                due = max(due, before) + every_s
                outcome = ask(number, question)
                took = (time.perf_counter() - before) * 1000
                with lock:
                    tally.times_ms.append(took)
                    tally.outcomes[outcome] += 1
                    finished(1)

    def sit_until_broken(place: int) -> None:
        done = False
        try:
            sit(place)
            done = True
        finally:
            if not done:
                broken.set()

    began = time.perf_counter()
    with ThreadPoolExecutor(concurrent) as pool:
        places = [pool.submit(sit_until_broken, place) for place in range(concurrent)]
    tally.seconds = time.perf_counter() - began
    for place in places:
        place.result()
    return tally
