"""What the views of the console work with."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.access import RateLimit
from assistant.ports import Clock
from assistant.rendering.sms import Signatures
from assistant.staff.shown import Names
from assistant.staff.sitting import Sitting
from assistant.store.crypto import Vault
from assistant.store.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """`tries` counts what could be guessing: sign-ins and checks of the current password."""

    database: Database
    vault: Vault
    clock: Clock
    names: Names
    signatures: Signatures
    sitting: Sitting
    tries: RateLimit
