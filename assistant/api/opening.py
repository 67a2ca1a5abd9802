"""Cases that another system has for a resident of ours."""

from __future__ import annotations

from assistant.api.schemas import NewCase
from assistant.cases import service
from assistant.cases.moves import find
from assistant.cases.service import Wanted
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.state import ConversationState
from assistant.store import api_cases, case_links
from assistant.store.api_keys import Key
from assistant.store.models import Case

REASON = "other_system"


class LinkLost(AssistantError):
    """Words are kept for an external id that leads to no case."""

    code = "link_lost"


def open_for(work: Work, key: Key, wanted: NewCase) -> tuple[Case, bool]:
    """The case of an external id, opened unless it is there; and whether it was opened.

    What is there stays as it is: the rest of what is wanted is not looked at again.
    """
    known = case_links.case_of(work.session, key.id, wanted.external_id)
    if known is not None:
        return known, False
    state = ConversationState(language=wanted.language, region=wanted.region, service=wanted.service)
    brought = api_cases.bring(
        work.session,
        work.vault,
        key_id=key.id,
        external_id=wanted.external_id,
        address=wanted.phone,
        text=wanted.text,
        state=state,
        now=work.now,
    )
    if brought is None:
        known = case_links.case_of(work.session, key.id, wanted.external_id)
        if known is None:
            raise LinkLost("an external id leads to no case")
        return known, False
    opened = service.open_case(
        work,
        Wanted(
            conversation_id=brought.conversation_id,
            resident_id=brought.resident_id,
            message_id=brought.message_id,
            reason=REASON,
            state=state,
            channel=api_cases.CHANNEL,
            kind=wanted.kind,
            needs=wanted.needs,
        ),
    )
    case_links.link(work.session, key.id, wanted.external_id, opened.id)
    return find(work, opened.number), True
