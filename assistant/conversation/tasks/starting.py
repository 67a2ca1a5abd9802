"""How a task begins: with all that was told already, so that it is not asked."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.answers import Content
from assistant.conversation.here import Here
from assistant.conversation.tasks.plans import OTHER, PLANS, without
from assistant.conversation.tasks.reading import Reader
from assistant.messages import Act
from assistant.state import ConversationState

_STORY = 12
"""A complaint that is so long, in characters, tells at once what happened."""
_CARRIED = ("phone", "who", "relation", "who_words", "service", "matter")
"""What holds for the next task as well."""


class Starting:
    """Gathers what the words, the conversation and the task before tell."""

    def __init__(self, content: Content, reader: Reader) -> None:
        self._content = content
        self._reader = reader

    def started(self, act: Act, state: ConversationState, here: Here) -> ConversationState:
        """The state in which the task of `act` is under way."""
        task, words = str(act.get("task")), act.get("query") or ""
        steps = PLANS[task].steps
        kept = state.slots if state.task == task else {}
        carried = {name: state.slots[name] for name in _CARRIED if name in state.slots}
        state = replace(state, task=task, slots={**carried, **kept}, misses=0, interview=None, fact=None)
        told = self._reader.told(words, state, here, act.get("given"))
        if "service" in steps:
            told = self._about(words, state) | told
        if task == "complaint" and len(words) >= _STORY:
            told["what"] = words
        if state.subject and "who" not in told and "who" in steps:
            told |= {"who": OTHER, "relation": "other", "who_words": state.subject}
        slots = dict(state.slots)
        for step in ("service", "when"):
            # What is told anew takes the place of what was told before, with all that hangs on it.
            slots = without(slots, step) if step in told else slots
        return replace(state, slots={**slots, **told})

    def named(self, words: str, state: ConversationState) -> str:
        """The service that the words name clearly; empty when none is."""
        if not words or not self._content.search.names_a_service(words):
            return ""
        found = self._content.search.find(words, state.language)
        return found.candidates[0].service if found.outcome == "answer" else ""

    def _about(self, words: str, state: ConversationState) -> dict[str, str]:
        """The service that the words name, else the one being talked about."""
        if named := self.named(words, state):
            return {"service": named}
        is_known = state.slots.get("service") or state.slots.get("matter")
        return {"service": state.service} if state.service and not is_known else {}
