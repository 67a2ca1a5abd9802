"""A resident who is led through a task without a store: every step is a composed turn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.conversation.draft import Draft
from assistant.conversation.here import Here, Opening
from assistant.dialogue.keypad import KeypadEngine
from assistant.messages import Act, Channel, Engine, Reply
from assistant.ports import Decision
from assistant.rendering.moments import LOCAL_TIME
from assistant.state import ConversationState

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=LOCAL_TIME)


def opening(day: int, hour: int, minute: int = 0) -> Opening:
    """A free time in March 2026."""
    at = datetime(2026, 3, day, hour, minute, tzinfo=LOCAL_TIME)
    return Opening(f"slot-{day}-{hour}-{minute}", "hall", at)


OPENINGS = tuple(opening(day, hour) for day in (3, 4, 5) for hour in (9, 10, 15))
APPOINTMENT = ("我要预约到窗口", "办身份证", "我自己", "明天上午", "第一个")
CALLBACK = ("给我回个电话", "明天上午")
COMPLAINT = ("我要投诉", "楼道的灯坏了没人修", "五一路12号", "上个星期")
VISIT = ("请派人上门帮我", "办高龄津贴", "我妈", "五一路12号", "明天上午", "第一个")
FILING = ("帮我代办", "低保", "我自己", "尽快")


@dataclass
class Talk:
    composer: Composer
    commands: Commands
    engine: KeypadEngine
    here: Here = field(default_factory=lambda: Here(MONDAY, openings=OPENINGS))
    state: ConversationState = field(default_factory=ConversationState)
    draft: Draft | None = None

    def say(self, *texts: str) -> None:
        for text in texts:
            decision = self.commands.read(text, self.state)
            self.take(decision or self.engine.decide("", text, self.state))

    def act(self, kind: str, **values: object) -> None:
        """What the dialogue decided of a message."""
        self.take(Decision(acts=(Act(kind, values),), engine=Engine.RASA))

    def start(self, task: str, query: str, **given: str) -> None:
        self.act("task", step="start", task=task, query=query, given=given)

    def take(self, decision: Decision) -> None:
        # The state is sealed as JSON after every turn.
        state = ConversationState.from_json(self.state.to_json())
        self.draft = self.composer.compose(decision, state, self.here)
        self.state = self.draft.state
        self.here = replace(self.here, now=self.here.now + timedelta(seconds=20))

    def at_terminal(self) -> None:
        self.here = replace(self.here, channel=Channel.KIOSK)

    @property
    def reply(self) -> Reply:
        assert self.draft is not None
        (reply,) = self.draft.replies
        return reply

    @property
    def words(self) -> str:
        return f"{self.reply.notice}{self.reply.text}{self.reply.question}"

    @property
    def asked(self) -> str:
        return (self.state.asked or "").removeprefix("task:")

    @property
    def told(self) -> dict[str, str]:
        """What is handed over."""
        assert self.draft is not None
        assert self.draft.wanted is not None
        return dict(self.draft.wanted.told)
