"""Put every question to the assistant, each as a conversation of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from assistant.evaluation.metrics import Judged
from assistant.messages import Outcome
from knowledge.search.questions import Question


class Answered(Protocol):
    """What an evaluation needs of a TurnResult."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def service(self) -> str | None: ...
    @property
    def candidates(self) -> tuple[str, ...]: ...


def evaluate(
    rows: Sequence[Question],
    ask: Callable[[str], Answered],
    covered: Collection[str],
    progress: Callable[[int, int], None] = lambda done, total: None,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[Judged, ...]:
    """`ask` starts a new conversation each time. `covered` are the services that have an article.

    `progress` is called with how many are done, and of how many, after each question; `clock` gives seconds.
    What `ask` raises is not caught.
    """
    judged = []
    for done, row in enumerate(rows, start=1):
        start = clock()
        result = ask(row.text)
        judged.append(
            Judged(
                line=row.line,
                expected=row.service,
                covered=row.service in covered,
                outcome=result.outcome,
                service=result.service,
                candidates=result.candidates,
                latency_ms=(clock() - start) * 1000,
            )
        )
        progress(done, len(rows))
    return tuple(judged)
