"""What the views of the console work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.access import RateLimit
from assistant.cases.town import Town
from assistant.cases.work import Casework
from assistant.ports import Clock
from assistant.rendering.sms import Signatures
from assistant.staff.answered import Interviews
from assistant.staff.shown import Names
from assistant.staff.sitting import Sitting
from assistant.store.crypto import Vault
from assistant.store.database import Database
from knowledge.aspects import Aspects
from knowledge.eligibility import Eligibility
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.regions import Regions


class Knowledge(Protocol):
    """The parts of the knowledge that have names for what staff see."""

    @property
    def library(self) -> Library: ...
    @property
    def regions(self) -> Regions: ...
    @property
    def aspects(self) -> Aspects: ...
    @property
    def eligibility(self) -> Eligibility: ...
    @property
    def phrases(self) -> Phrases: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """`tries` counts what could be guessing: sign-ins and checks of the current password."""

    database: Database
    casework: Casework
    clock: Clock
    names: Names
    interviews: Interviews
    signatures: Signatures
    sitting: Sitting
    tries: RateLimit
    knowledge: Knowledge

    @property
    def vault(self) -> Vault:
        return self.casework.vault

    @property
    def town(self) -> Town:
        return self.casework.town
