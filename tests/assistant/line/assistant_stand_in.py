"""An assistant that answers everything alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.errors import DatabaseUnavailable
from assistant.messages import Engine, Inbound, Outcome, Reply, TurnResult

ANSWER = "办身份证要带户口本。要交照片。当天就能办。"
RESULT = TurnResult(
    conversation_id="c",
    message_id="m",
    outcome=Outcome.ANSWERED,
    replies=(Reply(ANSWER, "zh", question="要我再说一遍吗？"),),
    engine=Engine.KEYPAD,
)


class Assistant:
    """Answers everything alike, or fails."""

    def __init__(self, **of_result: Any) -> None:
        self.result = replace(RESULT, **of_result)
        self.taken: list[Inbound] = []
        self.failures = 0
        self.wants_person = False
        self.noted: list[int] = []

    def take(self, inbound: Inbound) -> TurnResult:
        self.taken.append(inbound)
        if self.failures:
            self.failures -= 1
            raise DatabaseUnavailable
        return self.result

    def said(self, call_sid: str, turn: int, result: TurnResult) -> bool:
        self.noted.append(turn)
        return self.wants_person
