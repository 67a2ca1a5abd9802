"""The conversation that gets something done: step by step, put right, broken off, read back, handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.cases.town import Town
from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft, only_said, spaced
from assistant.conversation.here import Here
from assistant.conversation.tasks import handing_over
from assistant.conversation.tasks.loose_words import wants_other_time
from assistant.conversation.tasks.offering import slot_of, with_offer
from assistant.conversation.tasks.plans import ANY_SLOT, NO_PHONE, NONE, PLANS, SELF, next_step, without
from assistant.conversation.tasks.questions import Questions
from assistant.conversation.tasks.reading import UNKNOWN, Heard, Reader
from assistant.conversation.tasks.starting import Starting
from assistant.conversation.tasks.wishes import Wish
from assistant.messages import Act, Channel, Outcome, Reply
from assistant.state import ConversationState
from knowledge.spoken.answers import after_denial, read_yes_no

ASKED = "task:"
"""How `asked` of a state begins while a step waits for its answer."""
_MOST_MISREADINGS = 2
_CORRECTED = 4
"""Characters of what is said of a complaint instead, which goes with what was said before."""
_UNDERSTOOD = frozenset(
    {"task_when_past", "task_when_lunar", "task_when_no_such_day", "task_when_closed", "task_slot_taken"}
)
"""Why an answer that was understood will not do."""
_SOON = Wish(soon=True).to_text()
_UNANSWERED: Mapping[str, Mapping[str, str]] = {
    "who": {"who": SELF},
    "when": {"when": _SOON},
    "pick": {"slot": ANY_SLOT},
    "relation": {"relation": "other", "who_words": "别人"},
}
"""What an answer that is not to be had is taken for; the staff ask."""


class Tasks:
    """Takes the acts of the dialogue that belong to a task."""

    def __init__(self, content: Content, town: Town, answers: Answers) -> None:
        self._content = content
        self._answers = answers
        self._reader = Reader(content, town)
        self._starting = Starting(content, self._reader)
        self._questions = Questions(content, town, answers)
        self._steps: dict[str, Callable[[Act, ConversationState, Here], Draft]] = {
            "start": self._start,
            "answer": self._answer,
            "correct": self._correct,
            "resume": lambda act, state, here: self._go_on(state, here),
        }

    def take(self, act: Act, state: ConversationState, here: Here) -> Draft:
        step = act.get("step")
        if step != "start" and state.task is None:
            return self._answers.nothing_waits(act, state, here.today)
        return self._steps[step](act, state, here)

    def back(self, draft: Draft, here: Here) -> Draft:
        """After something else was said between two steps: the question that waits, once more."""
        state = replace(draft.state, asked=self._asked(draft.state, here))
        asked = self._questions.ask(step_of(state), state, here)
        *before, last = draft.replies
        reply = replace(last, question=asked.question, options=asked.options)
        if step_of(state) == "confirm" and last.text != asked.text:
            reply = replace(reply, question=self._read_back(asked, state, here))
        return replace(draft, state=state, replies=(*before, reply))

    def _read_back(self, asked: Reply, state: ConversationState, here: Here) -> str:
        """An English text message with Chinese words in it has 134 characters: no room to read it again."""
        if here.channel is Channel.SMS and state.language == "en":
            return self._content.phrases.say("task_confirm_back", "en")
        return spaced(asked.text, asked.question, state.language)

    def quit(self, state: ConversationState) -> Draft:
        """Never mind: nothing is handed over."""
        return only_said(self._content.phrases, "task_cancelled", handing_over.dropped(state))

    def taken_away(self, state: ConversationState, here: Here) -> Draft:
        """The slot went to somebody else between reading back and booking: other ones are offered."""
        slots = without(state.slots, "pick") | {"when": state.slots.get("when", _SOON)}
        return self._go_on(replace(state, slots=slots), here, "task_slot_taken")

    def _start(self, act: Act, state: ConversationState, here: Here) -> Draft:
        return self._go_on(self._starting.started(act, state, here), here, "task_start")

    def _answer(self, act: Act, state: ConversationState, here: Here) -> Draft:
        step = step_of(state) or next_step(state.task or "", state.slots, here)
        value, words = act.get("value"), act.get("query") or ""
        state = replace(state, asked=f"{ASKED}{step}")
        if value is not None:
            return self._valued(step, value, state, here)
        if step in ("confirm", "change"):
            return self._confirmed(words, act, state, here)
        if step == "pick":
            if wants_other_time(words):
                return self._again("when", state, here)
            heard = self._reader.pick(words, state.slots, state, here)
        else:
            heard = self._reader.read(step, words, state, here, act.get("given"))
            rest = after_denial(words, state.language)
            if rest and (heard.problem or self._reader.told(rest, state, here, corrects=True)):
                return self._put_right(rest, act, state, here)
        if heard.problem and "service" in PLANS[state.task or ""].steps:
            service = self._starting.named(words, state)
            if service and service != state.slots.get("service"):
                # The matter before was taken for this one.
                slots = {**without(state.slots, "service"), "service": service}
                return self._go_on(replace(state, slots=slots, misses=0), here, "task_changed")
        beside = self._reader.beside(step, words, state, here)
        return self._heard(step, replace(heard, slots={**beside, **heard.slots}), state, here)

    def _valued(self, step: str, value: str, state: ConversationState, here: Here) -> Draft:
        """An answer by a key, or one that the dialogue has a word for."""
        if step == "confirm":
            return handing_over.commit(state) if value == "yes" else self._ask("change", state, here)
        if step == "change":
            if value in self._questions.known(state):
                return self._again(value, state, here)
            return self._ask("confirm" if value == "yes" else "change", state, here)
        if value == UNKNOWN and step in _UNANSWERED:
            return self._heard(step, Heard(_UNANSWERED[step]), state, here)
        if step == "pick" and value == "yes":
            return self._heard(step, self._reader.agreed(state.slots, here), state, here)
        if step == "pick":
            slots = {"slot": ANY_SLOT} if value in (ANY_SLOT, "no") else slot_of(value, here)
            return self._heard(step, Heard(slots, "" if slots else "task_slot_taken"), state, here)
        if step == "phone" and value in (NONE, "no", UNKNOWN):
            return self._heard(step, Heard({NO_PHONE: "yes"}), state, here)
        if self._reader.can_be(step, value):
            return self._heard(step, Heard(self._reader.chosen(step, value, state.language)), state, here)
        if step == "happened" and value == UNKNOWN:
            words = self._content.phrases.say("answer_unknown", state.language)
            return self._heard(step, Heard({"happened": words}), state, here)
        return self._heard(step, Heard(problem="task_again"), state, here)

    def _confirmed(self, words: str, act: Act, state: ConversationState, here: Here) -> Draft:
        rest = after_denial(words, state.language)
        if rest:
            return self._put_right(rest, act, state, here)
        said = read_yes_no(words, state.language)
        if said is not None and step_of(state) == "confirm":
            return handing_over.commit(state) if said else self._ask("change", state, here)
        if said or self._questions.means_nothing(words, state.language):
            return self._ask("confirm", state, here)
        named = self._questions.named(words, state)
        if named:
            return self._again(named, state, here)
        return self._put_right(words, act, state, here, denied=False)

    def _correct(self, act: Act, state: ConversationState, here: Here) -> Draft:
        words = act.get("query") or ""
        rest = after_denial(words, state.language)
        return self._put_right(rest or words, act, state, here)

    def _put_right(
        self, words: str, act: Act, state: ConversationState, here: Here, *, denied: bool = True
    ) -> Draft:
        """Replace what the words say anew: the time, the person, the number, the place, else the matter."""
        told = self._reader.told(words, state, here, act.get("given"), corrects=True)
        if "when" in PLANS[state.task or ""].steps and "when" not in told:
            when = self._reader.read("when", words, state, here, act.get("given"))
            if when.problem in _UNDERSTOOD:
                return self._heard("when", when, replace(state, slots=without(state.slots, "when")), here)
        known = self._questions.known(state)
        if not told and denied and "what" in known and len(words) >= _CORRECTED:
            told = {"what": f"{words}；{state.slots['what']}"}
        if not told:
            for step in ("who", "place", "service"):
                if step in known and (heard := self._reader.read(step, words, state, here)).slots:
                    told = dict(heard.slots)
                    break
        if not told:
            step = "change" if step_of(state) in ("confirm", "change") else step_of(state)
            return self._heard(step, Heard(problem="task_again"), state, here)
        slots = dict(state.slots)
        if "when" in told:
            slots = without(slots, "when")
        if "who" in told:
            slots = without(slots, "who")
        state = replace(state, slots={**slots, **told}, misses=0)
        return self._go_on(state, here, "task_changed")

    def _again(self, step: str, state: ConversationState, here: Here) -> Draft:
        state = replace(state, slots=without(state.slots, step), misses=0)
        return self._ask(step, state, here)

    def _heard(self, step: str, heard: Heard, state: ConversationState, here: Here) -> Draft:
        """Go on with what was understood; ask once more, then offer a person, for what was not."""
        slots = {**state.slots, **heard.slots}
        if heard.choices:
            asked = replace(state, slots=slots, misses=state.misses + 1)
            return self._ask(step, asked, here, choices=heard.choices)
        if not heard.problem:
            slots.pop("wished", None)
            return self._go_on(replace(state, slots=slots, misses=0), here)
        if heard.problem in _UNDERSTOOD:
            return self._ask(step, replace(state, slots=slots), here, heard.problem)
        if state.misses + 1 >= _MOST_MISREADINGS and step in _UNANSWERED:
            return self._go_on(replace(state, slots={**slots, **_UNANSWERED[step]}, misses=0), here)
        return self._ask(step, replace(state, slots=slots, misses=state.misses + 1), here, heard.problem)

    def _go_on(self, state: ConversationState, here: Here, problem: str = "") -> Draft:
        step = next_step(state.task or "", state.slots, here)
        if step == "pick" and not state.slots.get("offered"):
            state, full = with_offer(state, here)
            problem = problem if problem in _UNDERSTOOD else full or problem
            step = next_step(state.task or "", state.slots, here)
        service = state.slots.get("service")
        if service and service != state.service:
            # What is asked in between is about the matter in hand.
            state = replace(state, service=service, aspect=None)
        return self._ask(step, state, here, problem)

    def _ask(
        self,
        step: str,
        state: ConversationState,
        here: Here,
        problem: str = "",
        choices: tuple[str, ...] = (),
    ) -> Draft:
        state = replace(state, asked=f"{ASKED}{step}")
        reply = self._questions.ask(step, state, here, problem, choices)
        return Draft(state=state, outcome=Outcome.SAID, replies=(reply,), service=state.slots.get("service"))

    def _asked(self, state: ConversationState, here: Here) -> str:
        step = step_of(state) or next_step(state.task or "", state.slots, here)
        return f"{ASKED}{step}"


def step_of(state: ConversationState) -> str:
    """The step that waits for its answer; empty when none does."""
    asked = state.asked or ""
    return asked.removeprefix(ASKED) if asked.startswith(ASKED) else ""
