"""What may be said between two steps of a task."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.tasks.tasks import step_of
from assistant.messages import Act
from assistant.ports import Decision
from assistant.state import ConversationState

_MORE_LIKELY_AN_ANSWER = frozenset(
    {"limit", "case_status", "my_data", "about", "compare", "choose", "fallback"}
)


def keep_to_step(decision: Decision, text: str, state: ConversationState) -> Decision:
    """The decision, or the answer to the step that waits where the dialogue only supposes an aside.

    What is clearly an aside was recognised by its words before the dialogue was asked.
    """
    if not step_of(state) or not any(act.kind in _MORE_LIKELY_AN_ANSWER for act in decision.acts):
        return decision
    return replace(decision, acts=(Act("task", {"step": "answer", "query": text}),))
