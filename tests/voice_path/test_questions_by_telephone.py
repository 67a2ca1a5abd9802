"""Questions of residents, spoken on the telephone and answered there: the whole path of the sound, both ways.

A question is answered when the approved answer to it is heard, whatever was recognised on the way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from assistant.conversation.answers import Answers, Content
from assistant.conversation.phone_calls import PhoneCalls
from assistant.messages import Act, TurnResult
from assistant.rendering.moments import LOCAL_TIME
from assistant.rendering.speech import spoken
from assistant.settings import Settings
from assistant.state import ConversationState
from tests.voice_path.conftest import Spoken, Understood
from tests.voice_path.listening import Listener, likeness
from tests.voice_path.telephone import calling

pytestmark = [pytest.mark.slow, pytest.mark.sound, pytest.mark.timeout(1800)]

QUESTIONS = yaml.safe_load((Path(__file__).parent / "questions.yml").read_text(encoding="utf-8"))
THERE_ARE, RIGHT_WHEN_QUIET, RIGHT_IN_NOISE = 20, 18, 16
NOISE_DB = 15.0
"""So much louder is the speech: a busy street, or an old line."""
ALIKE = 0.7
SENTENCES = 3
"""Of the answer, and its heading: by then it is known which one it is."""
AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, what should be heard and what was, and how much of the former is in the latter."""

    question: str
    approved: str
    heard: str
    understood: str
    result: TurnResult | None

    @property
    def alike(self) -> float:
        return likeness(self.approved, self.heard)

    def __str__(self) -> str:
        was = f"{self.result.service}.{self.result.aspect}" if self.result else "no turn"
        return (
            f"{self.alike:.2f} {self.question} ({was})\n     heard: {self.heard}\n     not: {self.approved}"
        )


def test_there_are_enough_questions() -> None:
    assert len({one["say"] for one in QUESTIONS}) >= THERE_ARE


def test_questions_on_a_good_line_are_answered(
    settings: Settings,
    calls: PhoneCalls,
    speak: Spoken,
    listener: Listener,
    content: Content,
    understood: Understood,
) -> None:
    asked = asyncio.run(_ask_all(settings, calls, speak, listener, content, understood, None))
    _are_answered(asked, RIGHT_WHEN_QUIET)


def test_questions_in_noise_are_answered(
    settings: Settings,
    calls: PhoneCalls,
    speak: Spoken,
    listener: Listener,
    content: Content,
    understood: Understood,
) -> None:
    asked = asyncio.run(_ask_all(settings, calls, speak, listener, content, understood, NOISE_DB))
    _are_answered(asked, RIGHT_IN_NOISE)


def _are_answered(asked: Sequence[Asked], least: int) -> None:
    wrong = [one for one in asked if one.alike < ALIKE]
    told = "\n".join(str(one) for one in wrong)
    print(f"{len(asked) - len(wrong)} of {len(asked)} questions were answered.\n{told}")
    assert len(asked) - len(wrong) >= least, told


async def _ask_all(
    settings: Settings,
    calls: PhoneCalls,
    speak: Spoken,
    listener: Listener,
    content: Content,
    understood: Understood,
    noise_db: float | None,
) -> list[Asked]:
    several = asyncio.Semaphore(AT_ONCE)

    async def ask(place: int, question: dict[str, str]) -> Asked:
        # Nobody has called before.
        number = f"+86136{int(noise_db or 0):04d}{place:04d}"
        async with several:
            sound = await asyncio.to_thread(speak, question["say"])
            async with calling(settings, calls, number, noise_db=noise_db, speech=sound) as telephone:
                await telephone.greeting()
                answer = await telephone.say(sound, SENTENCES)
            heard = await asyncio.to_thread(listener.words, answer.sound)
        approved = _approved(content, question)
        return Asked(question["say"], approved, heard, understood(answer.result), answer.result)

    return await asyncio.gather(*(ask(place, question) for place, question in enumerate(QUESTIONS)))


def _approved(content: Content, question: dict[str, str]) -> str:
    """How the approved answer begins."""
    act = Act("answer", {"service": question["service"], "aspect": question["aspect"]})
    today = datetime.now(LOCAL_TIME).date()
    replies = Answers(content).answer(act, ConversationState(language="zh"), today).replies
    return "".join(one.text for one in spoken(replies).sentences[:SENTENCES])
