"""Actions that lead to an answer, and the form that learns the resident's district."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import acts
from actions.knowledge import Knowledge, load
from actions.turn import Turn

FORM = "district_form"
MOST_MISSES = 2
"""A place that is not known is asked for once more, then no more."""


class AnswerQuestion(Action):
    """Answers a question; asks for the district once when the answer differs by place."""

    def name(self) -> str:
        return "action_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        knowledge = load()
        turn = Turn.read(tracker, knowledge)
        events = answer(dispatcher, turn, turn.region)
        if _should_ask_district(turn, knowledge):
            events += [SlotSet("district_asked", True), SlotSet("district_misses", 0), FollowupAction(FORM)]
        return events


class TakeDistrict(Action):
    """Remembers the district and answers with it, or gives up on it."""

    def name(self) -> str:
        return "action_district"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        code = turn.districts[0] if turn.districts else None
        if code is not None:
            acts.send(dispatcher, "preference", name="region", value=code)
            if turn.service:
                acts.send(
                    dispatcher, "answer", service=turn.service, aspect=_last_aspect(tracker), region=code
                )
            return [SlotSet("district", code), SlotSet("district_misses", 0)]
        if _may_ask_again(turn):
            return [SlotSet("district_misses", 1), FollowupAction(FORM)]
        acts.send(dispatcher, "fallback", reason="not_understood", query=turn.query)
        return [SlotSet("district", None), SlotSet("district_misses", 0)]


class ValidateDistrict(FormValidationAction):
    """The form takes a place that knowledge has, asks once more for another one, then ends without."""

    def name(self) -> str:
        return "validate_district_form"

    def validate_district(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        if value in load().regions:
            return {"district": value}
        misses = int(tracker.get_slot("district_misses") or 0) + 1
        if misses < MOST_MISSES:
            return {"district": None, "district_misses": misses}
        return {"district": None, "district_misses": misses, "requested_slot": None}


class FallBack(Action):
    """Nothing was understood, or it is not the town's business; the assistant may still find an answer."""

    def name(self) -> str:
        return "action_fallback"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        if turn.intent != "out_of_scope" and _may_ask_again(turn):
            return [SlotSet("district_misses", 1), FollowupAction(FORM)]
        reason = "out_of_scope" if turn.intent == "out_of_scope" else "not_understood"
        acts.send(dispatcher, "fallback", reason=reason, query=turn.query)
        return []


def answer(dispatcher: CollectingDispatcher, turn: Turn, region: str | None) -> list[EventType]:
    """Send the answer act for a question; return what the conversation remembers of it."""
    service = turn.meant
    acts.send(dispatcher, "answer", query=turn.query, service=service, aspect=turn.aspect, region=region)
    return [SlotSet("service", service), SlotSet("aspect", turn.aspect)] if service else []


def _last_aspect(tracker: Tracker) -> str | None:
    aspect = tracker.get_slot("aspect")
    return str(aspect) if aspect else None


def _should_ask_district(turn: Turn, knowledge: Knowledge) -> bool:
    service = turn.meant
    return (
        service is not None
        and turn.region is None
        and not turn.district_asked
        and not turn.in_form
        and knowledge.differs_by_place(service, turn.aspect)
    )


def _may_ask_again(turn: Turn) -> bool:
    """The assistant itself has asked for the district, and the form has not begun yet."""
    return turn.asked == "district" and not turn.in_form and turn.district_misses == 0
