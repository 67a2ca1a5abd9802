"""The steps of a task, as far as they tell what an answer is about."""

from __future__ import annotations

from collections.abc import Iterable

TASK = "task:"
"""How `asked` begins while a step of a task waits for its answer."""
FACT = "fact"
"""What `asked` is while a question of an interview waits for its answer."""
OF_A_STEP = ("inform_task", "correct")
"""Intents that residents have only while a step waits."""
OF_YES_AND_NO = ("affirm", "deny", "dont_know")
"""Intents that mean something only while a question waits."""
_ASKS_FOR = {"time": "when", "place": "place", "phone": "phone", "relation": "who"}
TOLD_FREELY = ("what", "happened")


def step_in(asked: str | None) -> str | None:
    """The step that waits."""
    return asked[len(TASK) :] if asked and asked.startswith(TASK) else None


def step_answered_by(entities: Iterable[str]) -> str:
    """The step to which an answer that names such entities belongs; what names none tells what happened."""
    named = set(entities)
    return next((step for entity, step in _ASKS_FOR.items() if entity in named), "happened")
