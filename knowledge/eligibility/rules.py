"""Who can get a service, as declared in one file a service."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from knowledge.article import Bilingual, RegionCode, ServiceId, SourceId
from knowledge.eligibility.logic import Expression


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(_Strict):
    """One thing that must hold, and what is said of it: when it does, when it does not, when it is open.

    `sources` are ids of the service's own file.
    """

    when: Expression
    sources: tuple[SourceId, ...] = Field(min_length=1)
    met: Bilingual
    unmet: Bilingual
    open: Bilingual


class Place(_Strict):
    conditions: tuple[Condition, ...] = Field(min_length=1)


class Rule(_Strict):
    """All conditions must hold. A place with its own conditions has them instead of the nationwide ones."""

    service: ServiceId
    conditions: tuple[Condition, ...] = Field(min_length=1)
    regions: dict[RegionCode, Place] = Field(default_factory=dict)

    def conditions_in(self, region_path: Sequence[str]) -> tuple[Condition, ...]:
        """Those of the most specific place of `region_path` that has its own."""
        for code in region_path:
            if code in self.regions:
                return self.regions[code].conditions
        return self.conditions

    @property
    def everywhere(self) -> tuple[Condition, ...]:
        """The conditions of all places."""
        return (*self.conditions, *(one for place in self.regions.values() for one in place.conditions))
