"""The door of a hall's screen: its visitor speaks into the browser, and the browser is told what was heard.

What is said is in hear_messages.py. Nothing of the sound is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from pydantic import ValidationError
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from assistant.channels.hear_tickets import HearTickets, TicketRefused
from assistant.line.admission import Admission
from assistant.line.call_ears import Hears, OpenHearing
from assistant.line.hear_messages import Opening, event, is_end, told
from assistant.line.patience import Patience, asked_of_voice
from assistant.ports import Clock
from assistant.speech.hearing import Heard, Listening
from assistant.speech.lost import VoiceLost
from knowledge.article import Language
from knowledge.phrases import Phrases

log = logging.getLogger(__name__)

LONGEST_S = 60.0
"""Seconds of sound, and of time, that one ticket is good for."""
FIRST_MESSAGE_S = 5.0
SILENCE_AT_END_S = 3.0
"""More than the longest pause that anybody is waited for."""
AFTER_END_S = 5.0
"""So long words may take once the visitor has finished."""
_FRAME_S = 0.1
_BYTES_A_SAMPLE = 2

DONE, REFUSED, BROKEN, BUSY = 1000, 1008, 1011, 1013
"""How a socket is closed (RFC 6455, and its registry)."""


class _Over(Exception):
    """Listening ends: `error` is told to the browser if there is one, and the socket closed with `code`.

    `language` is that of whoever is told kindly that nobody hears.
    """

    def __init__(self, code: int, error: str = "", language: Language | None = None) -> None:
        super().__init__(code, error)
        self.code, self.error, self.language = code, error, language


class HallEars:
    """Listens for one browser at each call of `hear`, as many at once as `admission` lets in.

    `refused` is told why somebody was not listened to, as a code.
    """

    def __init__(
        self,
        tickets: HearTickets,
        origins: frozenset[str],
        admission: Admission,
        open_hearing: OpenHearing,
        phrases: Phrases,
        clock: Clock,
        *,
        hears: Callable[[], bool],
        refused: Callable[[str], None] = lambda _: None,
        first_message_s: float = FIRST_MESSAGE_S,
        longest_s: float = LONGEST_S,
        after_end_s: float = AFTER_END_S,
    ) -> None:
        self._tickets, self._origins, self._admission = tickets, origins, admission
        self._open, self._phrases, self._clock = open_hearing, phrases, clock
        self._hears, self._refused = hears, refused
        self._first_message_s, self._longest_s = first_message_s, longest_s
        self._after_end_s = after_end_s
        self._used: dict[str, datetime] = {}

    async def hear(self, socket: ServerConnection) -> None:
        """Listen until the browser has heard enough, or has gone."""
        try:
            await self._listen(socket)
        except ConnectionClosed:
            log.info("screen is gone")
        except _Over as over:
            if over.error:
                self._refused(over.error)
                log.info("screen not heard", extra={"reason": over.error})
            await self._end(socket, over)

    async def _listen(self, socket: ServerConnection) -> None:
        if socket.request is None or socket.request.headers.get_all("Origin") not in (
            [origin] for origin in self._origins
        ):
            raise _Over(REFUSED, "origin_wrong")
        opening = await self._opening(socket)
        try:
            ticket = self._tickets.read(opening.ticket)
        except TicketRefused as refused:
            raise _Over(REFUSED, refused.reason) from None
        if ticket.id in self._used:
            raise _Over(REFUSED, "ticket_used")
        with self._admission.entered() as hearing:
            if not hearing:
                # The ticket is not used up: nobody could hear.
                raise _Over(BUSY, "busy" if self._hears() else "no_voice", opening.language)
            self._forget_old()
            self._used[ticket.id] = ticket.until
            async with self._opened(opening) as ears:
                await socket.send(event("ready"))
                await self._carry(socket, ears, opening)

    async def _opening(self, socket: ServerConnection) -> Opening:
        try:
            async with asyncio.timeout(self._first_message_s):
                return Opening.model_validate_json(await socket.recv())
        except TimeoutError:
            raise _Over(REFUSED, "too_late") from None
        except ValidationError:
            raise _Over(REFUSED, "bad_message") from None

    def _forget_old(self) -> None:
        now = self._clock.now()
        self._used = {name: until for name, until in self._used.items() if until > now}

    @asynccontextmanager
    async def _opened(self, opening: Opening) -> AsyncIterator[Hears]:
        listening = Listening(
            language=opening.language,
            sample_rate=opening.sample_rate,
            encoding="pcm16",
            pause_s=asked_of_voice(Patience().pause_s(opening.expect), opening.expect),
            expect=opening.expect,
        )
        try:
            ears = await self._open(listening)
        except VoiceLost as lost:
            raise _Over(BUSY, lost.reason, opening.language) from None
        try:
            yield ears
        finally:
            await ears.close()

    async def _carry(self, socket: ServerConnection, ears: Hears, opening: Opening) -> None:
        """Sound goes one way and words the other, until one of them ends."""
        ending = asyncio.Event()
        ways = [
            asyncio.create_task(self._sound(socket, ears, opening, ending)),
            asyncio.create_task(_words(socket, ears, opening.language, ending)),
        ]
        try:
            async with asyncio.timeout(self._longest_s):
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            raise _Over(DONE, "too_long") from None
        finally:
            for way in ways:
                way.cancel()
            outcomes = await asyncio.gather(*ways, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
        raise _Over(DONE)

    async def _sound(
        self, socket: ServerConnection, ears: Hears, opening: Opening, ending: asyncio.Event
    ) -> None:
        left = int(self._longest_s * opening.sample_rate) * _BYTES_A_SAMPLE
        while True:
            message = await socket.recv()
            if isinstance(message, str):
                if not is_end(message):
                    raise _Over(REFUSED, "bad_message")
                break
            if len(message) % _BYTES_A_SAMPLE:
                raise _Over(REFUSED, "bad_message")
            left -= len(message)
            if left < 0:
                raise _Over(DONE, "too_long")
            ears.feed(message)
        ending.set()
        for _ in range(round(SILENCE_AT_END_S / _FRAME_S)):
            ears.feed(bytes(int(_FRAME_S * opening.sample_rate) * _BYTES_A_SAMPLE))
        await self._until_gone(socket)

    async def _until_gone(self, socket: ServerConnection) -> None:
        """What is still sent is left out."""
        try:
            async with asyncio.timeout(self._after_end_s):
                while True:
                    await socket.recv()
        except TimeoutError:
            raise _Over(DONE, "nothing_heard") from None

    async def _end(self, socket: ServerConnection, over: _Over) -> None:
        busy, sorry = over.error == "busy", {}
        if over.language is not None:
            sorry["text"] = self._phrases.say("hear_busy" if busy else "hear_away", over.language)
        try:
            if over.error:
                await socket.send(event("busy" if busy else "error", error=over.error, **sorry))
        except ConnectionClosed:
            return
        await socket.close(over.code)


async def _words(socket: ServerConnection, ears: Hears, language: Language, ending: asyncio.Event) -> None:
    """Ends after the first words that are whole once the visitor has finished."""
    try:
        async for happened in ears:
            if (message := told(happened)) is not None:
                await socket.send(message)
            if isinstance(happened, Heard) and ending.is_set():
                return
    except VoiceLost as lost:
        raise _Over(BROKEN, lost.reason, language) from None
