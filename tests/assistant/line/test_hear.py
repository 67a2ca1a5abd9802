"""A visitor of a hall speaks into the browser of its screen, and the page is told what was heard."""

from __future__ import annotations

import asyncio

import pytest

from assistant.speech.hearing import Alternative, Heard, Lagging, Partial, SpeechStarted, SpeechStopped
from assistant.speech.lost import VoiceLost
from tests.assistant.line.hall import closed_with, hall, say, told
from tests.conftest import FakeClock
from tests.loops import run

SOUND = bytes(range(200)) * 16
HEARD = Heard("高龄津贴怎么领", (Alternative("高龄津贴怎么领", 0.9), Alternative("高龄金贴怎么领", 0.1)))


def test_a_page_is_told_what_happens_and_its_sound_goes_to_what_hears_alone(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here:
            async with here.heard(language="zh", sample_rate=16000, expect="yes_no") as (socket, ears):
                await socket.send(SOUND)
                ears.hears(SpeechStarted(0.2), Partial("高龄"), Lagging(400), SpeechStopped(1.0), HEARD)
                answers = [await told(socket) for _ in range(4)]
                await ears.reached.wait()
            await ears.closed.wait()

        assert answers == [
            {"event": "started"},
            {"event": "partial", "text": "高龄"},
            {"event": "stopped"},
            {
                "event": "final",
                "text": "高龄津贴怎么领",
                "alternatives": ["高龄津贴怎么领", "高龄金贴怎么领"],
            },
        ]
        assert ears.fed == [SOUND]
        (listening,) = here.listenings
        assert (listening.encoding, listening.sample_rate, listening.expect) == ("pcm16", 16000, "yes_no")
        assert (here.admission.live, here.refused) == (0, [])

    run(test)


def test_a_visitor_who_has_finished_is_heard_to_the_end_and_the_socket_closed(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.heard(sample_rate=8000) as (socket, ears):
            await socket.send(SOUND)
            await say(socket, end=True)
            while len(ears.fed) < 31:
                ears.reached.clear()
                await ears.reached.wait()
            ears.hears(HEARD)
            assert (await told(socket))["event"] == "final"
            assert await closed_with(socket) == 1000
            await ears.closed.wait()
        assert ears.fed[0] == SOUND
        assert b"".join(ears.fed[1:]) == bytes(3 * 8000 * 2)

    run(test)


def test_who_has_finished_and_said_nothing_is_told_so(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock, after_end_s=0.05) as here, here.heard() as (socket, _):
            await say(socket, end=True)
            assert await told(socket) == {"event": "error", "error": "nothing_heard"}
            assert await closed_with(socket) == 1000

    run(test)


def test_a_minute_of_sound_is_the_most(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.heard(sample_rate=8000) as (socket, ears):
            for _ in range(15):
                await socket.send(bytes(64000))
            await socket.send(bytes(2))
            assert await told(socket) == {"event": "error", "error": "too_long"}
            assert await closed_with(socket) == 1000
            await ears.closed.wait()
        assert sum(len(piece) for piece in ears.fed) == 60 * 8000 * 2

    run(test)


def test_a_minute_is_the_most_also_for_who_sends_nothing(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock, longest_s=0.05) as here, here.heard() as (socket, _):
            assert await told(socket) == {"event": "error", "error": "too_long"}

    run(test)


@pytest.mark.parametrize("message", [bytes(3), "stop", '{"end": false}'])
def test_sound_that_is_none_ends_it(clock: FakeClock, message: str | bytes) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.heard() as (socket, ears):
            await socket.send(message)
            assert await told(socket) == {"event": "error", "error": "bad_message"}
            assert await closed_with(socket) == 1008
            await ears.closed.wait()

    run(test)


def test_a_message_of_more_than_64_kib_ends_it(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.heard() as (socket, ears):
            await socket.send(bytes(64 * 1024 + 2))
            assert await closed_with(socket) == 1009
            await ears.closed.wait()
        assert ears.fed == []

    run(test)


def test_one_more_than_can_be_heard_is_told_kindly_and_keeps_the_ticket(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock, most=1) as here:
            ticket = here.tickets.hear_ticket()
            async with here.heard() as (_, ears), here.at_the_door() as second:
                await say(second, ticket=ticket)
                answer = await told(second)
                assert answer["event"] == "busy"
                assert "请等一会儿" in answer["text"]
                assert await closed_with(second) == 1013
            await ears.closed.wait()
            while here.admission.live:
                await asyncio.sleep(0)
            async with here.at_the_door() as again:
                await say(again, ticket=ticket)
                assert await told(again) == {"event": "ready"}
        assert here.refused == ["busy"]

    run(test)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_when_nothing_hears_the_visitor_is_told_to_touch_the_screen(clock: FakeClock, language: str) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.at_the_door() as socket:
            here.away = True
            await say(socket, ticket=here.tickets.hear_ticket(), language=language)
            answer = await told(socket)
            assert (answer["event"], answer["error"]) == ("error", "no_voice")
            assert ("用手点" if language == "zh" else "touch the screen") in answer["text"]
            assert await closed_with(socket) == 1013

    run(test)


def test_when_what_hears_cannot_be_reached_nobody_counts_as_heard(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.at_the_door() as socket:
            here.lost = "gone"
            await say(socket, ticket=here.tickets.hear_ticket())
            assert (await told(socket))["error"] == "gone"
            assert await closed_with(socket) == 1013
            assert here.admission.heard == 0

    run(test)


def test_when_what_hears_goes_away_the_page_is_told(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here, here.heard() as (socket, ears):
            ears.hears(VoiceLost("gone"))
            answer = await told(socket)
            assert (answer["event"], answer["error"]) == ("error", "gone")
            assert "用手点" in answer["text"]
            assert await closed_with(socket) == 1011
            await ears.closed.wait()

    run(test)


def test_when_the_browser_goes_away_nothing_is_left_open(clock: FakeClock) -> None:
    async def test() -> None:
        async with hall(clock) as here:
            async with here.heard() as (socket, ears):
                assert here.admission.heard == 1
                socket.transport.abort()
            await ears.closed.wait()
            while here.admission.live:
                await asyncio.sleep(0)
            assert here.admission.heard == 0

    run(test)
