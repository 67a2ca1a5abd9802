"""Callers of whom nothing is heard: asked twice, noted to be called back, and waited for (GB/T 33358)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ASK_AFTER_S = 8.0
LEAVE_AFTER_S = 600.0

Step = Literal["ask", "ask_again", "note", "leave"]
_STEPS: tuple[Step, ...] = ("ask", "ask_again", "note", "leave")


@dataclass(slots=True)
class Silence:
    """`steps` were taken since the caller last said or did something, which ended at `first_s`."""

    steps: int = 0
    first_s: float | None = None
    since_s: float | None = None

    def begin(self, now_s: float) -> None:
        """It is the caller's turn from here on."""
        self.since_s = now_s
        if self.first_s is None:
            self.first_s = now_s

    def pause(self) -> None:
        """It is not the caller's turn."""
        self.since_s = None

    def end(self) -> None:
        """The caller said or did something."""
        self.steps, self.first_s, self.since_s = 0, None, None

    @property
    def due_at(self) -> float | None:
        """When the next step is to be taken, as long as it is the caller's turn."""
        if self.since_s is None or self.first_s is None:
            return None
        if self.steps >= len(_STEPS) - 1:
            return max(self.first_s + LEAVE_AFTER_S, self.since_s)
        return self.since_s + ASK_AFTER_S

    def take(self) -> Step:
        """The step that is due."""
        step = _STEPS[min(self.steps, len(_STEPS) - 1)]
        self.steps += 1
        self.since_s = None
        return step
