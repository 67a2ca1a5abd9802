"""What to mind when speaking with a resident, kept from one case to the next as sealed words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.store.crypto import Vault
from assistant.store.models import Resident


def known(session: Session, vault: Vault, resident_id: str) -> dict[str, str]:
    """Raises SealBroken when the key is missing."""
    sealed = session.execute(select(Resident.needs).where(Resident.id == resident_id)).scalar_one()
    return {} if sealed is None else dict(json.loads(vault.open(sealed)))


def remember(session: Session, vault: Vault, resident_id: str, needs: Mapping[str, str]) -> None:
    """Add to what is known of a resident; what is told anew replaces what was told before."""
    before = known(session, vault, resident_id)
    after = {**before, **needs}
    if after != before:
        sealed = vault.seal(json.dumps(after, ensure_ascii=False))
        session.execute(update(Resident).where(Resident.id == resident_id).values(needs=sealed))


def forget(session: Session, resident_id: str) -> None:
    """Forget the needs of a resident, and the lane that the resident's age gave."""
    session.execute(update(Resident).where(Resident.id == resident_id).values(needs=None, direct_lane=False))
