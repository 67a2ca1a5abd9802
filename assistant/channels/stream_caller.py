"""A resident who calls by a script: says this, presses that, waits for the answer, hangs up."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable

from websockets.exceptions import ConnectionClosed

from assistant.channels import mulaw, wav_files
from assistant.channels.simulator_leg import Leg
from assistant.channels.simulator_steps import Asking, Joined, Over, Step, Streaming, Waiting
from assistant.channels.stream_client import StreamClient, StreamFailed
from assistant.channels.stream_report import Answered, CallReport, Keys, Moment, Speech

GREETING_S, ANSWER_S, LONGEST_SPEECH_S = 15.0, 20.0, 90.0
QUIET_S, LAST_QUIET_S = 1.5, 4.0
"""After so much silence the resident takes the line to have finished, and at the end hangs up."""
BETWEEN_KEYS_S = 0.2


class Caller:
    """Makes one call. `leg` is made with `heard` of this as its `said`.

    With `interrupt_s` the script goes on so many seconds after the line began to answer, else when it has
    finished. `told` learns of each moment as it happens.
    """

    def __init__(
        self,
        script: Iterable[Speech | Keys],
        *,
        account_sid: str,
        auth_token: str = "",
        noise_db: float | None = None,
        interrupt_s: float | None = None,
        quiet_s: float = QUIET_S,
        last_quiet_s: float = LAST_QUIET_S,
        told: Callable[[Moment], object] = lambda moment: None,
        frame_s: float = mulaw.FRAME_S,
    ) -> None:
        self._script = deque(script)
        self._account_sid, self._auth_token = account_sid, auth_token
        self._interrupt_s, self._frame_s = interrupt_s, frame_s
        self._quiet_s, self._last_quiet_s = quiet_s, last_quiet_s
        self._told = told
        speech = b"".join(part.audio for part in self._script if isinstance(part, Speech))
        self._noise = wav_files.Noise(noise_db, speech) if noise_db is not None and speech else None
        self._began = time.monotonic()
        self.report = CallReport("")

    def heard(self, words: str) -> None:
        """The provider itself spoke."""
        self.report.said.append(words)
        self._note("provider_speaks")

    async def call(self, leg: Leg) -> CallReport:
        self.report.call_sid = leg.sid
        self._note("dialled")
        step = await asyncio.to_thread(leg.dial)
        while not isinstance(step, Over):
            step = await self._go_on(leg, step)
        self.report.ended = self.report.ended or step.how
        for verb in leg.unknown:
            self.report.problems[f"unknown_verb_{verb}"] = 1
        self._note("over", self.report.ended)
        return self.report

    async def _go_on(self, leg: Leg, step: Step) -> Step:
        if isinstance(step, Streaming):
            return await self._stream(leg, step)
        if isinstance(step, Asking):
            return await self._answer(leg, step)
        if isinstance(step, Waiting):
            self._note("pause")
            await asyncio.sleep(step.seconds)
            return await asyncio.to_thread(leg.go_on)
        if isinstance(step, Joined):
            self.report.ended = "person"
        return await asyncio.to_thread(leg.hang_up)

    async def _answer(self, leg: Leg, asking: Asking) -> Step:
        """Where the provider listens itself."""
        self._entered("gather")
        part = self._script[0] if self._script else None
        if isinstance(part, Keys):
            self._note("key")
            now = part.keys[:1] if asking.one_key else part.keys
            self._script[0] = Keys(part.keys[len(now) :])
            if not part.keys[len(now) :]:
                self._script.popleft()
            return await asyncio.to_thread(leg.pressed, now)
        if "speech" not in asking.kinds:
            await asyncio.sleep(asking.wait_s)
            return await asyncio.to_thread(leg.silent)
        if part is None:
            return await asyncio.to_thread(leg.hang_up)
        self._script.popleft()
        self._note("says")
        if part.words:
            return await asyncio.to_thread(leg.spoken, part.words)
        return await asyncio.to_thread(leg.silent)

    async def _stream(self, leg: Leg, step: Streaming) -> Step:
        self._entered("stream")
        client = StreamClient(
            step.stream.url,
            call_sid=leg.sid,
            stream_sid=step.stream_sid,
            account_sid=self._account_sid,
            parameters=step.stream.parameters,
            auth_token=self._auth_token,
            noise=self._noise,
            tell=self._note,
            frame_s=self._frame_s,
        )
        reports = list[asyncio.Task[None]]()

        def opened() -> None:
            reports.append(asyncio.create_task(asyncio.to_thread(leg.stream_began)))

        running = asyncio.create_task(client.run(opened))
        playing = asyncio.create_task(self._play_to_the_end(client))
        try:
            ended_by = await running
        except StreamFailed as failed:
            self._note("stream_failed", str(failed))
            return await asyncio.to_thread(leg.stream_over, str(failed))
        finally:
            playing.cancel()
            for outcome in await asyncio.gather(playing, *reports, return_exceptions=True):
                if isinstance(outcome, Exception):
                    raise outcome
            self._keep(client)
        if ended_by == "resident":
            return await asyncio.to_thread(leg.hang_up)
        return await asyncio.to_thread(leg.stream_over)

    async def _play_to_the_end(self, client: StreamClient) -> None:
        try:
            await self._play(client)
        except ConnectionClosed:
            self._note("interrupted_by_line")
        finally:
            client.hang_up()

    async def _play(self, client: StreamClient) -> None:
        if await client.until(lambda: client.last_heard is not None, self._frames(GREETING_S)):
            self.report.greeting_ms = self.report.greeting_ms or self._ms(client.last_heard or 0)
            await self._settled(client)
        while self._script and not client.closed:
            part = self._script.popleft()
            self.report.turns.append(await self._turn(client, part))
            if self._interrupt_s is not None and self._script:
                await client.until(lambda: False, self._frames(self._interrupt_s))
            else:
                await self._settled(client)

    async def _turn(self, client: StreamClient, part: Speech | Keys) -> Answered:
        began = client.frame
        over_it = client.has_more
        if isinstance(part, Speech):
            self._note("says")
            client.say(part.audio)
            ends = began + wav_files.speech_ends(part.audio) // mulaw.FRAME_BYTES
            await client.until(lambda: client.frame >= ends, self._frames(wav_files.LONGEST_S))
        else:
            for place, key in enumerate(part.keys):
                if place:
                    await client.until(lambda: False, self._frames(BETWEEN_KEYS_S))
                await client.press(key)
            ends = client.frame
        spoke_on = self._ms(max(0, (client.last_heard or 0) - began)) if over_it else None
        self._note("said" if isinstance(part, Speech) else "pressed")
        heard = await client.until(lambda: (client.last_heard or 0) > ends, self._frames(ANSWER_S))
        answer = self._ms((client.last_heard or ends) - ends) if heard else None
        return Answered("speech" if isinstance(part, Speech) else "keys", answer, spoke_on)

    async def _settled(self, client: StreamClient) -> None:
        quiet = self._frames(self._quiet_s if self._script else self._last_quiet_s)

        def silent() -> bool:
            return not client.has_more and client.frame - (client.last_heard or 0) >= quiet

        await client.until(silent, self._frames(LONGEST_SPEECH_S))

    def _keep(self, client: StreamClient) -> None:
        self.report.resident += bytes(client.said)
        self.report.line += bytes(client.heard)
        self.report.most_ahead_ms = max(self.report.most_ahead_ms, round(client.most_ahead_s * 1000))
        for code, number in client.problems.items():
            self.report.problems[code] = self.report.problems.get(code, 0) + number

    def _entered(self, mode: str) -> None:
        if not self.report.modes or self.report.modes[-1] != mode:
            self.report.modes.append(mode)
            self._note("mode", mode)

    def _note(self, what: str, detail: str = "") -> None:
        moment = Moment(round(time.monotonic() - self._began, 2), what, detail)
        self.report.timeline.append(moment)
        self._told(moment)

    @staticmethod
    def _frames(seconds: float) -> float:
        return seconds / mulaw.FRAME_S

    @staticmethod
    def _ms(frames: int) -> int:
        return round(frames * mulaw.FRAME_S * 1000)
