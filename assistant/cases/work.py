"""What the functions of the cases work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.cases.notices import Notices
from assistant.cases.town import Town
from assistant.ports import Clock
from assistant.store.crypto import Vault


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction, with the rules of the town and the moment at which it happens."""

    session: Session
    vault: Vault
    town: Town
    notices: Notices
    now: datetime


@dataclass(frozen=True, slots=True)
class Casework:
    """Makes a `Work` of each transaction."""

    vault: Vault
    town: Town
    notices: Notices
    clock: Clock

    def on(self, session: Session) -> Work:
        return Work(session, self.vault, self.town, self.notices, self.clock.now())
