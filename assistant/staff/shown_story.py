"""The transcript of a case as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from assistant.cases.kinds import Kind
from assistant.cases.transcript import Line
from assistant.staff.happened import Teller
from assistant.staff.masking import masked
from assistant.staff.shown import PURGED, Words
from assistant.store.models import CaseEvent
from knowledge.article import Bilingual

SPEAKERS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "resident": Bilingual(zh="居民", en="Resident"),
        "assistant": Bilingual(zh="帮办", en="Bangban"),
        "staff": Bilingual(zh="工作人员", en="Staff"),
        "event": Bilingual(zh="记录", en="Record"),
    }
)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the transcript. `who` names its style; `note` says what happened, `said` what was written.

    What is `internal` the resident never sees.
    """

    who: str
    name: Bilingual
    at: datetime
    said: Words | None
    note: Bilingual | None
    internal: bool = False


def lines(
    told: Sequence[Line], events: Sequence[CaseEvent], teller: Teller, *, plain: bool
) -> Iterator[ShownLine]:
    """`told` and the events that it tells of. Numbers in it are masked unless it is `plain`."""
    details = iter([event.detail for event in sorted(events, key=lambda event: event.at)])
    for line in told:
        detail = next(details) if line.kind is not None else {}
        said = None if line.text is None else Words.of(line.text if plain else masked(line.text))
        name = _name(line, teller)
        if line.speaker == "event" and line.kind is not None:
            who = "note" if line.kind is Kind.NOTED else "event"
            note = teller.told(line.kind, detail)
            yield ShownLine(who, name, line.at, said, note, internal=said is not None)
        else:
            yield ShownLine(line.speaker, name, line.at, said or PURGED, None)


def _name(line: Line, teller: Teller) -> Bilingual:
    name = SPEAKERS[line.speaker]
    person = teller.members.get(line.staff_id) if line.staff_id is not None else None
    return name if person is None else Bilingual(zh=f"{name.zh} {person}", en=name.en)
