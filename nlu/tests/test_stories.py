"""Conversations from their first message to their last, with the trained model.

`stories/test_*.yml` are in Rasa's own format and run by Rasa's own test: every intent, entity and action of a story
is predicted. That test runs no action and knows no metadata; so what depends on the question that waits is in
`stories/asked_*.yml`, whose turns run with the actions. `asked`, `service` and `region` of a turn are what the
assistant tells with the message, `acts` all that must come, in their order, and `form` what listens afterwards.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from typing import Any

import yaml
from rasa.core import test as rasas_test
from rasa.core.agent import Agent

from tests import talking

STORIES = Path(__file__).resolve().parent / "stories"
FORMS = ("district_form", "interview_form", "task_form")
WORDS = "query"

Turn = dict[str, Any]


def stories() -> list[dict[str, Any]]:
    return [
        story
        for file in sorted(STORIES.glob("test_*.yml"))
        for story in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
    ]


def conversations() -> dict[str, list[Turn]]:
    found: dict[str, list[Turn]] = {}
    for file in sorted(STORIES.glob("asked_*.yml")):
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


class StoriesInRasasFormat(unittest.TestCase):
    def test_each_story_is_told_once_and_there_are_some_of_every_form(self) -> None:
        names = [story["story"] for story in stories()]
        self.assertEqual(sorted(names), sorted(set(names)))
        self.assertGreaterEqual(len(names), 25)
        loops = [
            step["active_loop"] for story in stories() for step in story["steps"] if "active_loop" in step
        ]
        for form in FORMS:
            self.assertGreaterEqual(loops.count(form), 5, form)

    def test_every_intent_entity_and_action_is_predicted_as_told(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            agent = talking.agent(Path(folder) / "conversations.db")
            # Rasa fills the screen with a progress bar.
            with contextlib.redirect_stderr(io.StringIO()):
                result = asyncio.run(
                    rasas_test.test(
                        str(STORIES), agent, out_directory=folder, e2e=True, disable_plotting=True
                    )
                )
            failed = (Path(folder) / rasas_test.FAILED_STORIES_FILE).read_text(encoding="utf-8")
        told = len(stories())
        self.assertEqual(
            result["report"]["conversation_accuracy"],
            {"accuracy": 1.0, "correct": told, "with_warnings": 0, "total": told},
            failed,
        )
        self.assertEqual(result["accuracy"], 1.0, failed)
        # Each action comes from a rule; a fallback would come from the same policy with less confidence.
        self.assertEqual(
            {(one["policy"], one["confidence"]) for one in result["actions"]}, {("RulePolicy", 1.0)}
        )


class ConversationsWithWhatWasAsked(unittest.TestCase):
    def test_there_are_some_that_fill_leave_and_take_up_every_form(self) -> None:
        forms = [[turn["form"] for turn in turns] for turns in conversations().values()]
        for form in FORMS:
            self.assertGreaterEqual(sum(form in listening for listening in forms), 3, form)
        self.assertGreaterEqual(len(forms), 20)

    def test_every_turn_leads_to_the_acts_and_the_form_that_are_told(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            agent = talking.agent(Path(folder) / "conversations.db")
            for name, turns in conversations().items():
                for place, (turn, acts, form) in enumerate(asyncio.run(held(agent, name, turns)), 1):
                    with self.subTest(name, turn=place, says=turn["says"]):
                        self.assertEqual([without_words(act, turn["says"]) for act in acts], turn["acts"])
                        self.assertEqual(form, turn["form"])


async def held(
    agent: Agent, name: str, turns: list[Turn]
) -> list[tuple[Turn, list[talking.Act], str | None]]:
    """The conversation: each turn with the acts that came and the form that listened afterwards."""
    talk = talking.Talk(agent, name)
    happened = []
    for turn in turns:
        known = {key: turn[key] for key in ("asked", "service", "region") if key in turn}
        happened.append((turn, await talk.say(turn["says"], **known), await talk.form()))
    return happened


def without_words(act: talking.Act, said: str) -> talking.Act:
    """The act without the words that it hands on. Raises AssertionError when they are not those that were said."""
    if act.get(WORDS, said) != said:
        raise AssertionError(f"an act hands on other words: {act}")
    return {key: value for key, value in act.items() if key != WORDS}


if __name__ == "__main__":
    unittest.main()
