"""The end of a task: what was told becomes something for a person to do."""

from __future__ import annotations

from dataclasses import replace

from assistant.cases.asked_for import NAMES, AskedFor
from assistant.conversation.draft import Draft
from assistant.conversation.tasks.plans import ANY_SLOT, PLANS
from assistant.messages import Outcome
from assistant.state import ConversationState


def commit(state: ConversationState) -> Draft:
    """What was read back is to be done. `undone` is where to go on when its slot is gone."""
    plan = PLANS[state.task or ""]
    done = dropped(state)
    done = replace(done, service=state.slots.get("service") or state.service)
    slot = state.slots.get("slot")
    return Draft(
        state=done,
        outcome=Outcome.CASE,
        service=done.service,
        case_reason="complaint" if state.task == "complaint" else "requested",
        wanted=AskedFor(kind=plan.kind, told=_told(state), slot_id=None if slot == ANY_SLOT else slot),
        undone=state,
    )


def told_so_far(state: ConversationState) -> AskedFor | None:
    """What is known of the task under way, without any slot; None without a task."""
    if state.task is None:
        return None
    return AskedFor(PLANS[state.task].kind, _told(state))


def dropped(state: ConversationState) -> ConversationState:
    """Without the task."""
    return replace(state, task=None, slots={}, asked=None, misses=0)


def _told(state: ConversationState) -> dict[str, str]:
    return {name: state.slots[name] for name in NAMES if state.slots.get(name)}
