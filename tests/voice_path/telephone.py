"""A resident's telephone in one call that the line carries, in real time: what is said, and what is heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from assistant.channels import mulaw, wav_files
from assistant.channels.mulaw import FRAME_BYTES, FRAME_S
from assistant.channels.simulator_leg import Leg
from assistant.channels.simulator_post import SignedPost
from assistant.channels.simulator_steps import Over, Step, Streaming
from assistant.channels.stream_client import StreamClient
from assistant.channels.wav_files import Noise
from assistant.conversation.phone_calls import PhoneCalls
from assistant.messages import TurnResult
from assistant.rendering.speech import spoken
from assistant.settings import Settings

GREETED_S, ANSWERED_S, SAID_S = 30.0, 45.0, 100.0
"""So long a greeting, an answer, and all of an answer is waited for, on a machine with other work as well."""
QUIET_S, LOOK_S = 1.0, 0.2
MOST_TRIES, TRY_AGAIN_S = 10, 3.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was heard after something was said, as mu-law, and the turn that it was; None when it was none."""

    sound: bytes
    result: TurnResult | None


class Telephone:
    """Speaks and listens while the stream is there. `provider_said` are the words of the provider itself."""

    def __init__(self, client: StreamClient, leg: Leg, calls: PhoneCalls, marks: list[tuple[int, str]]):
        self.client, self.leg = client, leg
        self.provider_said: list[str] = []
        self._calls, self._marks = calls, marks
        self._message = ""

    async def greeting(self) -> bytes:
        """What is said first; heard to its end."""
        client = self.client
        await client.until(lambda: client.last_heard is not None, GREETED_S / FRAME_S)
        await client.until(lambda: self.is_quiet(QUIET_S), GREETED_S / FRAME_S)
        return bytes(client.heard)

    async def say(self, sound: bytes, sentences: int | None = None) -> Answer:
        """Say something, and hear the answer to its end, or as many of its sentences."""
        began = self.client.frame
        await self.begin_to_say(sound)
        return await self._answer(began + wav_files.speech_ends(sound) // FRAME_BYTES, sentences)

    async def press(self, key: str) -> Answer:
        began = self.client.frame
        await self.client.press(key)
        return await self._answer(began)

    async def begin_to_say(self, sound: bytes, part: float = 1.0) -> None:
        """Say something; return when that part of it is over."""
        ends = self.client.frame + part * wav_files.speech_ends(sound) / FRAME_BYTES
        self.client.say(sound)
        await self.client.until(lambda: self.client.frame >= ends, wav_files.LONGEST_S / FRAME_S)

    async def heard_after(self, frame: int, seconds: float) -> bytes:
        """What is heard from a frame on, for so many seconds of the call, or until the line leaves it."""
        await self.client.until(lambda: False, frame + seconds / FRAME_S - self.client.frame)
        return bytes(self.client.heard[frame * FRAME_BYTES :])

    def is_quiet(self, seconds: float) -> bool:
        client = self.client
        return not client.has_more and client.frame - (client.last_heard or 0) >= seconds / FRAME_S

    async def _answer(self, since: int, sentences: int | None = None) -> Answer:
        client = self.client
        result = None
        while (
            not client.closed and client.frame - since < (ANSWERED_S if result is None else SAID_S) / FRAME_S
        ):
            last = await asyncio.to_thread(self._calls.last_result, self.leg.sid)
            result = last if last is not None and last.message_id != self._message else None
            if result is not None and self._was_said(result, since, sentences):
                break
            await client.until(lambda: False, LOOK_S / FRAME_S)
        self._message = result.message_id if result is not None else self._message
        return Answer(bytes(client.heard[since * FRAME_BYTES :]), result)

    def _was_said(self, result: TurnResult, since: int, sentences: int | None) -> bool:
        """Whether the mark behind a sentence came back, after which there is nothing more of it to hear."""
        there_are = len(spoken(result.replies, result.preferences.script).sentences)
        last = min(there_are, sentences or there_are) - 1
        return any(at >= since and name.endswith(f".{last}") for at, name in self._marks)


@asynccontextmanager
async def calling(
    settings: Settings,
    calls: PhoneCalls,
    number: str,
    *,
    noise_db: float | None = None,
    speech: bytes = mulaw.SILENCE,
) -> AsyncIterator[Telephone]:
    """Call the service, which takes the call as sound; hang up when the block is left.

    With `noise_db` there is noise all the time, so many decibels below `speech`.
    """
    post = SignedPost(settings)
    said, marks = list[str](), list[tuple[int, str]]()
    leg = Leg(number, settings.twilio_number, post=post, said=said.append)
    try:
        step = await asyncio.to_thread(leg.dial)
        for _ in range(MOST_TRIES):
            if isinstance(step, Streaming):
                break
            # A machine that is busy may answer too late for the line to be taken for ready.
            await asyncio.to_thread(leg.hang_up)
            await asyncio.sleep(TRY_AGAIN_S)
            leg = Leg(number, settings.twilio_number, post=post, said=said.append)
            step = await asyncio.to_thread(leg.dial)
        assert isinstance(step, Streaming), f"the line did not take the call: {step}, {said}"

        def note(what: str, detail: str) -> None:
            if what == "mark":
                marks.append((client.frame, detail))

        client = StreamClient(
            step.stream.url,
            call_sid=leg.sid,
            stream_sid=step.stream_sid,
            account_sid=settings.twilio_account_sid,
            parameters=step.stream.parameters,
            auth_token=settings.twilio_auth_token,
            noise=Noise(noise_db, speech) if noise_db is not None else None,
            tell=note,
        )
        running = asyncio.create_task(client.run())
        telephone = Telephone(client, leg, calls, marks)
        telephone.provider_said = said
        try:
            yield telephone
        finally:
            client.hang_up()
            await running
            await asyncio.to_thread(leg.hang_up)
    finally:
        post.close()


async def given_back(telephone: Telephone) -> Step:
    """What the provider goes on with after the line has left the call."""
    client = telephone.client
    assert await client.until(lambda: client.closed, GREETED_S / FRAME_S), "the line did not leave the call"
    step = await asyncio.to_thread(telephone.leg.stream_over)
    assert not isinstance(step, Over), telephone.provider_said
    return step
