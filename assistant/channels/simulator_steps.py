"""What a simulated call waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.channels import simulator_markup as markup

Ended = Literal["resident", "service", "failed"]


@dataclass(frozen=True, slots=True)
class Streaming:
    """The call's sound is carried by a stream until that is closed."""

    stream: markup.Stream
    stream_sid: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Speech or keys are waited for: `kinds` are "speech" and "dtmf". After `wait_s` it is `Leg.silent`."""

    kinds: frozenset[str]
    wait_s: float
    one_key: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing happens for a while; then `Leg.go_on`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Joined:
    """A person has taken the call."""


@dataclass(frozen=True, slots=True)
class Over:
    """The call has ended: hung up by the resident or by us, or because a webhook did not answer."""

    how: Ended


Step = Streaming | Asking | Waiting | Joined | Over
