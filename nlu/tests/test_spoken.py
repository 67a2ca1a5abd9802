"""Times, places, relations and numbers: by pattern, and as a model learns them."""

import tempfile
import unittest
from pathlib import Path
from typing import Any

from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.known_words import KINDS, kind_sign
from components.normaliser import Normaliser
from components.spoken_patterns import find
from measuring.pipeline import Pipeline


def example(marked: str, intent: str = "inform_task") -> Message:
    """An example whose entities are marked as in Rasa's files."""
    text, entities = "", []
    for part in marked.split("["):
        if "](" in part:
            word, rest = part.split("](")
            kind, after = rest.split(")", 1)
            entities.append({"entity": kind, "start": len(text), "end": len(text) + len(word), "value": word})
            text += word + after
        else:
            text += part
    return Message(data={TEXT: text, INTENT: intent, ENTITIES: entities})


TAUGHT = [
    "[明天上午](time)",
    "[后天下午](time)来",
    "那就[周三](time)吧",
    "我住[五一路12号](place)",
    "在[东街口](place)",
    "到[幸福里小区](place)来",
    "给[我妈](relation)办",
    "[我老伴](relation)的事",
    "打[13800001111](phone)",
    "电梯坏了没人修",
]


class FindingByPattern(unittest.TestCase):
    def test_what_people_say_is_found_whole(self) -> None:
        for text, found in (
            ("明天上午九点", [("time", "明天上午九点")]),
            ("下周三下晌吧", [("time", "下周三下晌")]),
            ("礼拜五下午三点半", [("time", "礼拜五下午三点半")]),
            ("给我妈办", [("relation", "我妈")]),
            ("打13800001111", [("phone", "13800001111")]),
            ("幺三八零零零零一一一一", [("phone", "幺三八零零零零一一一一")]),
            ("tomorrow morning", [("time", "tomorrow morning")]),
            ("it's for my mother", [("relation", "my mother")]),
        ):
            with self.subTest(text):
                self.assertEqual([(one.entity, text[one.start : one.end]) for one in find(text)], found)

    def test_a_little_is_no_time(self) -> None:
        for text in ("慢一点", "声音大一点", "说快点"):
            with self.subTest(text):
                self.assertEqual(find(text), [])

    def test_the_number_of_a_house_is_no_day(self) -> None:
        self.assertNotIn("time", [one.entity for one in find("五一路12号")])


class Learning(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.pipeline = Pipeline(Path(folder.name))
        self.entities = self.pipeline.components["SpokenEntities"]
        self.entities.train(TrainingData(training_examples=[example(one) for one in TAUGHT]))

    def words(self, text: str, step: str | None = None) -> list[tuple[str, str]]:
        return [(one.entity, text[one.start : one.end]) for one in self.entities.find(text, step)]

    def test_what_was_taught_is_found(self) -> None:
        self.assertEqual(self.words("我住五一路12号"), [("place", "五一路12号")])
        self.assertEqual(self.words("给我妈办"), [("relation", "我妈")])
        self.assertEqual(self.words("电梯坏了没人修"), [])

    def test_a_message_carries_the_words_and_signs_of_their_kinds(self) -> None:
        message = Message(data={TEXT: "后天下午来", "metadata": {"asked": "task:when"}})
        self.entities.process([message])
        (found,) = message.get(ENTITIES)
        self.assertEqual((found["entity"], found["value"]), ("time", "后天下午"))
        self.assertEqual(message.get(KINDS), [kind_sign("time")])

    def test_what_others_found_stays(self) -> None:
        known = {"entity": "district", "start": 0, "end": 2, "value": "350104"}
        message = Message(data={TEXT: "仓山", ENTITIES: [known]})
        self.entities.process([message])
        self.assertIn(known, message.get(ENTITIES))

    def test_a_model_that_is_loaded_finds_the_same(self) -> None:
        kind = type(self.entities)
        loaded = kind.load(
            self.entities._config, self.entities._storage, self.entities._resource, self.pipeline.context
        )
        for one in TAUGHT:
            text = example(one).get(TEXT)
            with self.subTest(text):
                self.assertEqual(loaded.find(text), self.entities.find(text))


class ComingIntoForm(unittest.TestCase):
    def moved(self, marked: str) -> list[tuple[Any, ...]]:
        message = example(marked)
        Normaliser(400).process_training_data(TrainingData(training_examples=[message]))
        text = message.get(TEXT)
        return [(e["entity"], e["value"], text[e["start"] : e["end"]]) for e in message.get(ENTITIES)]

    def test_an_entity_stands_where_its_word_stands(self) -> None:
        for marked in (
            "那个 [下周](time)看看",
            "回我这个　[１３８００００１１１１](phone)",
            "I'll come [ON Monday](time)",
        ):
            with self.subTest(marked):
                for _, value, word in self.moved(marked):
                    self.assertEqual(value, word)

    def test_two_equal_words_keep_their_places(self) -> None:
        message = example("[我妈](relation)，不是 [我妈](relation)")
        Normaliser(400).process_training_data(TrainingData(training_examples=[message]))
        first, second = message.get(ENTITIES)
        self.assertLess(first["start"], second["start"])


if __name__ == "__main__":
    unittest.main()
