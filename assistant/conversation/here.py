"""When and where a turn takes place, and which times are free: what the state does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from assistant.messages import Channel
from assistant.rendering.moments import LOCAL_TIME
from assistant.store.turns import SHARED_TERMINALS


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
