"""Opening a case for a turn: what is known of the resident goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from assistant.cases import calendar, needs, progress, resolving
from assistant.cases import service as cases
from assistant.cases.kinds import OPEN, Kind
from assistant.cases.moves import find, record
from assistant.cases.progress import Told
from assistant.cases.service import Wanted
from assistant.cases.telling import reachable
from assistant.cases.work import Work
from assistant.conversation import kinds
from assistant.conversation.arranging import arranged
from assistant.conversation.draft import Draft
from assistant.messages import Inbound
from assistant.store import cases as rows
from assistant.store import resident_cases, resident_needs, residents
from assistant.store.turns import SHARED_TERMINALS, Recorded
from assistant.telephones import number_of
from knowledge.article import Language

LEFT = "left"
"""Why a case was opened whose task the resident had not finished."""
_MESSAGES_READ = 20
_UNWANTED = "居民说不办了"
_NO_MATTER = frozenset(
    {
        "case_status",
        "case_rating",
        "repeat",
        "more",
        "preference",
        "my_data",
        "simplify",
        "explain",
        "back",
        "text_me",
    }
)
"""Acts of messages that say nothing to whoever sees to a case."""


def open_case(work: Work, inbound: Inbound, recorded: Recorded, draft: Draft) -> tuple[str, Sequence[Told]]:
    """Open a case, or join the open one of the conversation: its number, and what to tell of it.

    Raises SlotFull, SlotOver when somebody else was faster to take what the resident chose.
    """
    asked_for = draft.wanted.told if draft.wanted is not None else {}
    resident_id = draft.state.owner or _reached(work, inbound, asked_for) or recorded.resident_id
    at_terminal = inbound.channel in SHARED_TERMINALS and draft.state.owner is None
    spoken = rows.spoken(work.session, work.vault, recorded.conversation_id, _MESSAGES_READ)
    texts = [one.text for one in spoken if one.text]
    language = draft.state.language
    told = needs.read(texts, language, work.town.dialects)
    if not at_terminal:
        told = {**resident_needs.known(work.session, work.vault, resident_id), **told}
        if draft.state.facts_kept is not False:
            _remember(work, resident_id, told, texts)
    if who := asked_for.get("who_words"):
        told["proxy"] = who
    before = draft.state.open_case
    case = cases.open_case(
        work,
        Wanted(
            conversation_id=recorded.conversation_id,
            resident_id=resident_id,
            message_id=recorded.message_id,
            reason=draft.case_reason or "",
            state=replace(draft.state, facts=_with_age(draft.state.facts, texts)),
            channel=inbound.channel,
            kind=draft.wanted.kind if draft.wanted else kinds.of(inbound.text, draft.case_reason or ""),
            needs=told,
            asked_for=asked_for,
            books=_books(work, recorded, draft),
        ),
    )
    if at_terminal and resident_id != recorded.resident_id:
        _make_reachable(work, case.number, resident_id)
    again = case.number == before
    shared = at_terminal and resident_id == recorded.resident_id
    opened = progress.opened(work, case.number, language, again=again, shared=shared)
    return case.number, arranged(work, case.number, inbound.channel, draft.wanted, opened, language)


def _reached(work: Work, inbound: Inbound, asked_for: Mapping[str, str]) -> str | None:
    """Whose telephone number was given at a terminal: there the case can be told of."""
    number = number_of(asked_for.get("phone", ""))
    if inbound.channel not in SHARED_TERMINALS or number is None:
        return None
    return residents.ensure(work.session, work.vault, number, work.now).id


def _books(work: Work, recorded: Recorded, draft: Draft) -> bool:
    """Whether a time is taken that the open case of the same matter, if there is one, does not wait for."""
    wanted = draft.wanted
    if wanted is None or wanted.slot_id is None:
        return False
    found = rows.all_open_in(work.session, recorded.conversation_id)
    last = next((case for case in found if case.kind == wanted.kind), None)
    waits = last is not None and calendar.of_case(work, last) is None
    return not (waits and last is not None and (last.reason == LEFT or last.service == draft.service))


def _make_reachable(work: Work, number: str, resident_id: str) -> None:
    """A case that was opened at a terminal before a telephone number was told belongs to that number."""
    case = find(work, number)
    if not reachable(work, case):
        case.resident_id = resident_id


def drop_case(work: Work, number: str, recorded: Recorded, language: Language) -> Sequence[Told]:
    """End a case that the resident does not want any more, unless it is over; how it stands then."""
    case = find(work, number)
    owns = recorded.conversation_id == case.conversation_id or recorded.resident_id == case.resident_id
    if not owns:
        return (Told("status_none"),)
    if case.status in OPEN:
        resolving.cancel(work, number, None, _UNWANTED, told=True)
    return progress.standing(work, find(work, number), language)


def note_message(work: Work, inbound: Inbound, recorded: Recorded, acts: Set[str]) -> None:
    """Let whoever sees to a case of the resident know that the resident wrote something more.

    The words go with the event when they were said in a later conversation than that of the case.
    """
    if acts and acts <= _NO_MATTER:
        return
    if inbound.channel in SHARED_TERMINALS:
        cases.wrote(work, recorded.conversation_id, recorded.message_id)
        return
    found = resident_cases.open_cases(work.session, recorded.resident_id, recorded.conversation_id)
    for number, conversation_id in found[:1]:
        if conversation_id == recorded.conversation_id:
            cases.wrote(work, conversation_id, recorded.message_id)
        else:
            case = find(work, number)
            record(work, case, Kind.RESIDENT_WROTE, message_id=recorded.message_id, words=inbound.text)


def _remember(work: Work, resident_id: str, told: Mapping[str, str], texts: Sequence[str]) -> None:
    """Keep for the next case what is true of the resident, who has not asked that it be forgotten."""
    resident_needs.remember(work.session, work.vault, resident_id, needs.lasting(told))
    if any(needs.wants_lane(text) for text in texts):
        residents.take_direct_lane(work.session, resident_id)


def _with_age(facts: Mapping[str, str], texts: Sequence[str]) -> Mapping[str, str]:
    """The facts with the age that the resident named; what was answered in an interview stands."""
    ages = [age for text in texts if (age := needs.stated_age(text)) is not None]
    return {"age": str(ages[-1]), **facts} if ages else facts
