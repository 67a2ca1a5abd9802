"""When and where a turn takes place, and which times are free: what the state does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from assistant.messages import Channel
from assistant.rendering.moments import LOCAL_TIME
from assistant.store.turns import SHARED_TERMINALS

_SPOKEN = {"greeting": "greeting_spoken", "help": "help_spoken"}


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot with a free place."""

    slot: str
    office: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Here:
    """`openings` are in order of time. `texts` says that the caller can be sent a text message."""

    now: datetime
    channel: Channel = Channel.SMS
    openings: tuple[Opening, ...] = ()
    texts: bool = False

    def phrase(self, name: str) -> str:
        """The name of the phrase that says it where nobody writes, or the same one."""
        return name if self.channel is Channel.SMS else _SPOKEN.get(name, name)

    @property
    def shared(self) -> bool:
        """Whether it is said at a terminal that many use."""
        return self.channel in SHARED_TERMINALS

    @property
    def local(self) -> datetime:
        """The time on the wall."""
        return self.now.astimezone(LOCAL_TIME).replace(tzinfo=None)

    @property
    def today(self) -> date:
        return self.local.date()
