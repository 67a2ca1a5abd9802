"""What the resident will most likely say next: a hint for whatever hears them, never a limit."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.conversation import case_words, my_data_words
from assistant.conversation.tasks import tasks
from assistant.messages import Expect, Option
from assistant.state import ConversationState

_OF_STEP: Mapping[str, Expect] = {
    "confirm": "yes_no",
    "when": "time",
    "phone": "digits",
    "place": "address",
    "pick": "choice",
    "what": "anything",
    "happened": "anything",
}
_YES_AND_NO = frozenset({"yes", "no"})


def expected(state: ConversationState) -> Expect:
    """By what was asked last; “open” where anything may follow."""
    asked = state.asked or ""
    if asked.startswith(tasks.ASKED):
        return _OF_STEP.get(asked.removeprefix(tasks.ASKED), "open")
    if asked.startswith((case_words.ASKED, my_data_words.ASKED)):
        return "yes_no" if _asks_yes(state.options) else "digits"
    if asked == "fact":
        return _of_fact(state.options)
    return "open"


def _asks_yes(options: tuple[Option, ...]) -> bool:
    return any(option.act.get("yes") for option in options)


def _of_fact(options: tuple[Option, ...]) -> Expect:
    """Of a question of an interview: a number has no choices but “I do not know”."""
    values = [option.act.get("value") for option in options if option.act.get("step") == "answer"]
    if set(values) >= _YES_AND_NO:
        return "yes_no"
    return "choice" if len(values) > 1 else "digits"
