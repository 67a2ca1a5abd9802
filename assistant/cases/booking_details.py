"""What whoever receives or visits a resident must know beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from assistant.cases.summary import Summary

MATERIALS = "materials"
"""The aspect of a service that says what to bring."""

_IN_WORDS = {
    "mobility": "行动不便 limited mobility",
    "hearing": "听力不好 hard of hearing",
}


@dataclass(frozen=True, slots=True)
class Details:
    """Each in the words of the staff or of the resident, empty when there is nothing to mind.

    `address` is where to visit. `proxy` is who comes or acts for the resident. `bring` is what the staff
    take along, or the resident brings; `documents` are the papers that are needed.
    """

    address: str = ""
    mobility: str = ""
    hearing: str = ""
    proxy: str = ""
    bring: str = ""
    documents: str = ""

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{field.name: str(data.get(field.name, "")) for field in fields(cls)})


def proposed(summary: Summary | None) -> Details:
    """What the case tells already, so that nobody types it again: needs as `needs.read` finds them, and the
    papers as the assistant named them last."""
    if summary is None:
        return Details()
    needs = {name: words for name, words in _IN_WORDS.items() if name in summary.needs}
    if who := summary.needs.get("proxy"):
        needs["proxy"] = f"替{who}办 on behalf of {who}"
    if address := summary.asked_for.get("place"):
        needs["address"] = address
    named = [one.answered for one in summary.exchanges if one.aspect == MATERIALS and one.answered]
    return Details(documents=named[-1] if named else "", **needs)
