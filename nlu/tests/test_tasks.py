"""What the actions decide while something is to be done: they hand on what is said, and refuse nothing."""

import unittest
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import interview, replies, tasks
from actions.given import given
from tests.turns import Actions, entity, tracker


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


if __name__ == "__main__":
    unittest.main()
