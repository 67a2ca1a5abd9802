"""Examples said in other words."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import yaml

import paraphrase

NLU = Path(__file__).resolve().parent.parent
SOUNDS = {"约": ["月", "岳"], "办": ["半"], "要": ["药"]}
EXAMPLES = [("start_appointment", "我要约个号"), ("cancel", "算了不办了"), ("thanks", "thank you")]


class Paraphrasing(unittest.TestCase):
    def setUp(self) -> None:
        patch = mock.patch.object(paraphrase, "_homophones", lambda: SOUNDS)
        patch.start()
        self.addCleanup(patch.stop)

    def test_a_seed_always_gives_the_same_and_another_gives_another(self) -> None:
        many = [("cancel", f"我说那个{n}不办了") for n in range(30)]
        self.assertEqual(paraphrase.widened(many, 1), paraphrase.widened(many, 1))
        self.assertNotEqual(paraphrase.widened(many, 1), paraphrase.widened(many, 2))

    def test_an_examples_paraphrases_do_not_depend_on_the_others(self) -> None:
        alone = paraphrase.widened(EXAMPLES[:1])
        self.assertEqual(alone, [one for one in paraphrase.widened(EXAMPLES) if one.intent == EXAMPLES[0][0]])

    def test_a_text_that_is_given_is_not_made(self) -> None:
        made = {one.text for one in paraphrase.widened(EXAMPLES)}
        again = paraphrase.widened([*EXAMPLES, *(("deny", text) for text in made)])
        self.assertFalse(made & {one.text for one in again})

    def test_the_intent_stays_and_english_is_left_alone(self) -> None:
        made = paraphrase.widened(EXAMPLES)
        self.assertEqual({one.intent for one in made}, {"start_appointment", "cancel"})

    def test_what_is_misheard_sounds_the_same(self) -> None:
        from random import Random

        heard = paraphrase.misheard("要约", Random(1), 1.0)
        self.assertIn(heard, {"药月", "药岳"})

    def test_examples_are_written_as_rasa_reads_them_and_say_where_they_come_from(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "widened.yml"
            paraphrase.write(target)
            first = target.read_bytes()
            blocks = yaml.safe_load(first)["nlu"]
            paraphrase.write(target)
            self.assertEqual(target.read_bytes(), first)
        self.assertGreater(len(blocks), 40)
        for block in blocks:
            self.assertEqual(block["metadata"], paraphrase.SOURCE)
            self.assertNotRegex(block["examples"], r"[\[\](){}]")


class Table(unittest.TestCase):
    def test_no_word_stands_for_itself(self) -> None:
        words = yaml.safe_load((NLU / "paraphrase.yml").read_text(encoding="utf-8"))["words"]
        for word, others in words.items():
            with self.subTest(word):
                self.assertEqual(len(set(others)), len(others))
                self.assertNotIn(word, others)


if __name__ == "__main__":
    unittest.main()
