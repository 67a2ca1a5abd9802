"""What the application needs from outside, as Protocols; `app.py` alone knows who provides it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from assistant.messages import Act, Engine, Inbound, TurnResult
from assistant.state import ConversationState
from knowledge.article import Language


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Says(Protocol):
    def say(self, name: str, language: Language, **slots: str) -> str:
        """A fixed sentence by its name, with its slots filled."""
        ...


class TakesMessages(Protocol):
    def take(self, inbound: Inbound) -> TurnResult:
        """What the assistant answers to a message. Raises AssistantError."""
        ...


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

    def find(
        self, address: str, text: str, reference: str, since: datetime, known: Collection[str]
    ) -> Accepted | None:
        """Ask the provider whether it took this message since then; None when it did not.

        `known` are the provider's ids of other messages to that address. Raises SendError when the provider
        cannot be asked: then nobody knows.
        """
        ...


class Caller(Protocol):
    def ring(self, staff_number: str, reference: str, language: str) -> Accepted:
        """Ring a member of the staff, who is then joined with the resident of `reference`.

        Raises SendError.
        """
        ...

    def ask(self, resident_number: str, reference: str, language: str) -> Accepted:
        """Ring a resident and ask whether what was done for them helped. Raises SendError."""
        ...

    def find(self, number: str, reference: str, since: datetime, known: Collection[str]) -> Accepted | None:
        """Ask the provider whether it placed this call since then; None when it did not.

        `known` are the provider's ids of other calls to that number. Raises SendError when the provider
        cannot be asked.
        """
        ...
