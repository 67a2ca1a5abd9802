"""The first words of a resident who was on another channel before: met, asked, or left in peace."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.conversation import kinds, meeting
from assistant.conversation.composer import Composer
from assistant.conversation.look_ups import LookUps
from assistant.conversation.tasks.plans import TASKS
from assistant.messages import Act, Engine, Inbound
from assistant.ports import Decision
from assistant.store.conversations import Earlier
from assistant.store.turns import Recorded
from knowledge.normalise import normalise

_GOES_ON = re.compile(r"接着|继续|刚才|上次|上回|之前|昨天|go on|continue|before|earlier")


@dataclass(frozen=True, slots=True)
class Met:
    """`earlier` goes on in this conversation; `decision` is set when the message says nothing else."""

    earlier: Earlier | None = None
    decision: Decision | None = None
    asked_in_vain: bool = False

    @property
    def taken(self) -> str | None:
        """The conversation that goes on here, by id."""
        return self.earlier.id if self.earlier is not None else None

    def over(self, recorded: Recorded) -> Recorded:
        """The message over the state from which the conversation goes on."""
        if self.earlier is not None:
            return replace(recorded, state=meeting.taken_over(recorded.state, self.earlier))
        if self.asked_in_vain and recorded.state.asked == meeting.ASKED:
            return replace(recorded, state=recorded.state.with_(asked=None))
        return recorded


class Meetings:
    """Tells whether a message goes on with what was begun elsewhere."""

    def __init__(self, look_ups: LookUps, composer: Composer) -> None:
        self._look_ups = look_ups
        self._composer = composer

    def find(self, inbound: Inbound, recorded: Recorded) -> Met:
        asked = recorded.state.asked == meeting.ASKED
        earlier = self._look_ups.earlier(inbound.channel, recorded)
        if earlier is None:
            return Met(asked_in_vain=asked)
        if not asked and meeting.is_vague(inbound.text):
            return Met(decision=_decided("ask"))
        service = self._composer.service_of(inbound.text, recorded.state.language)
        if not meeting.fits(earlier, service, _task(inbound.text)):
            return Met(asked_in_vain=asked)
        goes_on = asked or _GOES_ON.search(normalise(inbound.text).lower())
        return Met(earlier, _decided("go_on") if goes_on else None)


def _task(text: str) -> str | None:
    """The task that a message names."""
    return TASKS.get(kinds.of(text, ""))


def _decided(step: str) -> Decision:
    return Decision(acts=(Act("meet", {"step": step}),), engine=Engine.KEYPAD)
