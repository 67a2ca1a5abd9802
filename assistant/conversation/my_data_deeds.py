"""What requests about what is kept come to when their turn is stored: codes, erasures, and the evidence."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from assistant.cases.work import Work
from assistant.messages import Act, Channel
from assistant.store import data_requests, my_data, outbox
from assistant.store.columns import new_id
from assistant.store.data_requests import Asked
from assistant.store.models import DataRequest
from assistant.store.turns import Recorded

VALID_FOR = timedelta(minutes=10)
CODE_DIGITS = 4

_OUTCOMES = {"show": "shown", "erase": "erased", "decline": "declined", "refuse": "refused"}


def carry_out(work: Work, acts: Sequence[Act], recorded: Recorded, channel: Channel) -> None:
    """Do what `look_up` found is to be done, and note it; other acts are left alone.

    It belongs before the turn is finished. After an erasure the turn must remember nothing of the resident.
    """
    for act in acts:
        if act.kind != "my_data" or not act.get("do"):
            continue
        asked = Asked(act.get("resident"), recorded.conversation_id, channel.value, act.get("step"))
        _do(work, act, asked, recorded)


def code_lookup(work: Work, request_id: str, code: str) -> str:
    """What is kept of a code instead of itself."""
    return work.vault.lookup(f"data:{request_id}:{code}")


def _do(work: Work, act: Act, asked: Asked, recorded: Recorded) -> None:
    session, now, do = work.session, work.now, act.get("do")
    waiting = data_requests.waiting(session, asked.conversation_id, asked.step, now)
    if do == "ask":
        data_requests.begin(session, asked, now, now + VALID_FOR)
    elif do == "code":
        _text_code(work, asked, recorded.state.language)
    elif do == "wrong" and waiting is not None:
        data_requests.count_wrong(session, waiting.id)
    elif do == "mistake":
        data_requests.note(session, asked, "refused", now, tries=1)
    elif do in _OUTCOMES:
        if do == "refuse" and waiting is not None:
            data_requests.count_wrong(session, waiting.id)
        erased = (
            my_data.erase(
                session, work.vault, asked.resident_id, asked.conversation_id, recorded.message_id, now
            )
            if do == "erase"
            else {}
        )
        _note_end(work, waiting, asked, _OUTCOMES[do], erased)


def _note_end(
    work: Work, waiting: DataRequest | None, asked: Asked, outcome: str, erased: Mapping[str, int]
) -> None:
    if waiting is not None and waiting.resident_id == asked.resident_id:
        data_requests.end(work.session, waiting.id, outcome, work.now, erased)
    else:
        data_requests.note(work.session, asked, outcome, work.now, erased=erased)


def _text_code(work: Work, asked: Asked, language: str) -> None:
    """Text a code to the own number. It was asked for, so it waits for no hour."""
    request_id, code = new_id(), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    data_requests.begin(
        work.session,
        asked,
        work.now,
        work.now + VALID_FOR,
        request_id=request_id,
        code_lookup=code_lookup(work, request_id, code),
    )
    outbox.enqueue(
        work.session,
        work.vault,
        asked.resident_id,
        Channel.SMS,
        work.notices.text("data_code_text", language, code=code),
        f"data_code:{request_id}",
        now=work.now,
        purpose="code",
        language=language,
    )
