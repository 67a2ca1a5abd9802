"""Where a case stands, for whoever may know: its resident, and whoever has its number and its code."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from assistant.cases import progress
from assistant.cases.progress import Told
from assistant.cases.work import Work
from assistant.conversation.case_words import ASKED
from assistant.messages import Act
from assistant.state import ConversationState
from assistant.store import cases as rows
from assistant.store.models import Case
from knowledge.article import Language

MOST_WRONG_CODES = 5
"""So many codes that open nothing may be tried in one conversation."""
_MOST_CHOICES = 4


def concerns(work: Work, act: Act, resident_id: str | None) -> bool:
    """Whether words that could mean something else are about a case of this resident."""
    if resident_id is None:
        return False
    number = act.get("number")
    if number is None:
        return bool(progress.concerning(work, resident_id))
    return _own(rows.find(work.session, number), resident_id)


def look_up(
    work: Work, act: Act, state: ConversationState, resident_id: str | None, language: Language
) -> tuple[Act, ConversationState]:
    """The act with what is to be told in a language, and the state after that.

    `resident_id` is None at a terminal that many share. Whether a number exists is told to nobody who lacks
    its code.
    """
    number, code = act.get("number"), act.get("code")
    if act.get("misread"):
        return _said("status_misread"), state
    if number is None:
        return _of_resident(work, resident_id, language), state
    case = rows.find(work.session, number)
    if case is not None and _own(case, resident_id):
        return _standing(work, case, language), _answered(state)
    if state.wrong_codes >= MOST_WRONG_CODES:
        return _said("handover_blocked"), _answered(state)
    waits = state.with_(asked=f"{ASKED}{number}")
    if code is None:
        return _said("status_ask_code"), waits
    if case is not None and case.practice_for is None and _opens(work, case, code):
        return _standing(work, case, language), _answered(state)
    return _said("status_wrong"), waits.with_(wrong_codes=state.wrong_codes + 1)


def _of_resident(work: Work, resident_id: str | None, language: Language) -> Act:
    if resident_id is None:
        return _said("status_ask_both")
    concerning = progress.concerning(work, resident_id)
    if len(concerning) > 1:
        chosen = [(case.number, case.service) for case in concerning[:_MOST_CHOICES]]
        return Act("case_status", {"told": (Told("status_which"),), "choices": tuple(chosen)})
    return _standing(work, concerning[0], language) if concerning else _said("status_none")


def _own(case: Case | None, resident_id: str | None) -> bool:
    return (
        case is not None
        and resident_id is not None
        and case.resident_id == resident_id
        and case.practice_for is None
    )


def _opens(work: Work, case: Case, code: str) -> bool:
    return case.code is not None and hmac.compare_digest(work.vault.open(case.code), code)


def _answered(state: ConversationState) -> ConversationState:
    return state.with_(asked=None) if (state.asked or "").startswith(ASKED) else state


def _standing(work: Work, case: Case, language: Language) -> Act:
    return _told(progress.standing(work, case, language))


def _said(phrase: str) -> Act:
    return _told((Told(phrase),))


def _told(told: Sequence[Told]) -> Act:
    return Act("case_status", {"told": tuple(told)})
