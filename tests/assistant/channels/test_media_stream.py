"""A call over a real socket, from its beginning to each of its ends."""

from __future__ import annotations

import asyncio

from assistant.call_transport import CallBegan, CallEnded
from assistant.channels.media_stream import MediaStream
from tests.assistant.channels.media_calls import SOUND, Call, line, listen, talked
from tests.assistant.line.peer import CALL_ID, TOKEN, Peer, called
from tests.loops import run


def test_a_call_begins_with_its_id_and_its_parameters_but_without_its_token() -> None:
    async def test() -> None:
        async with line() as (url, call), called(url, begin=False) as peer:
            await peer.connected()
            await peer.start(customParameters={"token": TOKEN, "language": "en"})
            await peer.hang_up()
            await call.over.wait()

        assert call.began == CallBegan(CALL_ID, {"language": "en"})
        assert call.redeemed == [(CALL_ID, TOKEN)]

    run(test)


def test_sound_and_keys_arrive_in_order_until_the_resident_hangs_up() -> None:
    async def act(peer: Peer) -> None:
        await peer.say(SOUND)
        await peer.press("09*#")
        await peer.hang_up()

    async def test() -> None:
        call = await talked(act)

        assert call.sound == SOUND
        assert call.keys == "09*#"
        assert call.events[-1] == CallEnded("hung_up")
        assert call.endings == ["hung_up"]
        assert call.left_out == []

    run(test)


def test_a_connection_that_breaks_mid_word_drops_the_call_and_leaves_nothing_behind() -> None:
    async def act(peer: Peer) -> None:
        await peer.say(SOUND)
        await peer.until_heard(0.02)
        peer.drop()

    async def lead(stream: MediaStream, call: Call) -> None:
        playing = asyncio.create_task(stream.play(SOUND * 100))
        await listen(stream, call)
        await playing

    async def test() -> None:
        call = await talked(act, lead)

        assert call.endings == ["dropped"]
        assert call.sound == SOUND

    run(test)


def test_whoever_plays_without_reading_is_let_go_when_the_connection_breaks() -> None:
    async def act(peer: Peer) -> None:
        await peer.until_heard(0.02)
        peer.drop()

    async def lead(stream: MediaStream, call: Call) -> None:
        await stream.play(SOUND * 100)
        await listen(stream, call)

    async def test() -> None:
        call = await talked(act, lead)

        assert call.endings == ["dropped"]

    run(test)


def test_a_socket_that_closes_without_a_stop_was_dropped() -> None:
    async def test() -> None:
        call = await talked(lambda peer: peer.socket.close())

        assert call.endings == ["dropped"]

    run(test)


def test_leaving_closes_the_socket_and_is_no_ending() -> None:
    async def lead(stream: MediaStream, call: Call) -> None:
        async for event in stream.events():
            call.events.append(event)
            await stream.leave()

    async def test() -> None:
        async with line(lead) as (url, call):
            async with called(url) as peer:
                await peer.press("0")
                assert await peer.until_closed() == 1000
            await call.over.wait()

        assert call.keys == "0"
        assert call.endings == []
        assert call.stream is not None
        assert call.stream.ended == "left"

    run(test)


def test_a_call_can_be_left_while_more_sound_came_than_was_read() -> None:
    sent = asyncio.Event()

    async def lead(stream: MediaStream, call: Call) -> None:
        await sent.wait()
        await stream.leave()

    async def test() -> None:
        async with line(lead) as (url, call):
            async with called(url) as peer:
                await peer.say(SOUND * 20)
                sent.set()
                # 1006 is what a closing comes to whose answer is not read.
                assert await peer.until_closed() == 1000
            await call.over.wait()
            assert call.socket is not None
            assert call.socket.close_code == 1000

    run(test)


def test_playing_on_a_call_that_is_over_does_nothing() -> None:
    async def lead(stream: MediaStream, call: Call) -> None:
        await listen(stream, call)
        await stream.play(SOUND * 100)
        await stream.mark("late")
        await stream.clear()
        await stream.leave()

    async def test() -> None:
        call = await talked(lambda peer: peer.hang_up(), lead)

        assert call.endings == ["hung_up"]
        assert call.stream is not None
        assert call.stream.ended == "hung_up"

    run(test)
