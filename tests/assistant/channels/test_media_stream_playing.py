"""What is played on a call: whole, in time, until it is cleared; one call never holds up another."""

from __future__ import annotations

import asyncio

from assistant.call_transport import AudioCame, MarkPlayed
from assistant.channels.media_pacing import FRAME_BYTES, MOST_AHEAD_S
from assistant.channels.media_stream import MediaStream
from tests.assistant.channels.media_calls import SOUND, Call, line, listen, talked
from tests.assistant.line.peer import Peer, called
from tests.loops import run


def test_what_is_played_arrives_whole_in_frames_of_160_bytes() -> None:
    async def lead(stream: MediaStream, call: Call) -> None:
        await stream.play(SOUND * 7)
        await stream.play(b"\x01" * 10)
        await stream.play(b"")
        await stream.mark("all")
        async for event in stream.events():
            if event == MarkPlayed("all"):
                await stream.leave()

    async def test() -> None:
        async with line(lead) as (url, _), called(url) as peer:
            await peer.until_closed()

        assert {len(frame.audio) for frame in peer.frames} == {FRAME_BYTES}
        assert peer.heard == SOUND * 7 + b"\x01" * 10 + b"\xff" * 150
        assert peer.marks == ["all"]
        assert peer.unknown == []

    run(test)


def test_what_is_played_is_never_far_ahead_of_what_was_heard() -> None:
    async def lead(stream: MediaStream, call: Call) -> None:
        await stream.play(SOUND * 9)
        await stream.mark("all")
        async for event in stream.events():
            if event == MarkPlayed("all"):
                await stream.leave()

    async def test() -> None:
        async with line(lead) as (url, call):
            async with called(url, plays_at_once=False) as peer:
                await peer.until_closed()
            await call.over.wait()

        assert len(peer.heard) == len(SOUND) * 9
        # The two ends read their clocks a moment apart.
        assert max(frame.ahead_s for frame in peer.frames) <= MOST_AHEAD_S

    run(test)


def test_clearing_forgets_what_waits_and_brings_the_marks_back_in_order() -> None:
    long = SOUND * 300

    async def lead(stream: MediaStream, call: Call) -> None:
        async def speak() -> None:
            await stream.play(long)
            await stream.mark("after")

        speaking = asyncio.create_task(speak())
        async for event in stream.events():
            call.events.append(event)
            if isinstance(event, AudioCame):
                await stream.mark("between")
                await stream.clear()
                await speaking
            if event == MarkPlayed("after"):
                await stream.leave()

    async def test() -> None:
        async with line(lead) as (url, call):
            async with called(url, plays_at_once=False) as peer:
                await peer.until_heard(0.1)
                await peer.say(b"\x00")
                await peer.until_closed()
            await call.over.wait()

        assert peer.clears == 1
        assert len(peer.heard) < len(long)
        assert [event.name for event in call.events if isinstance(event, MarkPlayed)] == ["between", "after"]

    run(test)


def test_a_provider_that_does_not_read_holds_up_its_own_call_alone() -> None:
    """Both calls are led by one loop; the first one's socket is full."""

    async def overfill(stream: MediaStream, call: Call) -> None:
        # Marks are not paced: far more of them than the buffers of both ends hold.
        for _ in range(40_000):
            await stream.mark("m" * 200)
        await listen(stream, call)

    async def greet(stream: MediaStream, call: Call) -> None:
        await stream.play(SOUND)
        await stream.mark("greeted")
        await listen(stream, call)

    async def test() -> None:
        async with line(overfill) as (stuck_url, stuck), called(stuck_url, reads=False) as peer:
            peer.socket.transport.pause_reading()
            while stuck.socket is None or not stuck.socket.transport.get_write_buffer_size():
                await asyncio.sleep(0.01)
            async with line(greet) as (url, call):
                async with called(url) as other:
                    await other.until_mark("greeted")
                    await other.hang_up()
                await call.over.wait()
            assert stuck.socket.transport.get_write_buffer_size()
            assert not stuck.over.is_set()
            peer.drop()
            await stuck.over.wait()

        assert other.heard == SOUND
        assert call.endings == ["hung_up"]
        assert stuck.endings == ["dropped"]

    run(test)


def test_how_late_each_frame_goes_out_is_told() -> None:
    lateness: list[float] = []

    async def act(peer: Peer) -> None:
        await peer.until_heard(0.1)
        await peer.hang_up()

    async def lead(stream: MediaStream, call: Call) -> None:
        await stream.play(SOUND)
        await listen(stream, call)

    async def test() -> None:
        await talked(act, lead, late=lateness.append)

        assert len(lateness) == 5
        assert min(lateness) >= 0

    run(test)
