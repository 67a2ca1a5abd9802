"""One call over a telephone, ears, a mouth and the assistant, none of which takes any real time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from assistant.line.call import CallOver
from assistant.messages import Channel
from assistant.preferences import Preferences
from tests.assistant.line.assistant_stand_in import ANSWER, RESULT
from tests.assistant.line.on_the_line import Mouth, OnTheLine, opened
from tests.assistant.line.talking import phrase
from tests.assistant.line.virtual_time import run

GREETING = phrase("line_greeting") + phrase("line_ask")


def test_a_call_begins_with_the_greeting_within_two_seconds(line):
    async def scene() -> OnTheLine:
        one = line()
        async with one.under_way():
            pass
        return one

    one = run(scene())
    assert "".join(one.telephone.heard) == GREETING
    assert one.telephone.first_sound_s is not None
    assert one.telephone.first_sound_s < 2


def test_the_greeting_does_not_wait_for_whoever_speaks(line):
    async def scene() -> OnTheLine:
        one = line(mouth=Mouth(thinks_s=60))
        async with one.under_way():
            pass
        return one

    one = run(scene())
    assert "".join(one.telephone.heard) == GREETING
    assert one.mouth.asked == []


def test_what_a_caller_says_is_a_message_of_the_conversation_and_is_answered(line, assistant, clock):
    async def scene() -> tuple[OnTheLine, str]:
        one = line(opened=opened(next_turn=4, address="+8613800000002"))
        async with one.under_way():
            heard = await one.say("办身份证要带什么", then_s=14)
        return one, heard

    one, heard = run(scene())
    assert heard == ANSWER + "要我再说一遍吗？"
    (inbound,) = assistant.taken
    assert inbound.channel is Channel.PHONE
    assert inbound.provider_id == f"{one.opened.call_sid}:4"
    assert (inbound.address, inbound.text) == ("+8613800000002", "办身份证要带什么")
    assert inbound.received_at == clock.now()
    assert assistant.noted == [4]


def test_the_sound_of_the_caller_is_heard_from_the_first_moment(line):
    async def scene() -> OnTheLine:
        one = line()
        async with one.under_way():
            one.telephone.sound(b"\x7f" * 160)
            one.telephone.sound(b"\x80" * 160)
            await asyncio.sleep(0)
        return one

    assert run(scene()).ears.fed == b"\x7f" * 160 + b"\x80" * 160


def test_it_is_listened_for_what_is_asked(line, assistant):
    assistant.result = replace(RESULT, expects="yes_no")

    async def scene() -> OnTheLine:
        one = line()
        async with one.under_way():
            await one.say("办身份证")
        return one

    last = run(scene()).ears.configured[-1]
    assert last["expect"] == "yes_no"
    assert "对" in last["phrase_list"]
    assert 0.6 <= last["pause_s"] <= 2.5


def test_a_caller_who_speaks_is_not_spoken_to(line):
    async def scene() -> OnTheLine:
        one = line()
        async with one.under_way():
            await one.say("办身份证", then_s=4.5)
            one.ears.starts()
            await asyncio.sleep(8)
            one.ears.hears("那要多少钱")
            await asyncio.sleep(1)
        return one

    one = run(scene())
    assert one.telephone.cut
    assert "当天就能办。" not in one.telephone.heard


def test_after_a_cough_the_sentence_is_said_from_its_beginning(line, assistant):
    async def scene() -> list[str]:
        one = line()
        async with one.under_way():
            await one.say("办身份证", then_s=4.0)
            await one.say("", then_s=10)
        return one.telephone.heard

    heard = run(scene())[2:]
    assert heard == ["办身份证要带户口本。", "要交照片。", "当天就能办。", "要我再说一遍吗？"]
    assert len(assistant.taken) == 1


def test_keys_are_turns_as_well(line, assistant):
    async def scene() -> str:
        one = line()
        async with one.under_way():
            return await one.press("1")

    assert run(scene()).startswith(ANSWER)
    assert [inbound.text for inbound in assistant.taken] == ["1"]


def test_rate_and_volume_are_those_of_the_answer_at_once(line, assistant):
    assistant.result = replace(RESULT, preferences=Preferences(rate=80, volume=2))

    async def scene() -> OnTheLine:
        one = line()
        async with one.under_way():
            await one.say("说慢一点，大声点")
        return one

    assert {(rate, gain) for _, rate, gain in run(scene()).mouth.asked} == {(80, 12)}


def test_each_turn_is_timed_by_its_stages(line):
    async def scene() -> OnTheLine:
        one = line()
        async with one.under_way():
            await one.say("办身份证")
            await one.press("9")
        return one

    spoken, pressed = run(scene()).times
    assert (spoken.turn, spoken.endpoint_ms, spoken.text_ms, spoken.engine) == (1, 900, 1000, "vosk")
    assert (spoken.reply_ms, spoken.audio_ms, spoken.total_ms, spoken.cached) == (1000, 1100, 1100, False)
    assert (pressed.turn, pressed.endpoint_ms, pressed.text_ms, pressed.engine) == (2, None, None, "keys")
    assert pressed.total_ms == 100


def test_a_slow_answer_is_bridged_from_memory(line):
    async def scene() -> list[str]:
        one = line(mouth=Mouth(thinks_s=3.0))
        async with one.under_way():
            await one.say("办身份证", then_s=30)
        return one.telephone.heard

    heard = run(scene())
    assert heard[2:4] == [phrase("line_wait"), "办身份证要带户口本。"]


def test_the_next_sentence_is_made_while_one_is_heard(line):
    async def scene() -> OnTheLine:
        one = line(mouth=Mouth(thinks_s=0.5))
        async with one.under_way():
            await one.say("办身份证", then_s=2.5)
        return one

    assert len(run(scene()).mouth.asked) > 2


def test_what_was_learned_of_the_callers_pauses_is_kept(line):
    async def scene() -> CallOver:
        one = line(opened=opened(patience_s=1.2))
        one.begin()
        await asyncio.sleep(6)
        await one.say("我要预约", then_s=0.5)
        await one.say("办身份证")
        one.telephone.hang_up()
        assert one.task is not None
        return await one.task

    assert run(scene()).patience_s > 1.3
