"""A resident who calls by a script waits for answers, and tells afterwards what came of it."""

from __future__ import annotations

import asyncio

from assistant.channels import mulaw
from assistant.channels.simulator_leg import Leg
from assistant.channels.stream_caller import Caller
from assistant.channels.stream_report import CallReport, Keys, Speech
from tests.assistant.channels.call_stand_ins import GATHER, HANGUP, Act, Ear, Webhooks, connect, line, tone

FAST_S = 0.001
QUESTION = Speech(tone(0.4) + mulaw.SILENCE * 1600, "办社保卡")


def called(act: Act, *script: Speech | Keys, webhooks: Webhooks | None = None, **more) -> CallReport:
    """A call to a line that does `act`."""

    async def whole() -> CallReport:
        async with line(act) as (url, _, wrong):
            posted = webhooks or Webhooks(after=GATHER, gather=HANGUP)
            posted.put("incoming", connect(url))
            caller = Caller(script, account_sid="AC1", frame_s=FAST_S, **more)
            report = await caller.call(Leg("+8612000000081", "+15005550006", post=posted, said=caller.heard))
        assert wrong == []
        return report

    return asyncio.run(whole())


async def answer(ear: Ear) -> None:
    """Greet, then answer each time the caller has spoken, until they hang up."""
    await ear.play(tone(0.3), mark="greeting")
    await ear.next("mark")
    await ear.until_loud()
    await ear.until_silent()
    await ear.play(tone(0.5), mark="answer")
    await ear.next("stop")


def test_it_waits_for_the_greeting_speaks_hears_the_answer_and_hangs_up() -> None:
    report = called(answer, QUESTION)
    (turn,) = report.turns
    assert report.greeting_ms is not None
    assert (turn.kind, turn.spoke_on_ms) == ("speech", None)
    # The line waits for ten silent frames.
    assert turn.answer_ms is not None
    assert turn.answer_ms >= 180
    assert (report.ended, report.modes, report.problems) == ("resident", ["stream"], {})
    assert tone(0.5) in report.line
    assert tone(0.4) in report.resident
    assert len(report.line) == len(report.resident)
    what = [moment.what for moment in report.timeline]
    assert what[:3] == ["dialled", "mode", "stream"]
    assert what.index("says") < what.index("said") < what.index("stop") < what.index("over")


def test_keys_are_pressed_one_by_one() -> None:
    async def act(ear: Ear) -> None:
        await ear.play(tone(0.1))
        keys = [(await ear.next("dtmf"))["dtmf"]["digit"] for _ in range(3)]
        assert keys == ["1", "2", "#"]
        await ear.play(tone(0.1))
        await ear.next("stop")

    (turn,) = called(act, Keys("12#")).turns
    assert turn.kind == "keys"
    assert turn.answer_ms is not None


def test_where_the_line_leaves_the_provider_listens_and_the_script_goes_on() -> None:
    async def act(ear: Ear) -> None:
        await ear.play(tone(0.1))
        await ear.until_loud()
        await ear.socket.close()

    webhooks = Webhooks(after=GATHER, gather=[GATHER, HANGUP])
    report = called(act, QUESTION, Speech(b"", "八十岁的钱"), Keys("2"), webhooks=webhooks)
    assert report.modes == ["stream", "gather"]
    assert [fields.get("SpeechResult") for fields in webhooks.told("gather")] == ["八十岁的钱", None]
    assert [fields.get("Digits") for fields in webhooks.told("gather")] == [None, "2"]
    assert report.said == ["请讲。", "请讲。"]
    assert report.ended == "service"


def test_sound_without_words_is_silence_to_a_provider_that_listens() -> None:
    webhooks = Webhooks(after=GATHER, gather=HANGUP)

    async def act(ear: Ear) -> None:
        await ear.socket.close()

    called(act, Speech(tone(0.1)), webhooks=webhooks)
    (fields,) = webhooks.told("gather")
    assert "SpeechResult" not in fields


def test_a_call_that_a_person_takes_ends_there() -> None:
    async def act(ear: Ear) -> None:
        await ear.next("dtmf")
        await ear.socket.close()

    webhooks = Webhooks(
        after='<Dial action="ended"><Number url="whisper">+8613900000001</Number></Dial>',
        whisper='<Gather action="taken"/>',
        taken="<Say>接通。</Say>",
    )
    report = called(act, Keys("0"), webhooks=webhooks)
    assert report.ended == "person"
    assert webhooks.told("ended")


def test_an_interrupted_line_tells_how_long_it_spoke_on() -> None:
    async def act(ear: Ear) -> None:
        await ear.play(tone(0.1))
        await ear.until_loud()
        await ear.until_silent()
        await ear.play(tone(60.0), mark="long")
        await ear.until_loud()
        await ear.send("clear")
        await ear.until_silent()
        await ear.play(tone(0.1))
        await ear.next("stop")

    first, second = called(act, QUESTION, QUESTION, interrupt_s=0.2).turns
    assert first.spoke_on_ms is None
    assert second.spoke_on_ms is not None
    assert second.spoke_on_ms < 400
    assert second.answer_ms is not None


def test_a_line_that_does_not_answer_is_left_in_the_end() -> None:
    async def act(ear: Ear) -> None:
        await ear.play(tone(0.1))
        await ear.next("stop")

    (turn,) = called(act, QUESTION).turns
    assert turn.answer_ms is None


def test_noise_is_under_everything_that_is_sent() -> None:
    report = called(answer, QUESTION, noise_db=25)
    quiet = report.resident[: mulaw.RATE // 10]
    assert 250 < mulaw.level(quiet) < 400


def test_a_report_has_no_sound_in_its_json() -> None:
    told = called(answer, QUESTION).to_json()
    assert {"call_sid", "ended", "modes", "turns", "timeline", "seconds"} <= set(told)
    assert not {"resident", "line"} & set(told)
