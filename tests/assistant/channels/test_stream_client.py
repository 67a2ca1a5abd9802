"""The provider's side of a media stream keeps the provider's rules."""

from __future__ import annotations

import asyncio
import base64

from twilio.request_validator import RequestValidator

from assistant.channels import mulaw
from assistant.channels.stream_client import StreamClient, StreamFailed
from assistant.channels.stream_playing import Playing
from tests.assistant.channels.call_stand_ins import Act, Ear, line, tone

FAST_S = 0.002
TOKEN = "the token of our account"


def client(url: str, **more) -> StreamClient:
    facts = {"call_sid": "CA1", "stream_sid": "MZ1", "account_sid": "AC1", "parameters": {"token": "once"}}
    return StreamClient(url, **(facts | {"frame_s": FAST_S} | more))


def run(act: Act, drive=None, **more) -> tuple[StreamClient, Ear, str]:
    """A stream to a line that does `act`, while the caller does `drive`: both ends, and who closed it."""

    async def whole() -> tuple[StreamClient, Ear, str]:
        async with line(act) as (url, ears, wrong):
            caller = client(url, **more)
            running = asyncio.create_task(caller.run())
            if drive is not None:
                await drive(caller)
            closed_by = await running
        assert wrong == []
        return caller, ears[0], closed_by

    return asyncio.run(whole())


async def leave(ear: Ear) -> None:
    await ear.socket.close()


def test_it_says_connected_then_start_with_the_token_then_numbered_sound() -> None:
    async def act(ear: Ear) -> None:
        for _ in range(3):
            await ear.next("media")

    _, ear, closed_by = run(act)
    connected, start, *media = ear.came
    assert connected == {"event": "connected", "protocol": "Call", "version": "1.0.0"}
    assert start["start"]["customParameters"] == {"token": "once"}
    assert (start["start"]["callSid"], start["start"]["streamSid"], start["streamSid"]) == (
        "CA1",
        "MZ1",
        "MZ1",
    )
    assert start["start"]["mediaFormat"] == {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    assert [one["sequenceNumber"] for one in ear.came[1:]] == ["1", "2", "3", "4"]
    assert [(one["media"]["chunk"], one["media"]["timestamp"]) for one in media] == [
        ("1", "20"),
        ("2", "40"),
        ("3", "60"),
    ]
    assert all(base64.b64decode(one["media"]["payload"]) == mulaw.SILENCE * 160 for one in media)
    assert closed_by == "line"


def test_the_handshake_is_signed_for_the_secure_form_of_its_address() -> None:
    async def act(ear: Ear) -> None:
        signature = ear.socket.request.headers["X-Twilio-Signature"]
        port = ear.socket.local_address[1]
        assert RequestValidator(TOKEN).validate(f"wss://127.0.0.1:{port}/media", {}, signature)

    run(act, auth_token=TOKEN)


def test_what_is_said_arrives_whole_and_is_followed_by_silence() -> None:
    words = tone(0.1)

    async def act(ear: Ear) -> None:
        while len(ear.kinds["media"]) < 8:
            await ear.next("media")

    async def drive(caller: StreamClient) -> None:
        caller.say(words)

    caller, ear, _ = run(act, drive)
    assert ear.said()[: 8 * 160] == words + mulaw.SILENCE * 480
    assert bytes(caller.said).startswith(words)


def test_a_mark_comes_back_only_after_what_came_before_it_was_played() -> None:
    async def act(ear: Ear) -> None:
        sound = tone(0.2)
        before = len(ear.kinds["media"])
        await ear.play(sound, mark="said")
        echoed = await ear.next("mark")
        assert echoed["mark"] == {"name": "said"}
        # One frame goes out for each that is played.
        assert len(ear.kinds["media"]) - before >= 10

    caller, _, _ = run(act)
    assert tone(0.2) in bytes(caller.heard)
    assert caller.most_ahead_s > 0.1


def test_clear_forgets_what_is_not_played_and_brings_all_marks_back_at_once() -> None:
    async def act(ear: Ear) -> None:
        await ear.play(tone(60.0), mark="first")
        await ear.play(tone(60.0), mark="second")
        await ear.send("clear")
        assert (await ear.next("mark"))["mark"]["name"] == "first"
        assert (await ear.next("mark"))["mark"]["name"] == "second"

    caller, _, _ = run(act)
    assert len(caller.heard) < 60 * mulaw.RATE
    assert not caller.has_more


def test_keys_are_told_and_hanging_up_says_stop() -> None:
    async def act(ear: Ear) -> None:
        assert (await ear.next("dtmf"))["dtmf"] == {"track": "inbound_track", "digit": "#"}
        assert (await ear.next("stop"))["stop"] == {"accountSid": "AC1", "callSid": "CA1"}

    async def drive(caller: StreamClient) -> None:
        await caller.until(lambda: caller.frame > 2, 1000)
        await caller.press("#")
        caller.hang_up()

    _, _, closed_by = run(act, drive)
    assert closed_by == "resident"


def test_what_the_provider_would_not_understand_is_counted_and_survived() -> None:
    async def act(ear: Ear) -> None:
        await ear.socket.send("not json")
        await ear.socket.send('{"event": "media", "streamSid": "MZ-other", "media": {"payload": ""}}')
        await ear.send("hello")
        await ear.send("media", media={"payload": "?"})
        await ear.send("media", media={"payload": base64.b64encode(b"\xff" * 90).decode()})
        await ear.play(b"", mark="still there")
        await ear.next("mark")

    caller, _, _ = run(act)
    assert caller.problems == {
        "31951_not_a_message": 1,
        "31951_wrong_stream": 1,
        "31951_unknown_event": 1,
        "31951_no_sound": 1,
        "frame_not_20_ms": 1,
    }


def test_a_stream_that_nobody_takes_fails_with_a_code() -> None:
    async def whole() -> str:
        try:
            await client("ws://127.0.0.1:9/media").run()
        except StreamFailed as failed:
            return str(failed)
        return ""

    assert asyncio.run(whole()) == "ConnectionRefusedError"


def test_waiting_ends_when_the_stream_does() -> None:
    async def drive(caller: StreamClient) -> None:
        assert not await caller.until(lambda: False, 1_000_000)

    run(leave, drive)


def test_frames_are_cut_across_what_was_sent() -> None:
    playing = Playing()
    playing.add(b"a" * 100)
    playing.mark("one")
    playing.add(b"b" * 100)
    playing.mark("two")
    assert playing.play() == (b"a" * 100 + b"b" * 60, ["one"])
    assert playing.waiting == 40
    assert playing.play() == (b"b" * 40, ["two"])
    assert playing.play() == (b"", [])
