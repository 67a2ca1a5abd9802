"""What the actions decide for one message. Services and places come from a small file of the test's own."""

import asyncio
import unittest
from typing import Any
from unittest import mock

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import answers, asides, interview, replies, tasks
from actions.given import given
from actions.knowledge import Knowledge
from actions.turn import Turn

KNOWLEDGE = Knowledge(
    local={"old_age_allowance": frozenset({"summary", "amount"}), "id_card": frozenset()},
    weights={"amount": 1.0, "materials": 1.3, "summary": 0.9, "proxy": 2.0},
    regions={"350104": "仓山区", "350102": "鼓楼区"},
)
NOTHING_KNOWN = {"language": "zh", "region": None, "service": None, "asked": None}


def entity(kind: str, value: str, start: int = 0, end: int = 3) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": start, "end": end}


def tracker(
    intent: str,
    text: str = "…",
    entities: tuple[dict[str, Any], ...] = (),
    slots: dict[str, Any] | None = None,
    loop: str | None = None,
    **metadata: Any,
) -> Tracker:
    message = {
        "intent": {"name": intent},
        "entities": list(entities),
        "text": text.lower(),
        "metadata": {**NOTHING_KNOWN, **metadata},
    }
    return Tracker(
        "conversation",
        slots or {},
        message,
        [{"event": "user", "text": text}],
        False,
        None,
        {"name": loop} if loop else {},
        "action_listen",
    )


class Actions(unittest.TestCase):
    def setUp(self) -> None:
        for module in (answers, asides, interview, replies, tasks):
            patch = mock.patch.object(module, "load", lambda: KNOWLEDGE)
            patch.start()
            self.addCleanup(patch.stop)
        self.dispatcher = CollectingDispatcher()

    def run_action(self, action: Any, tracker: Tracker) -> list[dict[str, Any]]:
        return list(action.run(self.dispatcher, tracker, {}))

    @property
    def acts(self) -> list[dict[str, Any]]:
        return [message["custom"] for message in self.dispatcher.messages]


class Answering(Actions):
    def test_a_question_keeps_the_residents_words_as_they_are(self) -> None:
        self.run_action(answers.AnswerQuestion(), tracker("ask_service", "How do I renew my ID card？"))
        self.assertEqual(self.acts, [{"kind": "answer", "query": "How do I renew my ID card？"}])

    def test_one_named_service_is_meant_and_remembered(self) -> None:
        named = (entity("service", "id_card"), entity("aspect", "materials"))
        events = self.run_action(answers.AnswerQuestion(), tracker("ask_service", "办身份证要带啥", named))
        self.assertEqual(
            self.acts,
            [{"kind": "answer", "query": "办身份证要带啥", "service": "id_card", "aspect": "materials"}],
        )
        self.assertIn({"event": "slot", "timestamp": None, "name": "service", "value": "id_card"}, events)

    def test_two_named_services_leave_the_choice_to_the_search(self) -> None:
        named = (entity("service", "id_card"), entity("service", "old_age_allowance"))
        self.run_action(answers.AnswerQuestion(), tracker("ask_service", "x", named))
        self.assertEqual(self.acts, [{"kind": "answer", "query": "x"}])

    def test_a_follow_up_is_about_the_service_that_the_assistant_answered(self) -> None:
        asked = tracker("ask_aspect", "x", slots={"service": "old_age_allowance"}, service="id_card")
        self.run_action(answers.AnswerQuestion(), asked)
        self.assertEqual(self.acts[0]["service"], "id_card")

    def test_a_follow_up_to_nothing_is_searched_for(self) -> None:
        self.run_action(answers.AnswerQuestion(), tracker("ask_aspect", "要带什么"))
        self.assertEqual(self.acts, [{"kind": "answer", "query": "要带什么"}])

    def test_a_service_that_is_no_longer_known_is_not_answered_with(self) -> None:
        self.run_action(answers.AnswerQuestion(), tracker("ask_aspect", "x", service="gone"))
        self.assertEqual(self.acts, [{"kind": "answer", "query": "x"}])

    def test_the_heavier_aspect_is_asked_for_and_of_equals_the_last(self) -> None:
        heavier = (entity("aspect", "amount", 0, 3), entity("aspect", "proxy", 4, 7))
        equal = (entity("aspect", "amount", 0, 3), entity("aspect", "amount", 4, 7))
        self.assertEqual(Turn.read(tracker("ask_aspect", entities=heavier), KNOWLEDGE).aspect, "proxy")
        self.assertEqual(Turn.read(tracker("ask_aspect", entities=equal), KNOWLEDGE).aspect, "amount")

    def test_the_district_is_asked_for_when_the_answer_differs_by_place(self) -> None:
        named = (entity("service", "old_age_allowance"),)
        events = self.run_action(answers.AnswerQuestion(), tracker("ask_service", "x", named))
        self.assertEqual(events[-1]["name"], "district_form")

    def test_the_district_is_not_asked_for_again_or_in_vain(self) -> None:
        local = (entity("service", "old_age_allowance"),)
        cases = {
            "the region is known": tracker("ask_service", "x", local, region="350102"),
            "the slot is filled": tracker("ask_service", "x", local, {"district": "350104"}),
            "it was asked before": tracker("ask_service", "x", local, {"district_asked": True}),
            "the form is active": tracker("ask_service", "x", local, loop="district_form"),
            "it holds everywhere": tracker("ask_service", "x", (entity("service", "id_card"),)),
            "no service is named": tracker("ask_service", "x"),
        }
        for case, asked in cases.items():
            with self.subTest(case):
                events = self.run_action(answers.AnswerQuestion(), asked)
                self.assertNotIn("followup", [event["event"] for event in events])

    def test_a_very_long_message_still_makes_an_act(self) -> None:
        self.run_action(answers.AnswerQuestion(), tracker("ask_service", "长" * 5000))
        self.assertEqual(len(self.acts[0]["query"]), 2000)


