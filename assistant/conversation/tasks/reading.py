"""What an answer to one step of a task says. Nothing is guessed: what is not understood is asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.cases.town import Town
from assistant.conversation.answers import Content
from assistant.conversation.here import Here
from assistant.conversation.tasks import loose_words
from assistant.conversation.tasks.offering import slot_of
from assistant.conversation.tasks.plans import ANY_SLOT, NO_PHONE, OTHER, PLANS, SELF
from assistant.conversation.tasks.wishes import Wish, fitting, in_words, is_closed, is_text_of_wish
from assistant.state import ConversationState
from knowledge.article import Language
from knowledge.normalise import normalise
from knowledge.spoken.answers import read_yes_no
from knowledge.spoken.people import Person, read_person
from knowledge.spoken.phones import read_phone
from knowledge.spoken.places import read_place
from knowledge.spoken.times import read_when

LONGEST = 200
"""Characters of the resident's own words that a slot keeps; the case has the whole message."""
_SHORTEST_MATTER = 2
UNKNOWN = "unknown"
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "service": ("who", "when", "place", "phone"),
    "who": ("when", "place", "phone"),
    "relation": ("when", "place", "phone"),
    "place": ("who", "phone"),
    "when": ("who", "place", "phone"),
    "pick": ("phone",),
    "what": ("place",),
}
"""What is heard besides the answer to a step. A number in a complaint may be that of somebody else."""
_WITH: Mapping[str, tuple[str, ...]] = {"who": ("relation", "who_words"), "when": ("when_words",)}


@dataclass(frozen=True, slots=True)
class Heard:
    """`slots` are to be remembered. `problem` is the phrase that says why an answer will not do."""

    slots: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    choices: tuple[str, ...] = ()


