"""Residents of the scenarios who call: what they say is heard, and what they hear is looked at."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

from assistant.composition import Parts
from assistant.conversation.phone_calls import Opened, PhoneCalls
from assistant.messages import Channel, Inbound, TurnResult
from assistant.rendering import plain
from assistant.rendering.speech import Sentence, pronounced
from tests.assistant.line.on_the_line import OnTheLine
from tests.assistant.line.virtual_time import runner

_LONGEST_S = 300.0
_STEP_S = 0.5
_calls = count(1)


class PhoneTurn:
    """Stands where the scenarios take a turn: on the phone it is said in a call, elsewhere it is taken."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._calls = PhoneCalls(
            parts.database, parts.casework, parts.clock, "a key of streams, for scenarios"
        )
        self._runner = runner()
        self._line: OnTheLine | None = None
        self._address = ""
        self._expects = "open"
        self._result: TurnResult | None = None
        self.left_for: list[str] = []

    def close(self) -> None:
        """Everybody hangs up."""
        if self._line is not None:
            self._line.telephone.hang_up()
            self._runner.run(self._over(self._line))
        self._runner.close()

    def take(self, inbound: Inbound) -> TurnResult:
        if inbound.channel is not Channel.PHONE:
            return self._parts.turn.take(inbound)
        self._result = None
        heard = self._runner.run(self._say(inbound))
        assert self._result is not None, f"“{inbound.text}” was no turn"
        self._is_the_same(self._result, heard)
        return self._result

    def _is_the_same(self, result: TurnResult, heard: list[str]) -> None:
        """What is heard is what the phone's text has, sentence by sentence."""
        text = plain.render(result.replies, Channel.PHONE, result.preferences.script)
        language = result.replies[-1].language if result.replies else "zh"
        expected = pronounced(Sentence(text, language))
        assert words("".join(heard)) == words(expected)

    async def _say(self, inbound: Inbound) -> list[str]:
        line = self._line if self._line is not None and self._address == inbound.address else None
        if line is None or line.task is None or line.task.done():
            line = await self._call(inbound.address)
        line.telephone.heard.clear()
        if len(inbound.text) == 1 and inbound.text in "0123456789":
            line.telephone.press(inbound.text + ("#" if self._expects == "digits" else ""))
        else:
            line.ears.starts()
            await asyncio.sleep(1)
            line.ears.hears(inbound.text)
        await self._until_said(line)
        return list(line.telephone.heard)

    async def _until_said(self, line: OnTheLine) -> None:
        waited_s = 0.0
        while not (self._result is not None and line.telephone.is_silent) and waited_s < _LONGEST_S:
            await asyncio.sleep(_STEP_S)
            waited_s += _STEP_S
            if line.task is not None and line.task.done():
                self.left_for += line.left_for
                line.task.result()
                return

    async def _call(self, address: str) -> OnTheLine:
        if self._line is not None:
            self._line.telephone.hang_up()
            await self._over(self._line)
        call_sid = f"CA{next(_calls):032x}"
        self._line = OnTheLine(
            _Taking(self), self._calls, self._parts.clock, opened=self._opened(call_sid, address)
        )
        self._address, self._expects = address, "open"
        self._line.begin()
        await asyncio.sleep(6)
        return self._line

    def _opened(self, call_sid: str, address: str) -> Opened:
        standing = self._calls.begin(call_sid, address, "stream")
        opened = self._calls.redeem(call_sid, standing.token)
        assert opened is not None
        return opened

    @staticmethod
    async def _over(line: OnTheLine) -> None:
        assert line.task is not None
        await line.task

    def taken(self, inbound: Inbound) -> TurnResult:
        self._result = self._parts.turn.take(inbound)
        self._expects = self._result.expects
        return self._result


class _Taking:
    """The turn of a call on the line."""

    def __init__(self, phone: PhoneTurn) -> None:
        self._phone = phone

    def take(self, inbound: Inbound) -> TurnResult:
        return self._phone.taken(inbound)


class OnThePhone:
    """The parts of an installation, with turns that are said in calls."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.turn = PhoneTurn(parts)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parts, name)


def words(text: str) -> str:
    return "".join(text.split())
