"""Long lists in pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

_LAST = 10_000


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a list goes on. `kept` are the parameters that stay the same.

    `pages` is how many there are, None when that is not counted.
    """

    endpoint: str
    page: int
    more: bool
    pages: int | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def before(self) -> str | None:
        """The address of the page before."""
        return self._address(self.page - 1) if self.page > 1 else None

    @property
    def after(self) -> str | None:
        """The address of the page after."""
        return self._address(self.page + 1) if self.more else None

    def _address(self, page: int) -> str:
        return url_for(self.endpoint, **{**self.kept, "page": page})


def asked(args: Mapping[str, str]) -> int:
    """The page that an address asks for; the first when that is no number."""
    said = args.get("page", "")
    return min(max(1, int(said)), _LAST) if said.isdecimal() else 1
