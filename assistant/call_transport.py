"""What the channel of a call is to the line: sound and keys come in, sound goes out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CallBegan:
    """A call was proved to be one that we were told of. `parameters` came with it, its secret left out."""

    call_id: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AudioCame:
    """Sound of the resident: 8 kHz mu-law, one byte a sample, as much as came at once."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """One of 0-9, * and #."""

    key: str


@dataclass(frozen=True, slots=True)
class MarkPlayed:
    """All that was played before this mark was heard, or forgotten by `clear`."""

    name: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """`hung_up`: the resident, or the provider for them, ended the call. `dropped`: the sound broke off; the
    resident may still be there, and the provider goes on with the next step of its markup."""

    reason: str


CallEvent = AudioCame | KeyPressed | MarkPlayed | CallEnded


class CallTransport(Protocol):
    """One call. `play`, `mark`, `clear` and `leave` do nothing once it has ended; they do not raise then."""

    def events(self) -> AsyncIterator[CallEvent]:
        """All that happens after the call began; for one reader, once.

        The last is CallEnded, unless we left: then it just stops. Read without long waits between: what is
        not read is held back at the provider.
        """
        ...

    async def play(self, audio: bytes) -> None:
        """Play 8 kHz mu-law after what waits already; an odd end is filled up with silence.

        Returns when so much of it is sent that no more than a second of it waits, or it was cleared.
        """
        ...

    async def mark(self, name: str) -> None:
        """A MarkPlayed of this name comes once all that was played before it was heard."""
        ...

    async def clear(self) -> None:
        """Forget all that is not yet heard; the marks that are not back yet come back at once."""
        ...

    async def leave(self) -> None:
        """Give the call back to the provider, which goes on with the next step of its markup.

        What is not yet heard is lost: wait for its mark first.
        """
        ...
