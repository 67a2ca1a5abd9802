"""Made-up cases in a queue of one's own, to learn with. They look like real ones; nobody is told anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal
from uuid import uuid4

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.cases import resolving, service
from assistant.cases.kinds import DONE, OVER, CaseKind, Kind, Rating, Status
from assistant.cases.moves import find, record
from assistant.cases.service import Wanted
from assistant.cases.views import CaseView
from assistant.cases.work import Work
from assistant.messages import Channel, Engine, Outcome, Reply, TurnResult
from assistant.state import ConversationState
from assistant.store import case_queue, passed_on
from assistant.store import cases as rows
from assistant.store.case_queue import Filter
from assistant.store.models import Case
from assistant.store.turns import FAMILIES
from knowledge.article import Bilingual

FILE = Path(__file__).with_name("practice.yml")
CHANNEL = "practice"
_ALL = 200


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Strict):
    """One message of the made-up resident, and what the assistant answered."""

    said: str
    told: str = ""


class Exercise(_Strict):
    """`then` is what the resident writes after the first, the second … reply; `good` is good work on it."""

    id: str
    kind: CaseKind
    reason: str = "requested"
    language: Literal["zh", "en"] = "zh"
    service: str
    region: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    needs: dict[str, str] = Field(default_factory=dict)
    exchanges: list[Said] = Field(min_length=1)
    then: list[str] = Field(default_factory=list)
    rating: Rating
    good: Bilingual


@cache
def exercises() -> Sequence[Exercise]:
    return tuple(Exercise.model_validate(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def begin(work: Work, member_id: str) -> list[CaseView]:
    """Lay out all exercises for a member anew; what was left of an earlier practice is put away."""
    for case in _left(work, member_id):
        _put_away(work, case)
    return [_open_case(work, member_id, exercise) for exercise in exercises()]


def exercise_of(work: Work, case_id: str) -> Exercise | None:
    """What a made-up case is an exercise of; None for a real one."""
    known = {one.id: one for one in exercises()}
    opened = next(event for event in rows.events(work.session, case_id) if event.kind == Kind.OPENED)
    return known.get(opened.detail.get("exercise", ""))


def answered(work: Work, number: str) -> None:
    """Let the made-up resident go on, after a reply of the staff. Nothing happens on a real case."""
    case = find(work, number)
    exercise = exercise_of(work, case.id)
    if case.practice_for is None or exercise is None:
        return
    replies = sum(event.kind == Kind.STAFF_REPLIED for event in rows.events(work.session, case.id))
    if not 1 <= replies <= len(exercise.then):
        return
    name = f"{case.id}:{replies}"
    message_id = _say(work, exercise, case.conversation_id, name, exercise.then[replies - 1])
    if message_id is not None:
        record(work, case, Kind.RESIDENT_WROTE, message_id=message_id)


def resolved(work: Work, number: str) -> None:
    """Let the made-up resident say whether it helped. Nothing happens on a real case."""
    case = find(work, number)
    exercise = exercise_of(work, case.id)
    if case.practice_for is None or exercise is None:
        return
    # The one who was not content is content the second time.
    rating = exercise.rating if case.reopened == 0 else Rating.FAIR
    record(work, case, Kind.FOLLOW_UP_SENT)
    resolving.rate(work, number, rating, rating is not Rating.POOR)
    if case.status not in OVER and case.owner_id is None:
        # Alone in the practice, nobody else could take it.
        case.avoided = None


def _left(work: Work, member_id: str) -> Sequence[Case]:
    wanted = Filter("unfinished", work.now, practice_for=member_id)
    return case_queue.listed(work.session, wanted, _ALL)


def _put_away(work: Work, case: Case) -> None:
    if case.status in DONE:
        record(work, case, Kind.CLOSED)
        return
    if case.status == Status.WITH_DEPARTMENT:
        record(work, case, Kind.RECALLED)
    record(work, case, Kind.CANCELLED)


def _open_case(work: Work, member_id: str, exercise: Exercise) -> CaseView:
    state = _state(exercise)
    nobody = f"practice:{member_id}:{uuid4()}"
    conversation_id, resident_id = passed_on.begin(
        work.session, work.vault, FAMILIES[Channel.SMS], nobody, state, work.now
    )
    message_id = ""
    for place, one in enumerate(exercise.exchanges):
        name = f"{conversation_id}:said:{place}"
        result = _result(conversation_id, exercise, one) if one.told else None
        message_id = _say(work, exercise, conversation_id, name, one.said, result) or ""
    wanted = Wanted(
        conversation_id=conversation_id,
        resident_id=resident_id,
        message_id=message_id,
        reason=exercise.reason,
        state=state,
        channel=Channel.SMS,
        kind=exercise.kind,
        needs=exercise.needs,
        practice_for=member_id,
        exercise=exercise.id,
    )
    return service.open_case(work, wanted)


def _state(exercise: Exercise) -> ConversationState:
    return ConversationState(
        language=exercise.language,
        region=exercise.region,
        service=exercise.service,
        facts=exercise.facts,
    )


def _say(
    work: Work,
    exercise: Exercise,
    conversation_id: str,
    name: str,
    text: str,
    result: TurnResult | None = None,
) -> str | None:
    state = _state(exercise)
    return passed_on.say(
        work.session, work.vault, CHANNEL, conversation_id, name, text, state, work.now, result
    )


def _result(conversation_id: str, exercise: Exercise, one: Said) -> TurnResult:
    return TurnResult(
        conversation_id=conversation_id,
        message_id="",
        outcome=Outcome.ANSWERED,
        replies=(Reply(text=one.told, language=exercise.language),),
        engine=Engine.KEYPAD,
        service=exercise.service,
    )
