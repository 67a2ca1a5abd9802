"""How a message is brought into form, what is found in it, and what is decided by rule."""

import unittest
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.judgement import Judgement
from components.known_words import KINDS, Words, kind_sign
from components.normaliser import normalise

NLU = Path(__file__).resolve().parent.parent
CONFIG = yaml.safe_load((NLU / "config.yml").read_text(encoding="utf-8"))
JUDGEMENT = next(c for c in CONFIG["pipeline"] if c["name"].endswith("Judgement"))


class Normalising(unittest.TestCase):
    def test_forms_of_one_text_become_one(self) -> None:
        for text in ("ＩＤ　ｃａｒｄ", "ID card", " id  card ", "id\u200b card", "/id card", "／id card"):
            with self.subTest(text):
                self.assertEqual(normalise(text, 400), "id card")

    def test_spaces_between_chinese_characters_are_dropped(self) -> None:
        self.assertEqual(normalise("低 保 怎么 办？？", 400), "低保怎么办?")

    def test_of_a_long_text_the_beginning_and_the_end_remain(self) -> None:
        text = normalise("甲" * 5000 + "低保怎么办", 400)
        self.assertLessEqual(len(text), 401)
        self.assertTrue(text.startswith("甲"))
        self.assertTrue(text.endswith("低保怎么办"))


class FindingKnownWords(unittest.TestCase):
    def test_chinese_words_are_found_without_boundaries_and_the_longer_wins(self) -> None:
        words = Words({"身份证": "id_card", "临时身份证": "temporary_card"})
        self.assertEqual([hit.value for hit in words.find("我要办临时身份证")], ["temporary_card"])

    def test_english_words_need_boundaries(self) -> None:
        words = Words({"fee": "fee"})
        self.assertEqual(words.find("coffee with feet"), [])
        self.assertEqual([(hit.start, hit.end) for hit in words.find("what fee?")], [(5, 8)])

    def test_a_gap_stands_for_a_few_characters_of_one_sentence(self) -> None:
        words = Words({"帮…办": "proxy"})
        self.assertEqual(len(words.find("能帮我爸办吗")), 1)
        self.assertEqual(words.find("帮我。去哪里办"), [])


