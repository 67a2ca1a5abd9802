"""Recognition as a part of the server: its engine is chosen when it starts, and again while there is none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from websockets.asyncio.server import ServerConnection

from voice.recognition.choice import engine_from
from voice.recognition.engine import RecognitionEngine
from voice.recognition.service import Recognition
from voice.server import Handler, Missing, PageOf
from voice.settings import Settings

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 10.0
MANDARIN = "zh"
Choose = Callable[[], RecognitionEngine | None]


class Hearing:
    """`choose` gives the engine and may block; it is asked again every `look_again_s` while there is none."""

    name = "recognition"

    def __init__(
        self, settings: Settings, choose: Choose | None = None, look_again_s: float = LOOK_AGAIN_S
    ) -> None:
        self._streams = settings.streams
        self._chosen = settings.engine
        self._choose = choose or partial(engine_from, settings.models_dir, settings.engine, settings.server)
        self._look_again_s = look_again_s
        self._recognition = Recognition(None, self._streams)
        self._looked = False
        self._looking: asyncio.Task[None] | None = None

    @property
    def live(self) -> int:
        """How many streams are being heard."""
        return self._recognition.live

    @property
    def settled(self) -> bool:
        return self._looked and self._recognition.settled

    @property
    def sockets(self) -> Mapping[str, Handler]:
        return {"/": self._handle, "/recognise": self._handle}

    @property
    def pages(self) -> Mapping[str, PageOf]:
        return {}

    def describe(self) -> Mapping[str, Any]:
        return {"recognition": self._recognition.describe()}

    def missing(self) -> Sequence[Missing]:
        there = self._recognition.describe()
        if any(each["streaming"] and MANDARIN in each["languages"] for each in there):
            return []
        if any(MANDARIN in each["languages"] for each in there):
            return [Missing("what hears Mandarin while it is spoken", "bangban models fetch vosk-zh")]
        return [Missing("what hears Mandarin", "bangban models fetch vosk-zh whisper-base")]

    def measure(self, registry: CollectorRegistry) -> None:
        registry.register(_Heard(lambda: self._recognition))

    async def start(self) -> None:
        if not await self._found():
            self._looking = asyncio.create_task(self._look())

    async def stop(self) -> None:
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._recognition.stop()

    async def _handle(self, connection: ServerConnection) -> None:
        await self._recognition.handle(connection)

    async def _found(self) -> bool:
        """Begin with an engine when there is one."""
        try:
            # To import an engine takes a second or more.
            engine = await asyncio.to_thread(self._choose)
        finally:
            self._looked = True
        if engine is None:
            return False
        without, self._recognition = self._recognition, Recognition(engine, self._streams)
        await without.stop()
        await self._recognition.start()
        return True

    async def _look(self) -> None:
        log.warning("no recogniser", extra={"engine": self._chosen})
        while not await self._found():
            await asyncio.sleep(self._look_again_s)


class _Heard(Collector):
    """What recognition counts, read when it is asked for."""

    def __init__(self, recognition: Callable[[], Recognition]) -> None:
        self._recognition = recognition

    def collect(self) -> Iterable[Metric]:
        recognition = self._recognition()
        counts = recognition.counts
        live = "bangban_voice_streams_live"
        yield GaugeMetricFamily(live, "Streams that are being heard.", value=recognition.live)
        for name, about, value in (
            ("streams", "Streams that were heard.", counts.streams),
            ("streams_refused", "Streams that were refused: too many at once.", counts.refused),
            ("streams_failed", "Streams whose recogniser failed.", counts.failed),
            ("utterances", "Utterances that were recognised.", counts.utterances),
            ("lagging", "Times that a stream was recognised late.", counts.lagging),
        ):
            yield CounterMetricFamily(f"bangban_voice_{name}", about, value=value)
