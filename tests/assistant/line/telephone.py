"""A telephone that plays in the time of its loop, and sound from which its words can be read again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from assistant.call_transport import AudioCame, CallEnded, CallEvent, KeyPressed, MarkPlayed

BYTES_S = 8000
_CHARACTER_S = 0.25


class Telephone:
    """A caller's end of the line. `heard` is what was heard to its end, `cut` what was not."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[CallEvent | None] = asyncio.Queue()
        self._playing: list[tuple[float, bytes | str]] = []
        self._until = 0.0
        self.heard: list[str] = []
        self.cut: list[str] = []
        self.first_sound_s: float | None = None
        self.left = False

    async def events(self) -> AsyncIterator[CallEvent]:
        while (event := await self._events.get()) is not None:
            yield event
            if isinstance(event, CallEnded):
                return

    async def play(self, audio: bytes) -> None:
        now = _now()
        self.first_sound_s = now if self.first_sound_s is None else self.first_sound_s
        self._until = max(self._until, now) + len(audio) / BYTES_S
        self._later(audio)
        await asyncio.sleep(max(0.0, self._until - now - 1.0))

    async def mark(self, name: str) -> None:
        self._until = max(self._until, _now())
        self._later(name)

    async def clear(self) -> None:
        waiting, self._playing, self._until = self._playing, [], _now()
        for _, what in waiting:
            if isinstance(what, str):
                self._events.put_nowait(MarkPlayed(what))
            else:
                self.cut.append(words_in(what))

    async def leave(self) -> None:
        self.left = True
        self._events.put_nowait(None)

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing more to be heard of what was played so far."""
        return not self._playing

    def is_playing(self, words: str) -> bool:
        """Whether these are the next words to be heard."""
        sounds = [what for _, what in self._playing if isinstance(what, bytes)]
        return bool(sounds) and words_in(sounds[0]).startswith(words)

    def press(self, keys: str) -> None:
        for key in keys:
            self._events.put_nowait(KeyPressed(key))

    def sound(self, audio: bytes) -> None:
        self._events.put_nowait(AudioCame(audio))

    def hang_up(self, how: str = "hung_up") -> None:
        self._events.put_nowait(CallEnded(how))

    def _later(self, what: bytes | str) -> None:
        entry = (self._until, what)
        self._playing.append(entry)
        asyncio.get_running_loop().call_at(self._until, self._played, entry)

    def _played(self, entry: tuple[float, bytes | str]) -> None:
        if not any(entry is one for one in self._playing):
            return
        self._playing.remove(entry)
        what = entry[1]
        if isinstance(what, str):
            self._events.put_nowait(MarkPlayed(what))
        else:
            self.heard.append(words_in(what))


def sound_of(text: str) -> bytes:
    """Sound as long as it takes to say `text`, from which its words can be read again."""
    written = text.encode()
    return (written + b"\0").ljust(max(len(written) + 1, round(len(text) * _CHARACTER_S * BYTES_S)), b"\xff")


def words_in(sound: bytes) -> str:
    return sound.partition(b"\0")[0].decode()


def _now() -> float:
    return asyncio.get_running_loop().time()
