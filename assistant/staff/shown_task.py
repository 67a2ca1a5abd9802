"""What a resident asked to have done, as the page of the case shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.cases.views import CaseView
from assistant.conversation.tasks.wishes import Wish, in_words
from assistant.staff.masking import masked
from assistant.staff.shown import Words
from assistant.staff.wording import pair
from knowledge.article import Bilingual

_LABELS: Mapping[str, Bilingual] = {
    "when": pair("想要的时间", "Time wished for"),
    "who_words": pair("替谁办", "For whom"),
    "place": pair("地方", "Place"),
    "what": pair("什么事", "What happened"),
    "matter": pair("要办的事", "Matter"),
    "happened": pair("什么时候的事", "When it happened"),
    "phone": pair("留的电话", "Number given"),
    "reach": pair("怎么回", "How to reply"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`value` is in both languages when it is ours, else in the resident's own words."""

    label: Bilingual
    value: Bilingual | Words

    @property
    def own(self) -> bool:
        """Whether the value is in the resident's own words."""
        return isinstance(self.value, Words)


def lines(view: CaseView, *, plain: bool = False) -> tuple[Line, ...]:
    """In the order in which the staff need it; numbers in full only when it is `plain`."""
    told = view.summary.asked_for if view.summary else {}
    return tuple(
        Line(label, _value(name, told[name], plain)) for name, label in _LABELS.items() if told.get(name)
    )


def _value(name: str, told: str, plain: bool) -> Bilingual | Words:
    if name == "when":
        wish = Wish.from_text(told)
        return Bilingual(zh=in_words(wish, None, "zh"), en=in_words(wish, None, "en"))
    return Words.of(told if plain else masked(told))