class TakingTheDistrict(Actions):
    def test_a_known_place_is_remembered_and_answered_with(self) -> None:
        told = tracker(
            "inform_district",
            "仓山",
            (entity("district", "350104"),),
            {"aspect": "amount"},
            service="old_age_allowance",
        )
        self.run_action(answers.TakeDistrict(), told)
        self.assertEqual(
            self.acts,
            [
                {"kind": "preference", "name": "region", "value": "350104"},
                {"kind": "answer", "service": "old_age_allowance", "aspect": "amount", "region": "350104"},
            ],
        )

    def test_an_unknown_place_is_asked_for_once_more_when_the_assistant_asked(self) -> None:
        events = self.run_action(answers.TakeDistrict(), tracker("inform_district", "火星", asked="district"))
        self.assertEqual((self.acts, events[-1]["name"]), ([], "district_form"))

    def test_a_second_unknown_place_is_given_up_on(self) -> None:
        told = tracker("inform_district", "火星", slots={"district_misses": 2}, asked="district")
        self.run_action(answers.TakeDistrict(), told)
        self.assertEqual(self.acts, [{"kind": "fallback", "reason": "not_understood", "query": "火星"}])


class Validating(Actions):
    def validate(self, value: Any, misses: float = 0) -> dict[str, Any]:
        state = tracker("inform_district", slots={"district_misses": misses}, loop="district_form")
        return answers.ValidateDistrict().validate_district(value, self.dispatcher, state, {})

    def test_a_region_of_knowledge_is_taken(self) -> None:
        self.assertEqual(self.validate("350104"), {"district": "350104"})

    def test_the_first_miss_keeps_the_form_and_the_second_ends_it(self) -> None:
        self.assertEqual(self.validate("unknown"), {"district": None, "district_misses": 1})
        self.assertIsNone(self.validate("unknown", 1)["requested_slot"])
        self.assertIn("requested_slot", self.validate("999999", 1))

    def test_the_form_action_gives_events_for_its_slot(self) -> None:
        domain = {
            "forms": {"district_form": {"required_slots": ["district"]}},
            "slots": {"district": {"mappings": []}},
        }
        state = tracker("inform_district", slots={"district": "350104"}, loop="district_form")
        state.events.append({"event": "slot", "name": "district", "value": "350104"})
        events = asyncio.run(answers.ValidateDistrict().run(self.dispatcher, state, domain))
        self.assertIn(("district", "350104"), [(event.get("name"), event.get("value")) for event in events])


class FallingBack(Actions):
    def test_the_reason_follows_the_intent_and_the_words_go_along(self) -> None:
        for intent, reason in (("out_of_scope", "out_of_scope"), ("nlu_fallback", "not_understood")):
            with self.subTest(intent):
                self.dispatcher.messages.clear()
                self.run_action(answers.FallBack(), tracker(intent, "天气"))
                self.assertEqual(self.acts, [{"kind": "fallback", "reason": reason, "query": "天气"}])


class Affirming(Actions):
    def test_a_yes_means_what_was_asked(self) -> None:
        cases = (
            ("person", {"kind": "open_case", "reason": "offered"}),
            ("district", {"kind": "say", "phrase": "affirm_nothing"}),
            (None, {"kind": "say", "phrase": "affirm_nothing"}),
        )
        for asked, act in cases:
            with self.subTest(asked):
                self.dispatcher.messages.clear()
                self.run_action(replies.Affirm(), tracker("affirm", asked=asked))
                self.assertEqual(self.acts, [act])


