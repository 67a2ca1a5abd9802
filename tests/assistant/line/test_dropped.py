"""Whoever's call broke off is called back when the provider does not go on with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from assistant.conversation.phone_calls import Ended, Standing
from assistant.line.dropped import DroppedCalls

SID = "CA" + "1" * 32
STANDING = Standing(
    call_id="1", call_sid=SID, language="zh", mode="stream", next=None, token="first", next_turn=2
)


@dataclass
class FakeCalls:
    """One call, which stands as it is told to at each look."""

    looks: list[Standing | None]
    ends: list[tuple[str, Ended]] = field(default_factory=list)

    def standing(self, call_sid: str) -> Standing | None:
        return self.looks.pop(0)

    def ended(self, call_sid: str, how: Ended) -> bool:
        self.ends.append((call_sid, how))
        return True


def after_grace(later: Standing | None, before: Standing | None = STANDING) -> list[tuple[str, Ended]]:
    """How the call was ended by the time its grace was over."""
    calls = FakeCalls([before, later])

    async def wait() -> None:
        dropped = DroppedCalls(calls, grace_s=0)
        dropped.note(SID)
        await asyncio.gather(*dropped._waiting)

    asyncio.run(wait())
    return calls.ends


def test_a_call_with_which_nobody_went_on_is_over_and_was_dropped() -> None:
    assert after_grace(STANDING) == [(SID, "dropped")]


GOES_ON: dict[str, Callable[[], Standing | None]] = {
    "without sound of ours": lambda: replace(STANDING, mode="gather"),
    "as another stream": lambda: replace(STANDING, token="second"),
    "with the next thing that is said": lambda: replace(STANDING, next_turn=3),
    "with a person": lambda: replace(STANDING, next="person"),
    "no more, as it has ended": lambda: replace(STANDING, ended=True),
    "no more, as nothing is known of it": lambda: None,
}


@pytest.mark.parametrize("how", GOES_ON)
def test_a_call_is_left_alone_that_goes_on(how: str) -> None:
    assert after_grace(GOES_ON[how]()) == []


def test_a_call_that_went_on_without_sound_before_we_looked_is_left_alone() -> None:
    gathered = replace(STANDING, mode="gather")

    assert after_grace(gathered, before=gathered) == []


def test_a_call_that_waits_for_a_person_is_left_alone() -> None:
    waiting = replace(STANDING, next="person")

    assert after_grace(waiting, before=waiting) == []


def test_a_database_that_is_away_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    calls = FakeCalls([])

    async def wait() -> None:
        dropped = DroppedCalls(calls, grace_s=0)
        dropped.note(SID)
        await asyncio.gather(*dropped._waiting)

    with caplog.at_level(logging.ERROR):
        asyncio.run(wait())

    assert [entry.message for entry in caplog.records] == ["dropped call not looked after"]


def test_when_the_line_is_closed_it_looks_after_nothing_more() -> None:
    calls = FakeCalls([STANDING])

    async def close() -> None:
        dropped = DroppedCalls(calls, grace_s=3600)
        dropped.note(SID)
        while calls.looks:
            await asyncio.sleep(0.01)
        await dropped.close()
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(close())
    assert calls.ends == []
