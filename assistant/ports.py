"""What the application needs from outside, as Protocols; `app.py` alone knows who provides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from assistant.messages import Act, ConversationState, Engine


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a dialogue engine decided for one message."""

    acts: tuple[Act, ...]
    engine: Engine
    degraded: bool = False


class DialogueEngine(Protocol):
    def decide(self, conversation_id: str, text: str, state: ConversationState) -> Decision:
        """Turn one message into acts, at least one.

        Raises DialogueUnavailable when the engine is down, late, or answers nothing.
        """
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """A provider took a message for delivery."""

    provider_id: str


class TextSender(Protocol):
    def send(self, address: str, text: str, reference: str) -> Accepted:
        """Hand one text message to the provider. `reference` identifies it in our store.

        Raises SendError with `retryable` set by the class of the failure.
        """
        ...
