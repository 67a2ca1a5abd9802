"""Recognition for whoever connects: plain vosk-server clients, and those that ask for events.

No more streams are heard at a time than was said; others are told at once, and can ask somebody to press
keys.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from voice.recognition.engine import Decoder, EngineFailed, RecognitionEngine
from voice.recognition.messages import (
    BadMessage,
    Configuration,
    Event,
    Failed,
    Lagging,
    Ready,
    Utterance,
    configuration,
    control,
    event_json,
)
from voice.recognition.plain import serve_plainly
from voice.recognition.session import Session
from voice.recognition.threads import TOO_SLOW_S, Threads, Turns, cores

log = logging.getLogger(__name__)

RETRY_S = 15.0
_FIRST_MESSAGE_S = 2.0


@dataclass(slots=True)
class Counts:
    """Since the service began."""

    streams: int = 0
    refused: int = 0
    failed: int = 0
    utterances: int = 0
    lagging: int = 0


class Recognition:
    """Hears as many streams at a time as `streams` says, with one engine or with none."""

    def __init__(
        self,
        engine: RecognitionEngine | None,
        streams: int,
        too_slow_s: float = TOO_SLOW_S,
        retry_s: float = RETRY_S,
    ) -> None:
        self.counts = Counts()
        self.ready = False
        self.settled = engine is None
        self._engine = engine
        self._streams = streams
        self._live = 0
        self._too_slow_s = too_slow_s
        self._retry_s = retry_s
        computes_here = engine is None or engine.computes_here
        self._ears = Threads("ears", max(1, cores() // 2))
        self._decoders = Threads("decoders", cores() if computes_here else streams)
        self._retrying: asyncio.Task[None] | None = None

    @property
    def live(self) -> int:
        """How many streams are being heard."""
        return self._live

    async def start(self) -> None:
        """Makes the engine ready.

        One that cannot be used is tried again until it can, after this has returned.
        """
        if self._engine is None:
            return
        if not await self._started(self._engine):
            self._retrying = asyncio.create_task(self._retry(self._engine))

    async def stop(self) -> None:
        """Hears nobody any more."""
        self.ready = False
        if self._retrying:
            self._retrying.cancel()
            await asyncio.gather(self._retrying, return_exceptions=True)
        self._ears.stop()
        self._decoders.stop()
        if self._engine:
            self._engine.stop()

    def describe(self) -> list[dict[str, Any]]:
        """What there is, as `/describe` says it."""
        if self._engine is None:
            return []
        described = {
            "engine": self._engine.name,
            "model": self._engine.model,
            "languages": list(self._engine.languages),
            "streaming": self._engine.streaming,
            "ready": self.ready,
            "streams": self._streams,
            "live": self._live,
        }
        return [described]

    async def handle(self, connection: ServerConnection) -> None:
        """Hears one client until it is done or goes away. Closes with a reason when it cannot be heard."""
        try:
            if self._engine is None or not self.ready:
                await _heard_out(connection)
                await _refuse(connection, Failed("no_engine"))
            elif self._live >= self._streams:
                self.counts.refused += 1
                await _heard_out(connection)
                await _refuse(connection, Failed("busy"))
            else:
                await self._hear(connection, self._engine)
        except ConnectionClosed:
            log.info("stream ended by the client", extra={"live": self._live})

    async def _started(self, engine: RecognitionEngine) -> bool:
        try:
            await asyncio.to_thread(engine.start, self._streams)
            self.ready = True
            log.info("recognition is ready", extra={"engine": engine.name, "streams": self._streams})
        except EngineFailed as error:
            log.warning("recognition cannot start", extra={"engine": engine.name, "reason": str(error)})
        self.settled = True
        return self.ready

    async def _retry(self, engine: RecognitionEngine) -> None:
        while not self.ready:
            await asyncio.sleep(self._retry_s)
            await self._started(engine)

    async def _hear(self, connection: ServerConnection, engine: RecognitionEngine) -> None:
        self._live += 1
        self.counts.streams += 1
        turns = self._ears.turns(self._too_slow_s), self._decoders.turns(self._too_slow_s)
        decoder: Decoder | None = None
        failed: Failed | None = None
        try:
            decoder = await asyncio.to_thread(engine.lend)
            await self._serve(connection, decoder, turns, engine)
        except EngineFailed as error:
            failed = Failed("engine_failed")
            self.counts.failed += 1
            log.warning("recognition failed", extra={"engine": engine.name, "reason": str(error)})
            await connection.send(event_json(failed))
        except BadMessage:
            failed = Failed("bad_message")
            await connection.send(event_json(failed))
        finally:
            # A decoder whose thread still runs must not be given to somebody else.
            idle = await turns[1].over()
            broken = not idle or (failed is not None and failed.error == "engine_failed")
            if decoder is not None:
                await asyncio.to_thread(engine.give_back, decoder, broken)
            # Before the connection is closed: who comes again at once finds its place free.
            self._live -= 1
        if failed is not None:
            await _close(connection, failed)

    async def _serve(
        self,
        connection: ServerConnection,
        decoder: Decoder,
        turns: tuple[Turns, Turns],
        engine: RecognitionEngine,
    ) -> None:
        first = await connection.recv()
        said = control(first) if isinstance(first, str) else None
        config = configuration(said.config) if said and said.config is not None else Configuration()
        if config.events:
            await connection.send(event_json(Ready(engine.name, engine.model)))
            await self._events(
                connection, Session(config, decoder, engine.name, turns, self._teller(connection))
            )
        else:
            first_sound = first if said is None or said.config is None else None
            await serve_plainly(connection, config, first_sound, decoder, turns[1])

    def _teller(self, connection: ServerConnection) -> Any:
        async def tell(event: Event) -> None:
            self.counts.utterances += isinstance(event, Utterance)
            self.counts.lagging += isinstance(event, Lagging)
            await connection.send(event_json(event))

        return tell

    async def _events(self, connection: ServerConnection, session: Session) -> None:
        hearing = asyncio.create_task(session.run())
        receiving = asyncio.create_task(_receive(connection, session))
        try:
            done, _ = await asyncio.wait({hearing, receiving}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            # Only the end of the sound ends the receiving without an error: what came is still to be
            # recognised.
            await hearing
        finally:
            for task in (hearing, receiving):
                task.cancel()
            await asyncio.gather(hearing, receiving, return_exceptions=True)


async def _receive(connection: ServerConnection, session: Session) -> None:
    """Hands on what comes until the client says that no more does."""
    while True:
        message = await connection.recv()
        if isinstance(message, bytes):
            await session.feed(message)
            continue
        said = control(message)
        if said.config is not None:
            await session.configure(session.configuration.changed(said.config))
        if said.reset:
            await session.reset()
        if said.eof:
            await session.finish()
            return


async def _heard_out(connection: ServerConnection) -> None:
    """A client refused while it still says what it wants would see a broken connection and no reason."""
    try:
        async with asyncio.timeout(_FIRST_MESSAGE_S):
            await connection.recv()
    except TimeoutError:
        log.info("a client that said nothing is refused")


async def _refuse(connection: ServerConnection, failed: Failed) -> None:
    await connection.send(event_json(failed))
    await _close(connection, failed)


async def _close(connection: ServerConnection, failed: Failed) -> None:
    busy = failed.error == "busy"
    await connection.close(CloseCode.TRY_AGAIN_LATER if busy else CloseCode.INTERNAL_ERROR, failed.error)
