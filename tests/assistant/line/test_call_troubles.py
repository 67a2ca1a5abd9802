"""Calls in which something is lost, fails, or is not there; and how calls end."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from assistant.errors import DatabaseUnavailable
from assistant.line.call import CallOver
from assistant.messages import Inbound, TurnResult
from assistant.speech.memory import SpokenMemory
from tests.assistant.line.assistant_stand_in import ANSWER
from tests.assistant.line.on_the_line import Mouth, OnTheLine, opened
from tests.assistant.line.talking import phrase
from tests.assistant.line.virtual_time import run

GREETING = phrase("line_greeting") + phrase("line_ask")


def test_a_person_is_left_for_when_the_answer_was_said(line, assistant):
    assistant.wants_person = True

    async def scene() -> tuple[OnTheLine, CallOver]:
        one = line()
        one.begin()
        await asyncio.sleep(6)
        heard = await one.say("人工")
        assert heard.startswith(ANSWER)
        assert one.task is not None
        return one, await one.task

    one, over = run(scene())
    assert over.next == "person"
    assert one.left_for == ["person"]
    assert one.telephone.left


def test_lost_voice_is_told_from_memory_within_three_seconds(line):
    async def scene() -> tuple[OnTheLine, CallOver, float]:
        one = line()
        one.begin()
        await asyncio.sleep(6)
        await one.say("办身份证", then_s=3.0)
        one.mouth.lost = True
        one.ears.lose()
        lost_at = asyncio.get_running_loop().time()
        await asyncio.sleep(0.01)
        assert one.telephone.is_playing(phrase("line_lost").partition("，")[0])
        assert one.task is not None
        over = await one.task
        return one, over, asyncio.get_running_loop().time() - lost_at

    one, over, took_s = run(scene())
    assert one.telephone.heard[-1] == phrase("line_lost")
    assert over.next == "gather"
    assert one.left_for == ["gather"]
    assert took_s < 5


def test_a_mouth_that_is_lost_ends_the_stream_too(line):
    async def scene() -> tuple[OnTheLine, CallOver]:
        one = line()
        one.begin()
        await asyncio.sleep(6)
        one.mouth.lost = True
        await one.say("办身份证")
        assert one.task is not None
        return one, await one.task

    one, over = run(scene())
    assert one.telephone.heard[-1] == phrase("line_lost")
    assert over.next == "gather"


@pytest.mark.parametrize("there", [True, False])
def test_without_anybody_who_speaks_the_call_is_given_back(line, there):
    async def scene() -> CallOver:
        memory = None if there else SpokenMemory()
        one = line(mouth_there=False, **({"memory": memory} if memory else {}))
        return await one.run()

    assert run(scene()).next == "gather"


def test_nobody_hears_so_that_the_call_is_led_by_keys(line, assistant):
    async def scene() -> tuple[str, str]:
        one = line(hearing=False)
        async with one.under_way():
            begun = "".join(one.telephone.heard)
            pressed = await one.press("0")
        return begun, pressed

    begun, pressed = run(scene())
    assert begun.startswith(phrase("line_greeting") + "现在听不清您说话。")
    assert pressed.startswith(ANSWER)
    assert [inbound.text for inbound in assistant.taken] == ["0"]


def test_whoever_could_not_be_heard_at_first_is_heard_later(line, assistant):
    async def scene() -> str:
        one = line(ears_there=False)
        one.begin()
        await asyncio.sleep(4)
        one.ears_there = True
        await asyncio.sleep(20)
        heard = await one.say("办身份证")
        one.telephone.hang_up()
        assert one.task is not None
        await one.task
        return heard

    assert run(scene()).startswith(ANSWER)


def test_a_failed_turn_is_apologised_for_and_can_be_tried_again(line, assistant, caplog):
    assistant.failures = 1

    async def scene() -> tuple[str, str]:
        one = line()
        async with one.under_way():
            return await one.say("办身份证", then_s=7.5), await one.say("办身份证")

    first, second = run(scene())
    assert first == phrase("line_sorry")
    assert second.startswith(ANSWER)


def test_an_answer_is_said_although_it_could_not_be_noted(line, assistant, monkeypatch, caplog):
    def broken(*_: Any) -> bool:
        raise DatabaseUnavailable

    monkeypatch.setattr(assistant, "said", broken)

    async def scene() -> str:
        one = line()
        async with one.under_way():
            return await one.say("办身份证")

    assert run(scene()).startswith(ANSWER)
    assert "answer not noted" in [record.message for record in caplog.records]


def test_an_unexpected_failure_ends_no_call(line, assistant, monkeypatch, caplog):
    def broken(inbound: Inbound) -> TurnResult:
        raise RuntimeError("a defect")

    monkeypatch.setattr(assistant, "take", broken)

    async def scene() -> str:
        one = line()
        async with one.under_way():
            return await one.say("办身份证", then_s=7.5)

    assert run(scene()) == phrase("line_sorry")
    assert "turn failed" in [record.message for record in caplog.records]


def test_a_silent_caller_is_noted_once_and_waited_for(line):
    async def scene() -> tuple[OnTheLine, CallOver]:
        one = line()
        return one, await one.run()

    one, over = run(scene())
    assert one.silent == 1
    assert over.next == "gather"
    assert "".join(one.telephone.heard) == GREETING + "".join(
        phrase(name) for name in ("line_still_there", "line_still_there_again", "line_silent")
    )


@pytest.mark.parametrize("how", ["hung_up", "dropped"])
def test_a_call_that_ends_is_over(line, how):
    async def scene() -> tuple[OnTheLine, CallOver]:
        one = line()
        one.begin()
        await asyncio.sleep(2)
        one.telephone.hang_up(how)
        assert one.task is not None
        return one, await one.task

    one, over = run(scene())
    assert over.next is None
    assert one.ears.closed
    assert one.mouth.closed
    assert one.left_for == []


def test_no_number_and_no_words_reach_the_log(line, assistant, caplog):
    caplog.set_level(logging.DEBUG)
    assistant.failures = 1

    async def scene() -> None:
        one = line(opened=opened(address="+8613900001111"))
        async with one.under_way():
            await one.say("我家住在东街口")
            one.ears.lose()
            await asyncio.sleep(10)

    run(scene())
    written = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "turn failed" in written
    assert "13900001111" not in written
    assert "东街口" not in written


def test_a_defect_in_what_speaks_leaves_nobody_in_silence(line, caplog):
    class Broken(Mouth):
        def speak(self, *_: Any) -> Any:
            raise RuntimeError("a defect")

    async def scene() -> CallOver:
        one = line(mouth=Broken())
        one.begin()
        await asyncio.sleep(6)
        await one.say("办身份证")
        assert one.task is not None
        return await one.task

    assert run(scene()).next == "gather"
    assert "sound could not be made" in [record.message for record in caplog.records]


def test_a_defect_beside_the_call_leaves_nobody_in_silence(line, caplog):
    async def scene() -> tuple[OnTheLine, CallOver]:
        one = line()
        one.ears.fail()
        return one, await one.run()

    one, over = run(scene())
    assert over.next == "gather"
    assert one.telephone.heard[-1] == phrase("line_lost")
    assert "call failed" in [record.message for record in caplog.records]
