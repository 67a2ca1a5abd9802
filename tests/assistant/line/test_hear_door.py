"""Who is heard at the door of a hall's screen: a page of ours, with a ticket that is fresh."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.assistant.line.hall import closed_with, hall, say, told
from tests.conftest import FakeClock
from tests.loops import run


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "http://bangban.example", "null"])
def test_a_page_of_somebody_else_is_refused_before_it_has_said_anything(
    clock: FakeClock, origin: str | None
) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.at_the_door(origin) as socket:
            assert await told(socket) == {"event": "error", "error": "origin_wrong"}
            assert await closed_with(socket) == 1008
        assert (here.ears, here.refused) == ([], ["origin_wrong"])

    run(test)


def test_a_ticket_is_good_once(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here:
            ticket = here.tickets.hear_ticket()
            async with here.at_the_door() as socket:
                await say(socket, ticket=ticket)
                assert await told(socket) == {"event": "ready"}
                async with here.at_the_door() as second:
                    await say(second, ticket=ticket)
                    assert await told(second) == {"event": "error", "error": "ticket_used"}
                    assert await closed_with(second) == 1008

    run(test)


def test_a_ticket_is_not_good_after_two_minutes(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.at_the_door() as socket:
            ticket = here.tickets.hear_ticket()
            clock.advance(timedelta(minutes=2, seconds=1))
            await say(socket, ticket=ticket)
            assert await told(socket) == {"event": "error", "error": "ticket_old"}
            assert await closed_with(socket) == 1008

    run(test)


@pytest.mark.parametrize(
    "first",
    [
        {"ticket": "made up"},
        {"language": "zh"},
        {"ticket": "t", "language": "fr"},
        {"ticket": "t", "sample_rate": 4000},
        {"ticket": "t", "sample_rate": "16000"},
        {"ticket": "t", "expect": "much"},
        {"ticket": "t", "more": 1},
        {"ticket": "t" * 401},
    ],
)
def test_nobody_is_heard_without_a_ticket_and_an_opening_that_can_be_read(
    clock: FakeClock, first: dict[str, Any]
) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.at_the_door() as socket:
            await say(socket, **first)
            answer = await told(socket)
            assert answer["event"] == "error"
            assert answer["error"] == ("ticket_wrong" if first == {"ticket": "made up"} else "bad_message")
            assert await closed_with(socket) == 1008
        assert here.ears == []

    run(test)


@pytest.mark.parametrize("first", ["not json", b"\xff\xfe", "[]"])
def test_what_is_no_message_is_refused(clock: FakeClock, first: str | bytes) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.at_the_door() as socket:
            await socket.send(first)
            assert await told(socket) == {"event": "error", "error": "bad_message"}

    run(test)


def test_who_says_nothing_at_the_door_is_not_waited_for(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock, first_message_s=0.05) as here, here.at_the_door() as socket:
            assert await told(socket) == {"event": "error", "error": "too_late"}

    run(test)
