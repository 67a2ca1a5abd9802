"""What a few words mean by themselves, and what is meant when it cannot be the answer to a step."""

import unittest
from typing import Any

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.seen import bare
from components.short_words import only
from tests.test_components import JUDGEMENT, Judgement


class ShortWords(unittest.TestCase):
    def test_a_short_message_means_what_people_say_it_for(self) -> None:
        for intent, texts in (
            ("affirm", ("是的。", "对对对", "嗯,好的", "可以啊", "就这样", "没错!", "Yes, right", "OK")),
            ("deny", ("不是", "没有啊", "不对不对", "不用", "都不是", "no thanks", "Nope")),
            ("dont_know", ("不太清楚", "我忘了", "说不准", "不想说", "哪个晓得哦", "no idea")),
            ("greet", ("喂,你好", "早上好", "有人吗", "您好", "good morning", "hi there")),
            ("thanks", ("谢谢你啊", "好的,多谢了", "麻烦您了", "thank you very much")),
            ("goodbye", ("好的再见", "拜拜啦", "没事了", "ok bye")),
        ):
            for text in texts:
                with self.subTest(text):
                    self.assertEqual(only(bare(text)), intent)

    def test_whoever_says_more_says_something_else(self) -> None:
        for text in (
            "",
            "不用了",
            "好的我要预约",
            "没有钱",
            "是我妈",
            "对面",
            "不懂",
            "你好低保怎么办",
            "no money",
            "忘了我",
            "行不行",
        ):
            with self.subTest(text):
                self.assertIsNone(only(bare(text)))


class NoAnswer(unittest.TestCase):
    def setUp(self) -> None:
        config = {key: value for key, value in JUDGEMENT.items() if key != "name"}
        self.judgement = Judgement({**Judgement.get_default_config(), **config})

    def judge(self, text: str, *ranking: tuple[str, float], asked: str | None = None) -> str:
        ranked = [{"name": name, "confidence": share} for name, share in ranking]
        data: dict[str, Any] = {TEXT: text, INTENT: ranked[0], INTENT_RANKING_KEY: ranked}
        message = Message(data={**data, "metadata": {"asked": asked}})
        return self.judgement.judge(message) or ranked[0]["name"]

    def test_what_answers_no_step_is_what_comes_next_when_that_is_clear(self) -> None:
        light = ("楼下路灯坏了", ("inform_task", 0.5), ("start_complaint", 0.4), ("ask_service", 0.05))
        self.assertEqual(self.judge(*light), "start_complaint")
        self.assertEqual(self.judge(*light, asked="task:happened"), "inform_task")

    def test_what_answers_no_step_is_not_understood_when_several_things_may_be_meant(self) -> None:
        self.assertEqual(
            self.judge(
                "明天", ("inform_task", 0.6), ("greet", 0.14), ("start_callback", 0.13), ("more", 0.13)
            ),
            "nlu_fallback",
        )

    def test_no_danger_and_no_refusal_is_guessed_behind_an_answer(self) -> None:
        for intent in ("emergency_fire", "limit_abuse", "limit_joke"):
            with self.subTest(intent):
                self.assertEqual(
                    self.judge("烟囱冒烟", ("inform_task", 0.5), (intent, 0.4), ("start_complaint", 0.1)),
                    "nlu_fallback",
                )

    def test_what_a_task_would_do_can_be_refused(self) -> None:
        for text, intent in (
            ("不用上门了", "start_home_visit"),
            ("别打过来了", "start_callback"),
            ("don't call me after all", "start_callback"),
        ):
            with self.subTest(text):
                self.assertEqual(self.judge(text, (intent, 0.9)), "cancel")
        self.assertEqual(self.judge("别发短信了,打电话", ("start_callback", 0.9)), "start_callback")


if __name__ == "__main__":
    unittest.main()
