"""Rasa's ResponseSelector, trained on a few texts, as the assistant's evaluation uses it."""

import contextlib
import io
import os
import unittest
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import selector

SERVICES = {
    "id_card": ["身份证丢了怎么办", "补办身份证", "身份证过期换证", "办身份证要带什么", "lost my id card"],
    "minimum_living": ["低保怎么申请", "低保多少钱", "困难家庭补助", "最低生活保障", "minimum allowance"],
    "marriage_registration": [
        "结婚登记要带什么",
        "领结婚证",
        "结婚证在哪里领",
        "结婚要预约吗",
        "get married",
    ],
}
ASKED = {"我的身份证丢了": "id_card", "想问低保": "minimum_living", "结婚登记去哪里": "marriage_registration"}


class Selecting(unittest.TestCase):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, Path.cwd())
        os.chdir(folder.name)

    def rank(self, questions: list[str], **options: object) -> list[selector.Ranking]:
        # Rasa prints each message, and warns of what its own libraries deprecate.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return selector.rank(SERVICES, questions, epochs=20, **options)

    def test_the_right_service_is_first_and_every_one_is_ranked(self) -> None:
        told: list[tuple[str, int, int]] = []
        rankings = self.rank(list(ASKED), progress=lambda *report: told.append(report))
        self.assertEqual([ranking[0][0] for ranking in rankings], list(ASKED.values()))
        for ranking in rankings:
            self.assertEqual({service for service, _ in ranking}, set(SERVICES))
            confidences = [confidence for _, confidence in ranking]
            self.assertEqual(confidences, sorted(confidences, reverse=True))
            self.assertAlmostEqual(sum(confidences), 1.0, places=4)
        self.assertIn(("training", 20, 20), told)
        self.assertEqual(told[-1], ("ranking", 3, 3))
        self.assertEqual(list(Path.cwd().iterdir()), [], "something of the training is left")

    def test_a_seed_always_gives_the_same_confidences(self) -> None:
        # Of what Rasa could take for an intent, an entity, or nothing at all, too.
        questions = [*ASKED, "/greet", "[低保](x)", "???", ""]
        self.assertEqual(self.rank(questions, seed=7), self.rank(questions, seed=7))

    def test_marks_of_entities_are_no_part_of_an_example(self) -> None:
        data = selector.examples({"id_card": ["[身份证](card) 丢了", "补办\n身份证"]})
        self.assertEqual(data["nlu"][0]["examples"], "- 身份证 card 丢了\n- 补办 身份证\n")


if __name__ == "__main__":
    unittest.main()
