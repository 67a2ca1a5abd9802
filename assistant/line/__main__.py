"""The line process: `python -m assistant.line`. Carries calls until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

from assistant import logs
from assistant.channels.hear_tickets import our_origins
from assistant.composition import Parts, compose, hear_tickets, phone_calls
from assistant.conversation.phone_calls import Opened
from assistant.conversation.spoken_ahead import sentences
from assistant.errors import AssistantError
from assistant.line.admission import Admission
from assistant.line.ahead import SpokenAhead
from assistant.line.dropped import DroppedCalls
from assistant.line.hear import HallEars
from assistant.line.listening import bound, serve_until
from assistant.line.reception import Reception
from assistant.line.sentences import LineSentences
from assistant.line.server import Doors, Line
from assistant.line.voice_state import VoiceState
from assistant.messages import Channel
from assistant.rendering.moments import LOCAL_TIME
from assistant.settings import load_settings
from assistant.speech.description import describe
from assistant.speech.hearing import Hearing
from assistant.speech.memory import SpokenMemory
from assistant.speech.speaking import Speaking
from knowledge.gaps import cluster_of
from knowledge.library import KnowledgeError

log = logging.getLogger(__name__)

WRONG_SETTING = 2
# Each waits for the database or for Rasa; the pool of the database has as many connections.
THREADS = 16
AGAIN_S = 5.0


def main() -> int:
    """Carry calls until SIGTERM or SIGINT. 2, with one sentence on stderr, when it cannot start."""
    try:
        settings = load_settings()
        with bound(settings.line_host, settings.line_port) as sock:
            logs.configure(settings.log_level, process="line")
            logs.catch_uncaught()
            with compose(settings) as parts, ThreadPoolExecutor(THREADS, "turn") as threads:
                # The first misheard name would wait for jieba's dictionary: before anybody calls is the time.
                cluster_of("办证")
                asyncio.run(carry(parts, threads, sock))
    except (AssistantError, KnowledgeError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_SETTING
    return 0


async def carry(parts: Parts, threads: Executor, sock: socket.socket) -> None:
    """Carry calls that come in at a bound socket, until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with _doors(parts, threads) as (doors, admission):
        line = Line(parts.settings, doors, parts.metrics, admission=admission)
        await serve_until(line, sock, stop)


@asynccontextmanager
async def _doors(parts: Parts, threads: Executor) -> AsyncIterator[tuple[Doors, Admission]]:
    """What the line hands over to, who counts those who are heard, and what works beside them meanwhile."""
    url, phrases = parts.settings.voice_url, parts.content.phrases
    calls = phone_calls(parts)
    memory = SpokenMemory(LineSentences(phrases).all())
    speaking = partial(Speaking.open, url)
    voice = VoiceState(lambda: asyncio.to_thread(describe, url), memory, speaking)
    dropped = DroppedCalls(calls)

    def silent(opened: Opened) -> None:
        calls.silent(opened.call_sid)

    reception = Reception(
        calls,
        parts.turn,
        parts.clock,
        parts.metrics,
        threads,
        phrases=phrases,
        memory=memory,
        open_hearing=partial(Hearing.open, url),
        open_speaking=speaking,
        silent=silent,
    )

    admission = Admission(parts.settings.voice_streams, lambda: voice.hears)
    hall = HallEars(
        hear_tickets(parts),
        our_origins(parts.settings),
        admission,
        partial(Hearing.open, url),
        phrases,
        parts.clock,
        hears=lambda: voice.hears,
        refused=partial(parts.metrics.refused, Channel.KIOSK.value),
    )

    async def ended(call_sid: str, how: str) -> None:
        if how == "dropped":
            dropped.note(call_sid)
        await reception.ended(call_sid, how)

    async def speak_ahead() -> None:
        today = parts.clock.now().astimezone(LOCAL_TIME).date()
        said = await asyncio.to_thread(sentences, parts.content, today)
        await SpokenAhead(url, said, lambda: voice.speaks_well).run()

    beside = [asyncio.create_task(_kept_up(work)) for work in (voice.watch, speak_ahead)]
    try:
        doors = Doors(
            handle=reception.handle,
            redeem=reception.redeem,
            ended=ended,
            hears=lambda: voice.hears,
            speaks=lambda: voice.speaks,
            hear=hall.hear,
        )
        yield doors, admission
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await dropped.close()


async def _kept_up(work: Callable[[], Awaitable[None]]) -> None:
    """Do it, again when it fails: calls go on without it."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("work beside the calls failed")
            await asyncio.sleep(AGAIN_S)
        else:
            return


if __name__ == "__main__":
    sys.exit(main())
