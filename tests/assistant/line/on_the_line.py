"""A call without sound: ears that hear words, a mouth that says words, a telephone between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from assistant.conversation.phone_calls import Opened
from assistant.line.call import Call, CallOver, Equipment
from assistant.line.call_turns import CallTurns
from assistant.line.sentences import LineSentences
from assistant.metrics import Metrics
from assistant.ports import Clock
from assistant.speech.hearing import Alternative, Heard, HearingEvent, Listening, SpeechStarted
from assistant.speech.lost import VoiceLost
from assistant.speech.memory import SpokenMemory
from assistant.speech.speaking import TELEPHONE, Segment
from knowledge.phrases import Phrases
from tests.assistant.line.telephone import Telephone, sound_of

WORDS = LineSentences(Phrases.load())


class Ears:
    """Hears what it is told to hear."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[HearingEvent | Exception] = asyncio.Queue()
        self.fed = b""
        self.configured: list[dict[str, Any]] = []
        self.closed = False

    def feed(self, audio: bytes) -> None:
        self.fed += audio

    def configure(self, **changes: Any) -> None:
        self.configured.append(changes)

    async def close(self) -> None:
        self.closed = True

    async def __aiter__(self) -> AsyncIterator[HearingEvent]:
        while True:
            event = await self._events.get()
            if isinstance(event, Exception):
                raise event
            yield event

    def starts(self) -> None:
        self._events.put_nowait(SpeechStarted(0.0))

    def hears(self, words: str, *others: str, endpoint_s: float = 0.9, recognition_ms: float = 100) -> None:
        alternatives = tuple(Alternative(one) for one in (words, *others)) if words else ()
        self._events.put_nowait(
            Heard(words, alternatives, 0.0, 1.0, 1.0 + endpoint_s, recognition_ms, engine="vosk")
        )

    def fail(self) -> None:
        """By a defect."""
        self._events.put_nowait(RuntimeError())

    def lose(self) -> None:
        self._events.put_nowait(VoiceLost("gone"))


class Mouth:
    """Says words as sound that remembers them, `thinks_s` after it was asked."""

    def __init__(self, thinks_s: float = 0.1) -> None:
        self.thinks_s = thinks_s
        self.asked: list[tuple[str, int, int]] = []
        self.lost = False
        self.closed = False

    async def speak(
        self, text: str, language: str, rate: int = 100, gain: int = 0, fmt: str = TELEPHONE
    ) -> AsyncGenerator[Segment, None]:
        self.asked.append((text, rate, gain))
        await asyncio.sleep(self.thinks_s)
        if self.lost:
            raise VoiceLost("gone")
        audio = sound_of(text)
        yield Segment(text, audio, len(audio) / 8)

    async def close(self) -> None:
        self.closed = True


def remembered() -> SpokenMemory:
    """All that the line says of its own accord."""
    memory = SpokenMemory(WORDS.all())
    for text, language in WORDS.all():
        memory.keep(text, language, sound_of(text))
    return memory


class OnTheLine:
    """One call with everything around it, and what came of it."""

    def __init__(self, turn: Any, calls: Any, clock: Clock, **of_call: Any) -> None:
        self.telephone, self.ears = Telephone(), Ears()
        self.mouth = of_call.pop("mouth", None) or Mouth()
        self.memory = of_call.pop("memory", None) or remembered()
        self.ears_there = of_call.pop("ears_there", True)
        self.mouth_there = of_call.pop("mouth_there", True)
        self.hearing = of_call.pop("hearing", True)
        self.opened: Opened = of_call.pop("opened", None) or opened()
        self.left_for: list[str] = []
        self.silent = 0
        self.times: list[Any] = []
        self.metrics = Metrics()
        self._turns = CallTurns(self.opened, turn, calls, clock, self.metrics, self._at_once)
        assert not of_call
        self.task: asyncio.Task[CallOver] | None = None

    @staticmethod
    async def _at_once(work: Callable[[], Any]) -> Any:
        return work()

    def begin(self) -> None:
        self.task = asyncio.create_task(self.run())

    async def run(self) -> CallOver:
        call = Call(self.telephone, self.opened, self._turns, self._equipment(), hearing=self.hearing)
        return await call.run()

    @asynccontextmanager
    async def under_way(self) -> AsyncIterator[None]:
        """The greeting was said; at the end the caller hangs up."""
        self.begin()
        await asyncio.sleep(6)
        yield
        self.telephone.hang_up()
        assert self.task is not None
        await self.task

    async def say(self, words: str, *others: str, then_s: float = 20.0) -> str:
        """Speak, and listen for some seconds: what was heard meanwhile."""
        before = len(self.telephone.heard)
        self.ears.starts()
        await asyncio.sleep(1.0)
        self.ears.hears(words, *others)
        await asyncio.sleep(then_s)
        return "".join(self.telephone.heard[before:])

    async def press(self, keys: str, then_s: float = 20.0) -> str:
        before = len(self.telephone.heard)
        self.telephone.press(keys)
        await asyncio.sleep(then_s)
        return "".join(self.telephone.heard[before:])

    def _equipment(self) -> Equipment:
        return Equipment(
            sentences=WORDS,
            memory=self.memory,
            open_hearing=self._open_hearing,
            open_speaking=self._open_speaking,
            leave=self._leave,
            note_turn=self._note_turn,
            silent=self._silent,
        )

    async def _open_hearing(self, listening: Listening) -> Ears:
        if not self.ears_there:
            raise VoiceLost("busy")
        return self.ears

    async def _open_speaking(self) -> Mouth:
        if not self.mouth_there:
            raise VoiceLost("gone")
        return self.mouth

    async def _leave(self, opened: Opened, following: str) -> None:
        self.left_for.append(following)

    async def _note_turn(self, opened: Opened, times: Any) -> None:
        self.times.append(times)

    async def _silent(self, opened: Opened) -> None:
        self.silent += 1


_calls: Iterator[int] = count(1)


def opened(**fields: Any) -> Opened:
    number = next(_calls)
    ordinary = {
        "call_id": f"call-{number}",
        "call_sid": f"CA{number:032x}",
        "address": "+8613800000001",
        "language": "zh",
        "next_turn": 1,
        "patience_s": None,
        "goes_on": False,
    }
    return Opened(**(ordinary | fields))
