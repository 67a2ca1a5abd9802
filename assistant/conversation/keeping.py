"""What a turn leaves behind besides its replies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assistant.cases import needs
from assistant.conversation.draft import Draft
from assistant.messages import Channel
from assistant.store import gaps, handovers, resident_needs, residents, tasks
from assistant.store.crypto import Vault
from assistant.store.turns import SHARED_TERMINALS


def keep(
    session: Session,
    vault: Vault,
    channel: Channel,
    resident_id: str,
    draft: Draft,
    now: datetime,
    *,
    said: str,
) -> None:
    """Store what `draft` and the words `said` tell of the resident, and `draft` of the knowledge.

    At a terminal nothing is kept of a resident, unless a code has said whose conversation goes on there.
    """
    if draft.messages_wanted is not None:
        residents.set_messages_wanted(session, resident_id, draft.messages_wanted, now)
    owner = draft.state.owner or (None if channel in SHARED_TERMINALS else resident_id)
    if draft.keeps_facts is not None and owner is not None:
        facts = draft.state.facts if draft.keeps_facts else {}
        residents.keep_facts(session, vault, owner, facts, now)
        if not draft.keeps_facts:
            handovers.forget(session, owner)
            resident_needs.forget(session, owner)
    if draft.keeps_preferences is not None and owner is not None:
        wanted = draft.state.preferences if draft.keeps_preferences else None
        residents.answer_keeping(session, vault, owner, wanted, now)
    if owner is not None and _takes_lane(draft, said):
        residents.take_direct_lane(session, owner)
    if draft.gap is not None:
        gaps.add(session, draft.gap, now)
    if draft.ended is not None and draft.ended.until is not None:
        ended = draft.ended
        tasks.ended(session, ended.service, ended.aspect.value, ended.region, draft.ended.until, now)


def _takes_lane(draft: Draft, said: str) -> bool:
    """By own choice, or by an age that the resident does not want forgotten."""
    if needs.asks_for_lane(said):
        return True
    age = draft.state.facts.get("age", "") if draft.keeps_facts else ""
    old = needs.wants_lane(said) or (age.isdecimal() and int(age) >= needs.SENIOR_AGE)
    return old and draft.state.facts_kept is not False
