"""Why the processes cannot be started or kept, as one sentence for whoever runs them."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import AssistantError

TAIL_LINES = 15


class CannotStart(AssistantError):
    """Something keeps Bangban from starting; the message says what, and how to mend it.

    `tail` holds the last lines of the log of the part that failed.
    """

    code = "cannot_start"

    def __init__(self, sentence: str, tail: str = "") -> None:
        super().__init__(sentence)
        self.tail = tail


def tail_of(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log, or nothing when there is none."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