class Interviewing(Actions):
    def test_wanting_to_know_whether_one_can_get_it_starts_an_interview(self) -> None:
        events = self.run_action(interview.CheckEligibility(), tracker("check_eligibility", "我能领吗"))
        self.assertEqual(self.acts, [{"kind": "interview", "step": "start", "query": "我能领吗"}])
        self.assertEqual([event["name"] for event in events], [interview.FORM])

    def test_one_named_service_is_the_one_to_check(self) -> None:
        named = (entity("service", "id_card"),)
        self.run_action(interview.CheckEligibility(), tracker("check_eligibility", entities=named))
        self.assertEqual(self.acts, [{"kind": "interview", "step": "start", "service": "id_card"}])

    def test_a_reply_answers_the_question_that_waits(self) -> None:
        for action, value in (
            (replies.Affirm(), "yes"),
            (replies.Deny(), "no"),
            (replies.DontKnow(), "unknown"),
        ):
            with self.subTest(value):
                self.dispatcher = CollectingDispatcher()
                events = self.run_action(action, tracker("…", asked="fact"))
                self.assertEqual(self.acts, [{"kind": "interview", "step": "answer", "value": value}])
                self.assertEqual([event["name"] for event in events], [interview.FORM])

    def test_without_a_question_a_reply_is_acknowledged(self) -> None:
        for action in (replies.Affirm(), replies.Deny(), replies.DontKnow()):
            with self.subTest(action.name()):
                self.dispatcher = CollectingDispatcher()
                self.assertEqual(self.run_action(action, tracker("…")), [])
                self.assertEqual([act["kind"] for act in self.acts], ["say"])

    def test_an_answer_in_words_is_handed_on_as_it_is(self) -> None:
        self.run_action(interview.InformAnswer(), tracker("inform_answer", "快八十了", asked="fact"))
        self.assertEqual(self.acts, [{"kind": "interview", "step": "answer", "query": "快八十了"}])

    def validate(self, value: str, text: str, **metadata: Any) -> dict[str, Any]:
        said = tracker("inform_answer", text, loop=interview.FORM, **metadata)
        return interview.ValidateInterview().validate_interview_answer(value, self.dispatcher, said, {})

    def test_the_form_hands_an_answer_on_and_listens_again(self) -> None:
        slots = self.validate(interview.SAID, "七十八", asked="fact")
        self.assertEqual(self.acts, [{"kind": "interview", "step": "answer", "query": "七十八"}])
        self.assertEqual(slots, {"interview_answer": None})

    def test_the_form_ends_when_no_question_waits(self) -> None:
        slots = self.validate("yes", "好的")
        self.assertEqual(slots, {"interview_answer": None, "requested_slot": None})


