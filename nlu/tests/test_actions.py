"""What the actions decide for one message. Services and places come from a small file of the test's own."""

import asyncio
import unittest
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import answers, asides, interview, replies
from actions.turn import Turn
from tests.turns import KNOWLEDGE, Actions, entity, tracker


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
