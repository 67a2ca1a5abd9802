"""What a resident asked to have done, as it was read back to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.cases.kinds import CaseKind

NAMES = (
    "when",
    "when_words",
    "who",
    "relation",
    "who_words",
    "place",
    "what",
    "matter",
    "happened",
    "phone",
    "reach",
)
"""What can be told: `when` as docs/conversation.md writes times, all others in the resident's own words."""

_OWN = ("when_words", "who_words", "place", "what", "matter", "happened", "phone", "reach")


@dataclass(frozen=True, slots=True)
class AskedFor:
    """`told` is by NAMES. `slot_id` is the free time that the resident took, if any."""

    kind: CaseKind
    told: Mapping[str, str] = field(default_factory=dict)
    slot_id: str | None = None


def own_words(told: Mapping[str, str]) -> str:
    """All of it on one line, as the resident said it."""
    return "；".join(told[name] for name in _OWN if told.get(name))