class Judging(unittest.TestCase):
    def setUp(self) -> None:
        config = {key: value for key, value in JUDGEMENT.items() if key != "name"}
        self.judgement = Judgement({**Judgement.get_default_config(), **config})

    def judge(self, text: str, intent: str, confidence: float = 0.9, **more: Any) -> str:
        ranking = [{"name": intent, "confidence": confidence}, {"name": "ask_service", "confidence": 0.1}]
        data = {TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: ranking, **more}
        return self.judgement.judge(Message(data=data)) or intent

    def test_a_person_is_asked_for_whatever_the_classifier_says(self) -> None:
        for text in ("人工", "人工!", "转人工", "给我接人工啊", "human", "can i talk to a person", "0"):
            with self.subTest(text):
                self.assertEqual(self.judge(text, "out_of_scope"), "request_human")

    def test_what_is_only_called_artificial_asks_for_no_person(self) -> None:
        for text in ("人工耳蜗有补贴吗", "人工关节能报销吗", "人工智能是什么"):
            with self.subTest(text):
                self.assertEqual(self.judge(text, "ask_service"), "ask_service")

    def test_an_unsure_emergency_is_the_next_best_intent(self) -> None:
        self.assertEqual(self.judge("骗子电话怎么举报", "emergency_fraud", 0.4), "ask_service")
        self.assertEqual(self.judge("骗子叫我现在转账", "emergency_fraud", 0.8), "emergency_fraud")

    def test_a_remark_that_names_a_service_is_a_question(self) -> None:
        known = {KINDS: [kind_sign("service")]}
        self.assertEqual(self.judge("谢谢，低保怎么办", "thanks", **known), "ask_service")
        self.assertEqual(self.judge("身份证天气", "out_of_scope", **known), "ask_service")

    def test_while_a_question_waits_a_short_message_answers_it(self) -> None:
        waits = {"metadata": {"asked": "fact"}}
        for text, intent in (
            ("七十八岁", "inform_district"),
            ("78", "nlu_fallback"),
            ("中度吧", "out_of_scope"),
        ):
            with self.subTest(text):
                self.assertEqual(self.judge(text, intent, **waits), "inform_answer")
        self.assertEqual(self.judge("人工", "out_of_scope", **waits), "request_human")
        self.assertEqual(self.judge("不知道", "deny", **waits), "dont_know")
        named = {KINDS: [kind_sign("service")], **waits}
        self.assertEqual(self.judge("办身份证要带什么", "ask_service", **named), "ask_service")
        self.assertEqual(self.judge("78", "inform_district"), "nlu_fallback")

    def test_while_a_step_waits_what_is_told_answers_it(self) -> None:
        for step, text, intent in (
            ("when", "明天上午", "out_of_scope"),
            ("when", "哪天都行", "ask_service"),
            ("who", "我老伴", "ask_about_other"),
            ("phone", "13800001111", "nlu_fallback"),
            ("pick", "2", "nlu_fallback"),
            ("place", "东街口那家药店边上", "nlu_fallback"),
            ("happened", "他们天天半夜在楼道里敲东西吵得我睡不着觉真受不了", "limit_abuse"),
        ):
            with self.subTest(step=step, text=text):
                waits = {"metadata": {"asked": f"task:{step}"}}
                self.assertEqual(self.judge(text, intent, 0.5, **waits), "inform_task")

    def test_who_does_nothing_but_name_somebody_has_answered(self) -> None:
        named = {KINDS: [kind_sign("relation")], "metadata": {"asked": "task:who"}}
        self.assertEqual(self.judge("我妈妈", "limit_minor", **named), "inform_task")
        self.assertEqual(self.judge("我妈妈不在家我害怕", "limit_minor", **named), "limit_minor")

    def test_while_a_step_waits_nobody_is_held(self) -> None:
        named = [kind_sign("service"), kind_sign("aspect")]
        for step in ("when", "place", "happened", "confirm"):
            waits = {"metadata": {"asked": f"task:{step}"}}
            for text, intent in (
                ("转人工", "inform_task"),
                ("算了", "inform_task"),
                ("再说一遍", "inform_task"),
                ("不知道", "inform_task"),
                ("着火了", "inform_task"),
            ):
                with self.subTest(step=step, text=text):
                    self.assertNotIn(self.judge(text, intent, **waits), ("inform_task", "correct"))
            with self.subTest(step=step):
                self.assertEqual(self.judge("说慢一点", "speak_slower", **waits), "speak_slower")
                question = {**waits, KINDS: named}
                self.assertEqual(self.judge("办身份证要带什么", "ask_service", **question), "ask_service")

    def test_what_is_denied_and_put_right_in_one_breath_is_a_correction(self) -> None:
        waits = {"metadata": {"asked": "task:confirm"}}
        for text in ("不对，是后天", "不是我妈，是我爸", "改成周五", "no, it's Tuesday"):
            with self.subTest(text):
                self.assertEqual(self.judge(text, "inform_task", **waits), "correct")
        for text in ("不对", "不是"):
            with self.subTest(text):
                self.assertEqual(self.judge(text, "deny", **waits), "deny")
        told = {"metadata": {"asked": "task:when"}}
        for text in ("晚了,八点", "不在家里,在医院", "你念的号不对,13800001111"):
            with self.subTest(text):
                self.assertEqual(self.judge(text, "inform_task", **told), "correct")

    def test_without_a_word_that_puts_right_nothing_is_corrected(self) -> None:
        told = {"metadata": {"asked": "task:phone"}}
        self.assertEqual(self.judge("电话是13800001111", "correct", **told), "inform_task")
        self.assertEqual(self.judge("少了一位,13800001111", "correct", **told), "correct")

    def test_an_answer_to_nothing_is_not_understood_unless_it_names_a_service(self) -> None:
        self.assertEqual(self.judge("明天上午", "inform_task"), "nlu_fallback")
        named = {KINDS: [kind_sign("service")]}
        self.assertEqual(self.judge("我的身份证", "inform_task", **named), "ask_service")

    def test_nobody_is_called_rude_on_a_guess(self) -> None:
        self.assertEqual(self.judge("王小明村", "limit_abuse", 0.5), "nlu_fallback")
        self.assertEqual(self.judge("你个笨蛋", "limit_abuse", 0.9), "limit_abuse")
        self.assertEqual(self.judge("咕噜咕噜", "limit_joke", 0.31), "nlu_fallback")
        self.assertEqual(self.judge("讲个笑话", "limit_joke", 0.5), "limit_joke")

    def test_who_will_not_tell_has_not_said_no(self) -> None:
        self.assertEqual(self.judge("不想说", "deny", metadata={"asked": "fact"}), "dont_know")
        for text in ("不想说", "不想说我是谁"):
            with self.subTest(text):
                waits = {"metadata": {"asked": "task:place"}}
                self.assertEqual(self.judge(text, "dont_know", **waits), "inform_task")

    def test_what_starts_something_may_name_a_service(self) -> None:
        named = {KINDS: [kind_sign("service")]}
        for intent in ("start_appointment", "compare", "explain", "limit_others_data"):
            with self.subTest(intent):
                self.assertEqual(self.judge("低保什么的", intent, **named), intent)

    def test_a_long_story_is_a_question(self) -> None:
        self.assertEqual(
            self.judge("我老伴去年摔了一跤以后一直躺在床上没有人照顾怎么办", "goodbye"), "ask_service"
        )

    def test_text_without_a_letter_is_not_understood(self) -> None:
        for text in ("", "?", "12", "。"):
            with self.subTest(text):
                self.assertEqual(self.judge(text, "affirm"), "nlu_fallback")

    def test_after_the_question_for_the_district_unclear_words_are_a_place(self) -> None:
        asked = {"metadata": {"asked": "district"}}
        self.assertEqual(self.judge("火星街", "out_of_scope", 0.4, **asked), "inform_district")
        self.assertEqual(self.judge("今天天气怎么样", "out_of_scope", 0.9, **asked), "out_of_scope")
        self.assertEqual(self.judge("火星街", "out_of_scope", 0.4), "out_of_scope")
        self.assertEqual(self.judge("火星街", "inform_task", 0.8, **asked), "inform_district")
        self.assertNotEqual(self.judge("火星街", "emergency_fire", 0.55, **asked), "emergency_fire")
        self.assertEqual(self.judge("家里烧起来了", "emergency_fire", 0.55), "emergency_fire")


if __name__ == "__main__":
    unittest.main()
