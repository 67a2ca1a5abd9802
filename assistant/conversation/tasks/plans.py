"""Which steps each task has, and which of them comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.cases.kinds import CaseKind
from assistant.conversation.here import Here

SELF = "self"
OTHER = "other"
ANY_SLOT = "any"
"""The resident takes no slot that was offered: the staff arrange the time."""

NONE = "none"
NO_PHONE = "no_phone"
"""The slot of whoever has no telephone number to give at a terminal."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` in the order in which they are asked; with "pick" among them a free time is looked for."""

    kind: CaseKind
    steps: tuple[str, ...]


PLANS: Mapping[str, Plan] = {
    "callback": Plan(CaseKind.CALLBACK, ("when", "phone")),
    "appointment": Plan(CaseKind.APPOINTMENT, ("service", "who", "relation", "when", "pick", "phone")),
    "home_visit": Plan(CaseKind.HOME_VISIT, ("service", "who", "relation", "place", "when", "pick", "phone")),
    "assisted_filing": Plan(CaseKind.ASSISTED_FILING, ("service", "who", "relation", "when", "phone")),
    "complaint": Plan(CaseKind.COMPLAINT, ("what", "place", "happened", "phone")),
}
TASKS: Mapping[CaseKind, str] = {plan.kind: task for task, plan in PLANS.items()}

_FILLED_BY: Mapping[str, tuple[str, ...]] = {
    "service": ("service", "matter"),
    "relation": ("relation", "who_words"),
    "pick": ("slot",),
    "phone": ("phone", NO_PHONE),
}
"""The slots that answer a step, where they are not called as the step is."""


def next_step(task: str, slots: Mapping[str, str], here: Here) -> str:
    """The first step that is still open; "confirm" when none is."""
    return next(_open(task, slots, here), "confirm")


def filled(task: str, slots: Mapping[str, str]) -> tuple[str, ...]:
    """The steps that have an answer, in the order of the plan."""
    return tuple(step for step in PLANS[task].steps if _is_filled(step, slots))


def without(slots: Mapping[str, str], step: str) -> dict[str, str]:
    """The slots as before `step` was answered. Another wish needs another slot."""
    dropped = {step, *_FILLED_BY.get(step, ())}
    if step in ("when", "pick"):
        dropped |= {"when", "when_words", "slot", "slot_at", "slot_office", "offered", "reach"}
    if step in ("who", "relation"):
        dropped |= {"who", "relation", "who_words"}
    return {name: value for name, value in slots.items() if name not in dropped}


def _open(task: str, slots: Mapping[str, str], here: Here) -> Iterator[str]:
    for step in PLANS[task].steps:
        if _is_filled(step, slots):
            continue
        if step == "relation" and slots.get("who") != OTHER:
            continue
        if step == "pick" and not (here.openings or slots.get("offered")):
            continue
        if step == "phone" and not here.shared:
            continue
        yield step


def _is_filled(step: str, slots: Mapping[str, str]) -> bool:
    return any(slots.get(name) for name in _FILLED_BY.get(step, (step,)))
