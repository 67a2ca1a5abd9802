"""What a turn is about to say and remember, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.messages import ConversationState, Outcome, Reply
from knowledge.article import Language


@dataclass(frozen=True, slots=True)
class Draft:
    """The replies of a turn and everything that is to be stored with them.

    `case_reason` asks for a case to be opened: its number completes the replies.
    `messages_wanted` changes whether the resident is texted first; None leaves it.
    `search_ms` is the time spent on finding the service, in milliseconds.
    """

    state: ConversationState
    outcome: Outcome
    replies: tuple[Reply, ...] = ()
    service: str | None = None
    aspect: str | None = None
    candidates: tuple[str, ...] = ()
    case_reason: str | None = None
    messages_wanted: bool | None = None
    search_ms: float = field(default=0.0)


def spaced(first: str, second: str, language: Language) -> str:
    """Two texts as one; English sentences need a space between them."""
    gap = " " if language == "en" and first and second else ""
    return f"{first}{gap}{second}"
