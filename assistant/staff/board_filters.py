"""What the board is asked to show, read from the address of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from assistant.cases import periods
from assistant.cases.periods import NoPeriod, Period
from assistant.rendering.moments import LOCAL_TIME
from assistant.store.outcomes import Wanted

NARROWING = ("service", "region", "channel", "kind", "department")
USUAL = "month"
_CODE = re.compile(r"^[\w.-]{1,64}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """`span` is day, week, month or between. `wrong` says that the dates could not be used."""

    span: str
    period: Period
    service: str | None = None
    region: str | None = None
    channel: str | None = None
    kind: str | None = None
    department: str | None = None
    wrong: bool = False

    def wanted(self) -> Wanted:
        narrowed = {name: getattr(self, name) for name in NARROWING}
        return Wanted(self.period.start(LOCAL_TIME), self.period.end(LOCAL_TIME), **narrowed)

    def address(self) -> dict[str, str]:
        """What leads to the same again."""
        kept = {name: value for name, value in asdict(self).items() if name in NARROWING and value}
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        return {"span": "between", "from": first, "to": last, **kept}


def read(given: Mapping[str, str], today: date) -> Asked:
    """This month when nothing else, or nothing that can be used, is asked for."""
    codes = {name: given.get(name) for name in NARROWING}
    narrowed: dict[str, Any] = {name: code for name, code in codes.items() if code and _CODE.match(code)}
    asked = Asked(USUAL, periods.named(USUAL, today), **narrowed)
    first, last = given.get("from", ""), given.get("to", "")
    span = given.get("span") or ("between" if first or last else USUAL)
    try:
        period = periods.between(first, last) if span == "between" else periods.named(span, today)
    except NoPeriod:
        return replace(asked, wrong=True)
    return replace(asked, span=span, period=period)