class GettingThingsDone(Actions):
    def test_a_task_starts_with_all_that_the_message_names(self) -> None:
        text = "给我妈约明天上午办身份证"
        named = (
            entity("relation", "我妈", 1, 3),
            entity("time", "明天上午", 4, 8),
            entity("service", "id_card", 9, 12),
        )
        events = self.run_action(tasks.StartTask(), tracker("start_appointment", text, named))
        self.assertEqual(
            self.acts,
            [
                {
                    "kind": "task",
                    "step": "start",
                    "task": "appointment",
                    "query": text,
                    "given": {"time": "明天上午", "relation": "我妈", "service": "id_card"},
                }
            ],
        )
        self.assertEqual([event["name"] for event in events], [tasks.FORM])

    def test_nothing_named_is_nothing_given(self) -> None:
        self.run_action(tasks.StartTask(), tracker("start_complaint", "我要投诉"))
        self.assertEqual(
            self.acts, [{"kind": "task", "step": "start", "task": "complaint", "query": "我要投诉"}]
        )

    def test_out_of_another_form_the_task_waits_for_the_next_message(self) -> None:
        started = tracker("start_callback", "给我回电话", loop="district_form")
        self.assertEqual(self.run_action(tasks.StartTask(), started), [])

    def test_an_answer_is_handed_on_while_a_step_waits_and_enters_the_form(self) -> None:
        told = tracker("inform_task", "后天", (entity("time", "后天", 0, 2),), asked="task:when")
        events = self.run_action(tasks.InformTask(), told)
        self.assertEqual(
            self.acts, [{"kind": "task", "step": "answer", "query": "后天", "given": {"time": "后天"}}]
        )
        self.assertEqual([event["name"] for event in events], [tasks.FORM])

    def test_an_answer_to_nothing_is_not_understood(self) -> None:
        self.assertEqual(self.run_action(tasks.InformTask(), tracker("inform_task", "后天")), [])
        self.assertEqual(self.acts, [{"kind": "fallback", "reason": "not_understood", "query": "后天"}])

    def test_a_plain_reply_has_a_value_only_where_the_step_asks_for_yes_or_no(self) -> None:
        cases = (
            (replies.Affirm(), "好的", "task:confirm", {"value": "yes", "query": "好的"}),
            (replies.Deny(), "不对", "task:change", {"value": "no", "query": "不对"}),
            (replies.Affirm(), "好的", "task:who", {"query": "好的"}),
            (replies.DontKnow(), "说不准", "task:when", {"value": "unknown", "query": "说不准"}),
        )
        for action, text, asked, given_on in cases:
            with self.subTest(asked):
                self.dispatcher = CollectingDispatcher()
                self.run_action(action, tracker("…", text, asked=asked))
                self.assertEqual(self.acts, [{"kind": "task", "step": "answer", **given_on}])

    def test_what_is_put_right_is_the_last_that_was_said(self) -> None:
        text = "不是明天，是后天"
        said = (entity("time", "明天", 2, 4), entity("time", "后天", 6, 8))
        self.run_action(tasks.Correct(), tracker("correct", text, said, asked="task:confirm"))
        self.assertEqual(
            self.acts, [{"kind": "task", "step": "correct", "query": text, "given": {"time": "后天"}}]
        )

    def test_in_an_interview_what_is_put_right_is_an_answer(self) -> None:
        events = self.run_action(tasks.Correct(), tracker("correct", "不对，是八十", asked="fact"))
        self.assertEqual(self.acts, [{"kind": "interview", "step": "answer", "query": "不对，是八十"}])
        self.assertEqual([event["name"] for event in events], [interview.FORM])

    def validate(self, value: str, text: str, **metadata: Any) -> dict[str, Any]:
        said = tracker("inform_task", text, loop=tasks.FORM, **metadata)
        return tasks.ValidateTask().validate_task_answer(value, self.dispatcher, said, {})

    def test_the_form_hands_an_answer_on_and_listens_again(self) -> None:
        slots = self.validate(tasks.SAID, "电梯坏了", asked="task:happened")
        self.assertEqual(self.acts, [{"kind": "task", "step": "answer", "query": "电梯坏了"}])
        self.assertEqual(slots, {"task_answer": None})

    def test_the_form_refuses_no_answer(self) -> None:
        for text in ("随便", "你看着办", "……", "一"):
            with self.subTest(text):
                self.dispatcher = CollectingDispatcher()
                self.assertEqual(self.validate(tasks.SAID, text, asked="task:when"), {"task_answer": None})
                self.assertEqual(self.acts[0]["query"], text)

    def test_the_form_hands_on_what_is_put_right(self) -> None:
        self.validate(tasks.CORRECTED, "不对，是后天", asked="task:confirm")
        self.assertEqual(self.acts[0]["step"], "correct")

    def test_the_form_ends_when_no_step_waits(self) -> None:
        slots = self.validate("yes", "好的")
        self.assertEqual(slots, {"task_answer": None, "requested_slot": None})


class Giving(unittest.TestCase):
    def test_parts_of_one_time_that_stand_together_are_one(self) -> None:
        text = "明天的上午九点"
        parts = (entity("time", "明天", 0, 2), entity("time", "上午九点", 3, 7))
        self.assertEqual(given(parts, text), {"time": text})

    def test_two_times_with_an_or_between_are_two(self) -> None:
        text = "明天或者后天"
        parts = (entity("time", "明天", 0, 2), entity("time", "后天", 4, 6))
        self.assertEqual(given(parts, text), {"time": "明天"})

    def test_a_district_is_a_place_only_when_a_place_is_asked_for(self) -> None:
        parts = (entity("district", "350104", 2, 4),)
        self.assertEqual(given(parts, "我在仓山", "place"), {"place": "仓山"})
        self.assertEqual(given(parts, "我在仓山", "when"), {})

    def test_a_street_counts_more_than_the_district_before_it(self) -> None:
        parts = (entity("district", "350104", 0, 3), entity("place", "上渡路12号", 3, 9))
        self.assertEqual(given(parts, "仓山区上渡路12号", "place"), {"place": "上渡路12号"})


class AskingBeside(Actions):
    def test_the_words_go_along(self) -> None:
        for action, kind in (
            (asides.Explain(), "explain"),
            (asides.About(), "about"),
            (asides.Compare(), "compare"),
        ):
            with self.subTest(kind):
                self.dispatcher = CollectingDispatcher()
                self.assertEqual(self.run_action(action, tracker("…", "那我老伴呢")), [])
                self.assertEqual(self.acts, [{"kind": kind, "query": "那我老伴呢"}])


if __name__ == "__main__":
    unittest.main()
