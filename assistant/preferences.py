"""How a resident wants to be spoken to and written to. It holds on every channel at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, Self, cast

Script = Literal["hans", "hant"]

RATES = (70, 80, 90, 100, 110, 120, 130)
"""Speech rates in percent of the ordinary one (ACCESSIBILITY, phone)."""
VOLUMES = (0, 1, 2)
"""Steps louder than the ordinary volume."""
SIZES = (0, 1, 2, 3)
"""Steps larger than the smallest letters of a screen."""

_SCALES: Mapping[str, tuple[int, ...]] = {"rate": RATES, "volume": VOLUMES, "size": SIZES}
_STEPS = {
    "slower": -2,
    "faster": 2,
    "louder": 1,
    "softer": -1,
    "bigger": 1,
    "smaller": -1,
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """`rate` is in percent, `volume` and `size` in steps from the ordinary; `script` is that of Chinese."""

    rate: int = 100
    volume: int = 0
    size: int = 0
    script: Script = "hans"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Unknown names are left out; a value off its scale is the ordinary one."""
        known: dict[str, Any] = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        return cls(**{name: value for name, value in known.items() if _may_be(name, value)})

    def changed(self, name: str, value: str) -> Self:
        """One step further on a scale, back to the ordinary value, or another script.

        Raises KeyError for a name that is none, or a step that the scale does not have.
        """
        if name == "script":
            return replace(self, script=cast(Script, value))
        scale = _SCALES[name]
        change: dict[str, Any] = {name: getattr(_ORDINARY, name)}
        if value != "normal":
            place = scale.index(getattr(self, name)) + _STEPS[value]
            change = {name: scale[max(0, min(place, len(scale) - 1))]}
        return replace(self, **change)


def _may_be(name: str, value: object) -> bool:
    return value in _SCALES[name] if name in _SCALES else value in ("hans", "hant")


_ORDINARY = Preferences()
