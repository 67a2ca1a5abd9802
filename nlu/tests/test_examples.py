"""The hand-written examples: each is told once, for one intent, with entities that Rasa can read."""

import csv
import re
import unittest
from collections import defaultdict
from pathlib import Path

import yaml

NLU = Path(__file__).resolve().parent.parent
FILES = sorted((NLU / "data").glob("*.yml"))
OUT_OF_DOMAIN = NLU.parent / "tests" / "out_of_domain" / "lines.tsv"
LANGUAGES = ("zh", "en")
ENTITIES = {"time", "place", "relation", "phone"}
# The fewest examples of an intent from which its wording can be learnt, by language.
FEWEST = {"zh": 25, "en": 6}

_ENTITY = re.compile(r"\[([^\[\](){}]+)\]\(([a-z]+)\)")
_MARK = re.compile(r"[\[\](){}]")
_DIGIT = r"[\d零〇一二三四五六七八九十两幺]"
_EDGE = re.compile(r"^[\s，。、]|[\s，。、]$")


def read(path: Path) -> dict[str, list[str]]:
    """The examples of one file, by intent."""
    blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    return {
        block["intent"]: [line.removeprefix("- ") for line in block["examples"].splitlines()]
        for block in blocks
        if "intent" in block
    }


def plain(example: str) -> str:
    return _ENTITY.sub(r"\1", example)


def compared(text: str) -> str:
    """Two lines that differ only in punctuation and case are the same line to the classifier."""
    return re.sub(r"[\W_]+", "", text.lower())


def language(path: Path) -> str:
    return path.name.split(".")[-2]


class Examples(unittest.TestCase):
    def setUp(self) -> None:
        self.by_file = {path: read(path) for path in FILES if language(path) in LANGUAGES}

    def every(self) -> list[tuple[Path, str, str]]:
        return [
            (path, intent, line)
            for path, intents in self.by_file.items()
            for intent, lines in intents.items()
            for line in lines
        ]

    def test_there_are_examples_in_both_languages(self) -> None:
        self.assertEqual({language(path) for path in self.by_file}, set(LANGUAGES))

    def test_an_example_stands_under_one_intent_and_once_in_its_language(self) -> None:
        places: dict[str, set[str]] = defaultdict(set)
        repeated = []
        seen = set()
        for path, intent, line in self.every():
            key = compared(plain(line))
            places[key].add(intent)
            if (language(path), intent, key) in seen:
                repeated.append(line)
            seen.add((language(path), intent, key))
        self.assertEqual({key: intents for key, intents in places.items() if len(intents) > 1}, {})
        self.assertEqual(repeated, [])

    def test_the_marks_of_entities_are_whole_and_of_a_known_kind(self) -> None:
        for path, intent, line in self.every():
            with self.subTest(path=path.name, intent=intent, line=line):
                self.assertNotRegex(plain(line), _MARK)
                for words, kind in _ENTITY.findall(line):
                    self.assertIn(kind, ENTITIES)
                    self.assertNotRegex(words, _EDGE)

    def test_a_telephone_number_has_the_digits_of_one(self) -> None:
        homophones = re.compile(r"[腰妖山衣]")
        for path, intent, line in self.every():
            for words, kind in _ENTITY.findall(line):
                if kind == "phone" and language(path) == "zh":
                    with self.subTest(intent=intent, line=line):
                        digits = re.findall(_DIGIT, homophones.sub("一", words))
                        self.assertIn(len(digits), (7, 8, 11, 12))

    def test_no_example_is_empty(self) -> None:
        self.assertEqual([line for _, _, line in self.every() if not compared(line)], [])

    def test_every_intent_has_enough_examples_in_each_language(self) -> None:
        count: dict[tuple[str, str], int] = defaultdict(int)
        for path, intent, _ in self.every():
            count[language(path), intent] += 1
        intents = {intent for _, intent in count}
        few = {
            (code, intent): count[code, intent]
            for code, fewest in FEWEST.items()
            for intent in intents
            if count[code, intent] < fewest
        }
        self.assertEqual(few, {})

    def test_what_is_nobodys_business_is_not_trained(self) -> None:
        trained = {compared(plain(line)) for _, _, line in self.every()}
        with OUT_OF_DOMAIN.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        self.assertGreaterEqual(len(rows), 240)
        texts = [row["text"] for row in rows]
        self.assertEqual(len(texts), len(set(texts)))
        self.assertEqual([text for text in texts if compared(text) and compared(text) in trained], [])


if __name__ == "__main__":
    unittest.main()
