"""What a resident who calls by a script does, and what came of the call."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.channels import mulaw


@dataclass(frozen=True, slots=True)
class Speech:
    """Mu-law to say; `words` are what the provider understands where it listens itself, if it does."""

    audio: bytes
    words: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    keys: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, in seconds since the call was dialled. `detail` is an id or a code."""

    at_s: float
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """How soon the line spoke after the resident had, and how long on when interrupted; None: it did not."""

    kind: Literal["speech", "keys"]
    answer_ms: int | None
    spoke_on_ms: int | None = None


@dataclass(slots=True)
class CallReport:
    """What came of a call; `ended` says by whom: resident, service, person (who took it) or failed."""

    call_sid: str
    ended: str = ""
    modes: list[str] = field(default_factory=list)
    greeting_ms: int | None = None
    turns: list[Answered] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    most_ahead_ms: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    timeline: list[Moment] = field(default_factory=list)
    resident: bytes = field(default=b"", repr=False)
    line: bytes = field(default=b"", repr=False)

    def to_json(self) -> dict[str, Any]:
        """All but the sound."""
        told = {name: value for name, value in asdict(self).items() if name not in ("resident", "line")}
        return told | {"seconds": round(len(self.line) / mulaw.RATE, 2)}
