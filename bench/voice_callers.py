"""Residents who call and ask: what they say, in whose voice, and what they heard and when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.channels import wav_files
from assistant.channels.simulator_leg import Leg
from assistant.channels.simulator_post import SignedPost
from assistant.channels.stream_caller import Caller
from assistant.channels.stream_report import CallReport, Moment, Speech
from assistant.settings import Settings
from assistant.speech import aloud
from assistant.speech.lost import VoiceLost

# Whole questions about ten services; each of them ends in what asks.
QUESTIONS = (
    "八十岁那个钱怎么领",
    "办身份证要带什么",
    "社保卡丢了怎么办",
    "养老金认证怎么弄",
    "低保怎么申请",
    "坐公交的老人卡怎么办",
    "在外地看病能报销吗",
    "医保一年交多少钱",
    "结婚登记要带户口本吗",
    "残疾人补贴怎么领",
)
APART_S = 1.3
"""Between two callers who call at about the same time."""


class NotTold(Exception):
    """A call went otherwise than it should; the figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Round:
    """Calls at the same time: `numbers` of the callers, each with what is asked, in order.

    Each question waits for the end of the answer to the one before, which is over after `quiet_s` of silence.
    """

    numbers: Sequence[str]
    scripts: Sequence[Sequence[Speech]]
    quiet_s: float


def numbers(first: int, count: int) -> list[str]:
    """Of the form of Chinese mobile numbers; nothing is ever sent to them."""
    return [f"+86137{first + n:08d}" for n in range(count)]


def rotated(spoken: Sequence[Speech], callers: int, questions: int) -> list[list[Speech]]:
    """Each caller asks the same questions, and begins with another one."""
    asked = spoken[:questions]
    starts = [caller * len(asked) // callers for caller in range(callers)]
    return [[*asked[start:], *asked[:start]] for start in starts]


def speech(settings: Settings, words: str) -> Speech:
    """`words` in the voice of the product that runs. Raises NotTold."""
    try:
        heard = aloud.speech(settings.voice_url, words, "zh", fmt="wav8000", timeout_s=60.0)
    except VoiceLost as lost:
        raise NotTold(f"The questions cannot be spoken ({lost.reason}).") from None
    sound = wav_files.read(heard.audio)
    return Speech(sound[: wav_files.speech_ends(sound)], words)


def call(settings: Settings, calls: Round, asked: Callable[[], object]) -> list[CallReport]:
    """Make the calls; `asked` is told of each question. Raises NotTold when one goes otherwise."""
    reports = asyncio.run(_all(settings, calls, asked))
    for report in reports:
        silent = [turn for turn in report.turns if turn.answer_ms is None]
        if report.ended != "resident" or report.modes != ["stream"] or report.problems or silent:
            problems = ", ".join(report.problems) or "none"
            raise NotTold(
                f"A call ended by {report.ended}, carried as {', '.join(report.modes) or 'nothing'}, with "
                f"{len(silent)} of {len(report.turns)} questions not answered; problems: {problems}."
            )
    return reports


async def _all(settings: Settings, calls: Round, asked: Callable[[], object]) -> list[CallReport]:
    ahead = enumerate(zip(calls.numbers, calls.scripts, strict=True))
    return await asyncio.gather(
        *(_one(settings, n * APART_S, number, script, calls.quiet_s, asked) for n, (number, script) in ahead)
    )


async def _one(
    settings: Settings,
    after_s: float,
    number: str,
    script: Sequence[Speech],
    quiet_s: float,
    asked: Callable[[], object],
) -> CallReport:
    def told(moment: Moment) -> None:
        if moment.what == "said":
            asked()

    await asyncio.sleep(after_s)
    caller = Caller(
        script,
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        quiet_s=quiet_s,
        last_quiet_s=quiet_s,
        told=told,
    )
    post = SignedPost(settings)
    try:
        return await caller.call(Leg(number, settings.twilio_number, post=post, said=caller.heard))
    finally:
        post.close()
