"""What was said, as one text message to the resident's own number: once in a conversation, if wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from assistant.cases.work import Work
from assistant.conversation.tasks.tasks import step_of
from assistant.messages import Act, Channel, Outcome, Reply
from assistant.state import ConversationState
from assistant.store import calls, outbox, residents, texts_asked
from assistant.store import cases as rows
from assistant.store.turns import SHARED_TERMINALS, Recorded
from assistant.telephones import is_landline

MOST_TEXTS = 5
"""In a day to one number: who shows somebody else's number must not flood it."""
A_DAY = timedelta(days=1)
_LOOKED_BACK = 12
"""Messages among which the last answer is looked for."""
_KEPT = frozenset({Outcome.ANSWERED, Outcome.CASE, Outcome.EMERGENCY})
"""What a turn came to whose words are worth having in writing."""


def refusal(work: Work, resident_id: str) -> str:
    """The phrase that says why this resident cannot be texted; empty when nothing is in the way."""
    session = work.session
    if calls.without_number(session, resident_id):
        return "text_me_no_number"
    if not residents.messages_wanted(session, resident_id):
        return "text_me_stopped"
    if is_landline(residents.address_of(session, work.vault, resident_id)):
        return "text_me_landline"
    return ""


def look_up(
    work: Work, act: Act, recorded: Recorded, state: ConversationState, channel: Channel
) -> tuple[Act, ConversationState]:
    """The act with what is to be done (`do`) and said (`phrase`), and the state to go on from.

    A text message is itself what was asked for. Where something is arranged the words say how the resident
    wants to be reached; whose number that is, a later step of it may ask.
    """
    if step_of(state) and act.get("what") is None:
        return _reached(work, act, recorded, state, channel)
    if channel is Channel.SMS:
        return Act("repeat"), state
    resident_id = state.owner or recorded.resident_id
    if channel in SHARED_TERMINALS and state.owner is None:
        return _said("text_me_elsewhere", elsewhere=True), state
    if why := refusal(work, resident_id):
        return _said(why), state
    said = _last_answer(work, recorded)
    if said is None:
        return _said("text_me_nothing"), state
    text = _text(work, said, resident_id, state)
    reference = f"{texts_asked.PREFIX}{work.vault.lookup(f'{recorded.conversation_id}:{text}')}"
    if texts_asked.known(work.session, reference):
        return _said("text_me_before"), state
    if texts_asked.count_since(work.session, resident_id, work.now - A_DAY) >= MOST_TEXTS:
        return _said("text_me_many"), state
    send = {"do": "send", "text": text, "resident": resident_id, "reference": reference}
    return _said("text_me_sent", **send), state


def carry_out(work: Work, acts: Sequence[Act], recorded: Recorded) -> None:
    """Put in line what `look_up` found is to be sent; other acts are left alone. It was asked for, so it
    waits for no hour."""
    for act in acts:
        if act.kind == "text_me" and act.get("do") == "send":
            outbox.enqueue(
                work.session,
                work.vault,
                act.get("resident"),
                Channel.SMS,
                act.get("text"),
                act.get("reference"),
                now=work.now,
                purpose="turn",
                language=recorded.state.language,
            )


def _reached(
    work: Work, act: Act, recorded: Recorded, state: ConversationState, channel: Channel
) -> tuple[Act, ConversationState]:
    """How the resident wants to be reached is noted with what is arranged, unless no text can be sent."""
    if channel not in SHARED_TERMINALS or state.owner is not None:
        why = refusal(work, state.owner or recorded.resident_id)
        if why:
            return _said(why), state
    return _said("text_me_noted", do="note", words=act.get("words")), state


def _said(phrase: str, **values: object) -> Act:
    return Act("text_me", {"phrase": phrase, **values})


def _last_answer(work: Work, recorded: Recorded) -> Reply | None:
    """The last thing said in this conversation that is worth having in writing."""
    spoken = rows.spoken(work.session, work.vault, recorded.conversation_id, _LOOKED_BACK)
    for one in reversed(spoken):
        if one.result is not None and one.result.outcome in _KEPT:
            for reply in reversed(one.result.replies):
                if reply.text:
                    return reply
    return None


def _text(work: Work, said: Reply, resident_id: str, state: ConversationState) -> str:
    """What was said and its source, then the resident's own case of this conversation.

    What was asked and offered besides is left to the conversation in which it was.
    """
    notices, case_line = work.notices, ""
    case = rows.find(work.session, state.open_case) if state.open_case else None
    if case is not None and case.resident_id == resident_id and case.code is not None:
        code = work.vault.open(case.code)
        if not (case.number in said.text and code in said.text):
            case_line = notices.said("text_me_case", said.language, number=case.number, code=code)
    honest = notices.said("simple_questions_only", said.language)
    notice = said.notice.replace(honest, "").strip()
    whole = replace(said, notice=notice, question=case_line, options=())
    return notices.of(whole, state.preferences.script)
