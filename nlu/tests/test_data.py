"""What Rasa's own validation says of the domain, the rules and the examples as they are."""

from __future__ import annotations

import logging
import unittest
import warnings
from pathlib import Path

from rasa.cli.utils import validate_files
from rasa.shared.importers.importer import TrainingDataImporter

import rules

NLU = Path(__file__).resolve().parent.parent
SAID_BY_A_FORM = "A form says it by its name; no rule has to."
MEANT = {
    (
        "Slot auto-fill has been removed in 3.0 and replaced with a new explicit mechanism to set slots. "
        "Please refer to https://rasa.com/docs/rasa/domain#slots to learn more."
    ): "Rasa says it of every domain that has slots.",
    "The intent 'inform_answer' is listed in the domain file, but is not found in the NLU training data.": (
        "What it is depends on the question that waits: components/judgement.py decides it."
    ),
    "The utterance 'utter_ask_district' is not used in any story or rule.": SAID_BY_A_FORM,
    "The utterance 'utter_ask_interview_answer' is not used in any story or rule.": SAID_BY_A_FORM,
    "The utterance 'utter_ask_task_answer' is not used in any story or rule.": SAID_BY_A_FORM,
}
"""Warnings that are no faults, each with the reason."""


def validated() -> tuple[bool, list[str]]:
    """Whether Rasa finds no fault, as `rasa data validate --fail-on-warnings` does, and its warnings."""
    importer = TrainingDataImporter.load_from_config(
        config_path=str(NLU / "config.yml"),
        domain_path=str(NLU / "domain"),
        training_data_paths=[str(NLU / "data")],
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            validate_files(fail_on_warnings=True, max_history=None, importer=importer)
        except SystemExit:
            whole = False
        else:
            whole = True
    told = [str(warning.message) for warning in caught if issubclass(warning.category, UserWarning)]
    return whole, told


class Validation(unittest.TestCase):
    def test_rasa_finds_no_fault_and_warns_of_nothing_but_what_is_meant(self) -> None:
        rules.write()
        # Conflicts between rules are told by a log record alone.
        with self.assertNoLogs(logging.getLogger("rasa"), "WARNING"):
            whole, told = validated()
        self.assertEqual(sorted(set(told)), sorted(MEANT))
        self.assertTrue(whole)


if __name__ == "__main__":
    unittest.main()
