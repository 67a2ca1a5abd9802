"""When what is played on a call is sent: in order, by 20 ms, and never far ahead of what is heard.

Numbers are seconds of one clock that only goes forward; nothing here waits or sends.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

FRAME_BYTES = 160
FRAME_S = 0.02
# What is further ahead is lost time when the resident speaks up, and providers have cut it off.
MOST_AHEAD_S = 0.4
SILENCE = b"\xff"
# Rounding alone must not hold a frame back.
_TINY_S = 1e-6


@dataclass(frozen=True, slots=True)
class Frame:
    """20 ms of mu-law. `due` is since when it could be sent."""

    audio: bytes
    due: float


@dataclass(frozen=True, slots=True)
class Mark:
    name: str


@dataclass(frozen=True, slots=True)
class Clear:
    """Tell the provider to forget what it has not yet played."""


class Pacing:
    """What waits to be sent on one call."""

    def __init__(self) -> None:
        self._waiting: deque[bytes | Mark | Clear] = deque()
        self._frames = 0
        self._since = 0.0
        self._heard_until = float("-inf")

    @property
    def waiting_s(self) -> float:
        """How much sound is not yet sent."""
        return self._frames * FRAME_S

    def ahead_s(self, now: float) -> float:
        """How much sound is sent and not yet heard, if the other end plays on without a gap."""
        return max(0.0, self._heard_until - now)

    def play(self, audio: bytes, now: float) -> None:
        if not self._waiting:
            self._since = now
        for begin in range(0, len(audio), FRAME_BYTES):
            self._waiting.append(audio[begin : begin + FRAME_BYTES].ljust(FRAME_BYTES, SILENCE))
            self._frames += 1

    def mark(self, name: str) -> None:
        self._waiting.append(Mark(name))

    def clear(self, now: float) -> None:
        """Forget the sound that waits; the marks follow the clearing, so that they come back at once."""
        marks = [one for one in self._waiting if isinstance(one, Mark)]
        self._waiting = deque([Clear(), *marks])
        self._frames = 0
        self._since = now

    def due_at(self) -> float | None:
        """When something may be sent; None while nothing waits."""
        if not self._waiting:
            return None
        if isinstance(self._waiting[0], bytes):
            return max(self._since, self._heard_until - MOST_AHEAD_S + FRAME_S)
        return self._since

    def take(self, now: float) -> Frame | Mark | Clear | None:
        """What is to be sent now; None when nothing is due."""
        due = self.due_at()
        if due is None or due > now + _TINY_S:
            return None
        first = self._waiting.popleft()
        if isinstance(first, bytes):
            self._frames -= 1
            self._heard_until = max(self._heard_until, now) + FRAME_S
            return Frame(first, due)
        if isinstance(first, Clear):
            self._heard_until = now
        return first
