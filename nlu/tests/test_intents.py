"""How an intent is told: from characters, sounds and meaning, then by rule."""

import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components import meaning, sounds
from components.opposites import PAIRS, right_way_round
from measuring.pipeline import Pipeline

TAUGHT = {
    "thanks": ("谢谢", "多谢你", "麻烦你了谢谢", "thank you", "thanks a lot"),
    "cancel": ("算了不办了", "不弄了", "取消吧", "cancel that", "never mind"),
    "simplify": ("听不懂", "太复杂了", "说简单点", "too complicated", "in plain words"),
}
TABLE = {"谢": "xie", "写": "xie", "懂": "don", "董": "don", "听": "tin", "不": "bu"}


def taught() -> TrainingData:
    return TrainingData(
        training_examples=[
            Message(data={TEXT: text, INTENT: intent}) for intent, texts in TAUGHT.items() for text in texts
        ]
    )


class Sounding(unittest.TestCase):
    def test_a_misheard_word_sounds_the_same(self) -> None:
        self.assertEqual(sounds.spoken("听不懂", TABLE), sounds.spoken("听不董", TABLE))

    def test_what_dialects_do_not_tell_apart_is_one_sound(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sounds.txt"
            file.write_text("shi\t是\nsi\t四\nzhang\t张\nzan\t赞\n", encoding="utf-8")
            table = sounds.load(file)
        self.assertEqual(table["是"], table["四"])
        self.assertEqual(table["张"], table["赞"])

    def test_what_has_no_sound_is_left_out(self) -> None:
        self.assertEqual(sounds.spoken("谢x谢!", TABLE), "xie xie")


class Meaning(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "models" / "meaning.npz"
        self.asked: list[str] = []
        patches = (
            mock.patch.object(meaning, "model", lambda: self),
            mock.patch.dict(meaning._computed, clear=True),
        )
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)

    def query(self, texts: list[str]) -> Any:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    def test_each_text_is_computed_once(self) -> None:
        first = meaning.of_examples(["一", "二二", "一"], self.file)
        meaning._computed.clear()
        again = meaning.of_examples(["二二", "一"], self.file)
        assert first is not None and again is not None
        self.assertEqual(sorted(self.asked), ["一", "二二"])
        self.assertEqual(first[:, 0].tolist(), [1.0, 2.0, 1.0])
        self.assertEqual(again[:, 0].tolist(), [2.0, 1.0])

    def test_a_broken_file_is_made_again(self) -> None:
        self.file.parent.mkdir()
        self.file.write_bytes(b"not vectors")
        meaning.of_examples(["一"], self.file)
        self.assertEqual(self.asked, ["一"])
        meaning._computed.clear()
        meaning.of_examples(["一"], self.file)
        self.assertEqual(self.asked, ["一"])


class Telling(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patch = mock.patch.object(sounds, "load", lambda: TABLE)
        patch.start()
        self.addCleanup(patch.stop)

    def trained(self, **changed: Any) -> Any:
        self.pipeline = Pipeline(self.folder, {"CharacterIntents": changed})
        intents = self.pipeline.components["CharacterIntents"]
        intents.train(taught())
        return intents

    def best(self, intents: Any, text: str) -> str:
        return str(intents.rank(Message(data={TEXT: text}))[0]["name"])

    def test_what_was_taught_is_told(self) -> None:
        intents = self.trained(meaning=0.0)
        for intent, texts in TAUGHT.items():
            for text in texts:
                with self.subTest(text):
                    self.assertEqual(self.best(intents, text), intent)

    def test_a_homophone_counts_as_the_word(self) -> None:
        intents = self.trained(meaning=0.0)
        self.assertEqual(self.best(intents, "写写"), "thanks")

    def test_the_shares_are_of_one_whole_and_the_best_comes_first(self) -> None:
        ranking = self.trained(meaning=0.0).rank(Message(data={TEXT: "谢谢"}))
        shares = [one["confidence"] for one in ranking]
        self.assertAlmostEqual(sum(shares), 1.0, places=5)
        self.assertEqual(shares, sorted(shares, reverse=True))

    def test_where_meaning_cannot_be_had_characters_decide(self) -> None:
        with mock.patch.object(meaning, "model", lambda: None):
            self.assertEqual(self.best(self.trained(), "算了"), "cancel")

    def test_a_model_that_is_loaded_ranks_the_same(self) -> None:
        intents = self.trained(meaning=0.0)
        loaded = type(intents).load(
            intents._config, intents._storage, intents._resource, self.pipeline.context
        )
        for text in ("谢谢", "不弄了吧", "复杂", "?", ""):
            message = Message(data={TEXT: text})
            with self.subTest(text):
                self.assertEqual(loaded.rank(message), intents.rank(message))


class RightWayRound(unittest.TestCase):
    def test_of_two_opposites_the_words_decide(self) -> None:
        for text, right in (
            ("字太小", "text_bigger"),
            ("字小一点", "text_smaller"),
            ("不要大字了", "text_smaller"),
            ("too small to read", "text_bigger"),
            ("声音太大", "speak_softer"),
            ("大声点", "speak_louder"),
            ("听不见", "speak_louder"),
            ("说得太快", "speak_slower"),
            ("快点说", "speak_faster"),
            ("别说那么快", "speak_slower"),
            ("not so fast", "speak_slower"),
            ("看不懂繁体", "set_script_hans"),
            ("换成繁体", "set_script_hant"),
            ("繁体看不惯", "set_script_hans"),
            ("不要英文", "set_language_zh"),
            ("i can't read chinese", "set_language_en"),
            ("换成中文", "set_language_zh"),
        ):
            (pair,) = (pair for pair in PAIRS if right in (pair.one, pair.other))
            for said in (pair.one, pair.other):
                with self.subTest(text=text, said=said):
                    self.assertEqual(right_way_round(said, text), right)

    def test_words_that_tell_nothing_leave_it(self) -> None:
        self.assertEqual(right_way_round("speak_slower", "那个"), "speak_slower")
        self.assertEqual(right_way_round("thanks", "太大"), "thanks")


if __name__ == "__main__":
    unittest.main()
