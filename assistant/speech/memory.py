"""The few sentences that can be said at once, and still when the process that speaks is gone."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from typing import Protocol

from assistant.speech.speaking import TELEPHONE, Segment
from knowledge.article import Language


class Speaks(Protocol):
    def speak(
        self, text: str, language: Language, rate: int = 100, gain: int = 0, fmt: str = TELEPHONE
    ) -> AsyncGenerator[Segment, None]: ...


class SpeaksToOne(Speaks, Protocol):
    """As assistant.speech.speaking.Speaking."""

    async def close(self) -> None: ...


class SpokenMemory:
    """Sentences as sound of the telephone, at the ordinary rate and volume."""

    def __init__(self, wanted: Iterable[tuple[str, Language]] = ()) -> None:
        self._wanted = tuple(dict.fromkeys(wanted))
        self._kept: dict[tuple[str, Language], bytes] = {}

    @property
    def is_complete(self) -> bool:
        return len(self._kept) == len(self._wanted)

    def audio(self, text: str, language: Language) -> bytes | None:
        """The sound of a sentence; None when it is not kept."""
        return self._kept.get((text, language))

    def keep(self, text: str, language: Language, audio: bytes) -> None:
        self._kept[text, language] = audio

    async def fill(self, speaking: Speaks) -> None:
        """Have spoken what is wanted and not kept yet. Raises VoiceLost; what was spoken by then is kept."""
        for text, language in self._wanted:
            if (text, language) not in self._kept:
                parts = [segment.audio async for segment in speaking.speak(text, language)]
                self._kept[text, language] = b"".join(parts)
