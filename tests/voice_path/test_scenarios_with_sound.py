"""Conversations of the scenarios, had in calls with real sound: spoken, recognised, answered, heard.

What has to be in an answer is looked for in the syllables that were heard of it. Whoever needs no more of an
answer than what it is about goes on before it ends, as people do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from assistant.conversation.phone_calls import PhoneCalls
from assistant.messages import Channel, TurnResult
from assistant.settings import Settings
from tests.scenarios.replaying import CONVERSATIONS, summary
from tests.voice_path.conftest import Spoken, Understood
from tests.voice_path.listening import Listener, likeness
from tests.voice_path.telephone import calling

pytestmark = [pytest.mark.slow, pytest.mark.sound, pytest.mark.timeout(1800)]

CHOSEN = (
    "task_callback",
    "task_callback_in_one_breath",
    "limits_distress_gets_a_person",
    "task_read_back_once_more",
    "task_child_in_the_middle",
    "task_fraud_told_in_the_middle",
    "limits_fraud_is_urgent",
    "limits_secrets",
    "person_while_district_is_asked",
    "case_kinds_are_no_questions",
)
ENOUGH = 0.65
"""Of the syllables of words that must be heard: one in three may be misheard, and none of two."""
FIRST_SENTENCES = 2
AT_ONCE = 2
_KNOWN = {"say", "outcome", "service", "aspect", "kind", "has", "lacks", "on"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard after one turn of a conversation."""

    expected: dict[str, Any]
    words: str
    understood: str
    result: TurnResult | None

    def problems(self) -> list[str]:
        return [
            *(
                f"“{words}” is missing"
                for words in self._wanted("has")
                if likeness(words, self.words) < ENOUGH
            ),
            *(f"“{words}” was said" for words in self._wanted("lacks") if likeness(words, self.words) == 1),
            *(
                f"{name} is not {self.expected[name]}"
                for name in ("outcome", "service", "aspect")
                if name in self.expected and getattr(self.result, name, None) != self.expected[name]
            ),
            *(["it was no turn"] if self.result is None else []),
        ]

    def _wanted(self, name: str) -> Sequence[str]:
        here = self.expected.get("on", {}).get(Channel.PHONE.value, {})
        return (*self.expected.get(name, ()), *here.get(name, ()))

    def __str__(self) -> str:
        was = summary(self.result) if self.result is not None else "no turn"
        first = f"“{self.expected['say']}” {self.understood} ({was})"
        return f"{first}\n  heard: {self.words}" + "".join(f"\n  ! {problem}" for problem in self.problems())


@pytest.fixture(scope="module")
def heard(
    settings: Settings, calls: PhoneCalls, speak: Spoken, listener: Listener, understood: Understood
) -> dict[str, list[Heard]]:
    """All conversations, a few at a time."""

    async def have(name: str, number: str, several: asyncio.Semaphore) -> list[Heard]:
        turns = turns_of(name)
        sounds = [await asyncio.to_thread(speak, turn["say"]) for turn in turns]
        async with several, calling(settings, calls, number) as telephone:
            await telephone.greeting()
            answers = [
                await telephone.say(sound, None if "has" in turn or "lacks" in turn else FIRST_SENTENCES)
                for turn, sound in zip(turns, sounds, strict=True)
            ]
        words = [await asyncio.to_thread(listener.words, answer.sound) for answer in answers]
        return [
            Heard(turn, said, understood(answer.result), answer.result)
            for turn, said, answer in zip(turns, words, answers, strict=True)
        ]

    async def have_all() -> list[list[Heard]]:
        several = asyncio.Semaphore(AT_ONCE)
        return await asyncio.gather(
            *(have(name, f"+86135{place:08d}", several) for place, name in enumerate(CHOSEN))
        )

    return dict(zip(CHOSEN, asyncio.run(have_all()), strict=True))


@pytest.mark.parametrize("name", CHOSEN)
def test_a_conversation_with_sound(heard: dict[str, list[Heard]], name: str) -> None:
    told = "\n".join(map(str, heard[name]))
    print(told)
    assert not any(one.problems() for one in heard[name]), told


def turns_of(name: str) -> list[dict[str, Any]]:
    """The turns of a conversation in which everything is said on the phone."""
    (file,) = (file for file in CONVERSATIONS if file.stem == name)
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert Channel.PHONE.value in read.get("channels", list(Channel)), name
    # YAML 1.1 reads the key `on` as true.
    turns = [{"on" if key is True else key: told for key, told in turn.items()} for turn in read["turns"]]
    assert all(set(turn) <= _KNOWN for turn in turns), name
    return turns
