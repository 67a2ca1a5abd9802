"""Free times: those that fit the wish are offered, and one that is asked for exactly is taken."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.here import Here
from assistant.conversation.tasks.wishes import Wish, fitting, matching
from assistant.state import ConversationState

FULL = "task_when_full"
"""The phrase that says why other times are offered than the one that was wished for."""


def with_offer(state: ConversationState, here: Here) -> tuple[ConversationState, str]:
    """The state with the times that are offered, or with the one at the hour that was named; and FULL."""
    wish = Wish.from_text(state.slots["when"])
    wished = fitting(wish, here)
    if wish.by_clock and len(wished) == 1:
        return replace(state, slots={**state.slots, **slot_of(wished[0].slot, here)}), ""
    free = matching(wish, here)
    offered = ";".join(f"{one.slot} {one.starts_at.isoformat()}" for one in free)
    problem = FULL if free and not wished else ""
    return replace(state, slots={**state.slots, "offered": offered}), problem


def slot_of(slot_id: str, here: Here) -> dict[str, str]:
    """The slot of an opening, with what is said back of it."""
    for one in here.openings:
        if one.slot == slot_id:
            return {"slot": one.slot, "slot_at": one.starts_at.isoformat(), "slot_office": one.office}
    return {}