class Reader:
    """Reads answers with what the knowledge knows of services and places, and the town of hours."""

    def __init__(self, content: Content, town: Town) -> None:
        self._content = content
        self._town = town

    def read(
        self,
        step: str,
        words: str,
        state: ConversationState,
        here: Here,
        given: Mapping[str, str] | None = None,
    ) -> Heard:
        """What `words` answer to `step`; `given` is what the dialogue found in them."""
        given = given or {}
        words = words.strip()[:LONGEST]
        if step == "when":
            return self._when(given.get("time") or words, state, here)
        if step == "service":
            return self._service(words, state, given.get("service"))
        if step in ("who", "relation"):
            return self._person(given.get("relation") or words, words, state)
        if step == "place":
            return self._place(_as_said(given.get("place"), words), state)
        if step == "phone":
            return self._phone(words if read_phone(words) else given.get("phone") or words, state)
        if step == "happened":
            return self._happened(words, state, here)
        if step == "what":
            said = normalise(words)
            return Heard({"what": words}) if len(said) >= _SHORTEST_MATTER else Heard(problem="task_again")
        return Heard(problem="task_again")

    def told(
        self,
        words: str,
        state: ConversationState,
        here: Here,
        given: Mapping[str, str] | None = None,
        *,
        corrects: bool = False,
    ) -> dict[str, str]:
        """All that a whole sentence tells of what the task asks for: 明天上午来帮我妈办高龄津贴.

        Whoever is named in it is whom it is done for only when that is said, or when it `corrects`.
        """
        given, steps = given or {}, PLANS[state.task or ""].steps
        found: dict[str, str] = {}
        if "when" in steps:
            found |= self._when(given.get("time") or words, state, here).slots
            found.pop("wished", None)
        elif given.get("time"):
            found["happened"] = given["time"]
        person = read_person(given.get("relation") or words, state.language)
        if (
            "who" in steps
            and person
            and (corrects or given.get("relation") or loose_words.is_for(person.words, words))
        ):
            found |= _for_whom(person)
        if "place" in steps:
            place = read_place(_as_said(given.get("place"), words), state.language, self._names_place(state))
            # 街道办, 社区 in a whole sentence are mostly not where somebody lives, nor where it happened.
            is_told = bool(corrects or given.get("place") or (place and loose_words.is_address(place)))
            found |= {"place": place} if place and is_told else {}
        phone = read_phone(words) or read_phone(given.get("phone") or "")
        if phone:
            found["phone"] = phone
        if given.get("service") in self._content.library.articles:
            found["service"] = given["service"]
        return found

    def beside(self, step: str, words: str, state: ConversationState, here: Here) -> dict[str, str]:
        """What an answer to `step` tells of steps that are still to come: 办身份证，给我妈办，明天上午."""
        names = {name for other in _BESIDE.get(step, ()) for name in (other, *_WITH.get(other, ()))}
        told = self.told(words, state, here) if names else {}
        return {name: value for name, value in told.items() if name in names and not state.slots.get(name)}

    def can_be(self, step: str, value: str) -> bool:
        """Whether a value that stands for an answer is one of `step`."""
        if step == "who":
            return value in (SELF, OTHER)
        if step == "service":
            return value in self._content.library.articles
        return step == "when" and is_text_of_wish(value)

    @staticmethod
    def chosen(step: str, value: str, language: Language) -> dict[str, str]:
        """What a value that can be one of `step` stands for."""
        if step != "when":
            return {step: value}
        return {"when": value, "when_words": in_words(Wish.from_text(value), None, language)}

    def pick(self, words: str, slots: Mapping[str, str], state: ConversationState, here: Here) -> Heard:
        """Which of the free times is meant: one that was offered, or another one that is wished for."""
        first = slot_of(slots.get("offered", "").split(" ")[0], here)
        if first and loose_words.is_whichever(words):
            return Heard(first)
        when = read_when(words, state.language, here.local)
        if when is None or when.problem:
            agrees = read_yes_no(words, state.language)
            if agrees is False or loose_words.is_none_of_them(words):
                return Heard({"slot": ANY_SLOT})
            return self.agreed(slots, here) if agrees else Heard(problem="task_pick_again")
        wish = Wish.of(when)
        if wish.soon and first:
            return Heard(first)
        if slots.get("when"):
            wish = wish.with_day_of(Wish.from_text(slots["when"]))
        told = {"when": wish.to_text(), "when_words": words}
        found = fitting(wish, here)
        if len(found) == 1:
            return Heard({**told, **slot_of(found[0].slot, here)})
        return Heard({**told, "offered": ""})

    @staticmethod
    def agreed(slots: Mapping[str, str], here: Here) -> Heard:
        """A mere yes, which takes what is offered only when it is one time."""
        slot, *others = slots.get("offered", "").split(";")
        taken = {} if others else slot_of(slot.split(" ")[0], here)
        return Heard(taken, "" if taken else "task_pick_again")

    def _when(self, words: str, state: ConversationState, here: Here) -> Heard:
        when = read_when(words, state.language, here.local)
        if when is None:
            return self._only_offer(words, state)
        if when.problem:
            return Heard(problem=f"task_when_{when.problem}")
        wish = Wish.of(when)
        if state.slots.get("when"):
            wish = wish.with_day_of(Wish.from_text(state.slots["when"]))
        office = self._town.office_for(state.region).id
        if not wish.soon and is_closed(wish, self._town.calendar(office), here.now):
            return Heard({"wished": wish.to_text()}, problem="task_when_closed")
        return Heard({"when": wish.to_text(), "when_words": words})

    def _only_offer(self, words: str, state: ConversationState) -> Heard:
        """A mere yes, when one time alone was offered."""
        offered = [option.act.get("value") for option in state.options if option.act.kind == "task"]
        if len(offered) == 1 and self.can_be("when", offered[0]) and read_yes_no(words, state.language):
            return Heard(self.chosen("when", offered[0], state.language))
        return Heard(problem="task_when_again")

    def _service(self, words: str, state: ConversationState, named: str | None) -> Heard:
        if named in self._content.library.articles:
            return Heard({"service": str(named)})
        if len(normalise(words)) < _SHORTEST_MATTER:
            return Heard(problem="task_again")
        found = self._content.search.find(words, state.language)
        if found.outcome == "answer":
            return Heard({"service": found.candidates[0].service, "matter": words})
        if found.outcome == "choose" and state.misses == 0:
            return Heard(choices=found.choices)
        return Heard({"matter": words})

    def _person(self, told: str, words: str, state: ConversationState) -> Heard:
        person = read_person(told, state.language)
        if person is not None:
            return Heard(_for_whom(person))
        if state.asked == "task:relation" and state.misses:
            return Heard({"relation": "other", "who_words": words})
        return Heard(problem="task_again")

    def _place(self, words: str, state: ConversationState) -> Heard:
        place = read_place(words, state.language, self._names_place(state))
        if place is not None:
            return Heard({"place": place})
        # What is said again is what the resident calls the place; the staff can ask.
        if state.asked == "task:place" and state.misses and len(normalise(words)) >= _SHORTEST_MATTER:
            return Heard({"place": words})
        return Heard(problem="task_place_again")

    @staticmethod
    def _phone(words: str, state: ConversationState) -> Heard:
        phone = read_phone(words)
        if phone:
            return Heard({"phone": phone})
        if read_yes_no(words, state.language) is False or loose_words.has_no_phone(words):
            return Heard({NO_PHONE: "yes"})
        return Heard(problem="task_phone_again")

    def _names_place(self, state: ConversationState) -> Callable[[str], bool]:
        return lambda words: self._content.regions.find(words, state.language) is not None

    def _happened(self, words: str, state: ConversationState, here: Here) -> Heard:
        said = normalise(words)
        return Heard({"happened": words}) if said else Heard(problem="task_again")


def _for_whom(person: Person) -> dict[str, str]:
    if person.relation == SELF:
        return {"who": SELF}
    return {"who": OTHER, "relation": person.relation, "who_words": person.words}


def _as_said(given: str | None, words: str) -> str:
    """What the dialogue found, in the letters in which it was said; all of `words` when it found nothing."""
    start = words.lower().find(given.lower()) if given else -1
    return words[start : start + len(given or "")] if start >= 0 else given or words
