"""What each step of a task asks, with what can be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time

from assistant.cases.town import Town
from assistant.conversation.answers import Answers, Content
from assistant.conversation.here import Here
from assistant.conversation.tasks.plans import ANY_SLOT, NONE, OTHER, PLANS, SELF, filled
from assistant.conversation.tasks.wishes import OFFERED, Wish, nearest, opening_in_words
from assistant.conversation.tasks.wishes import in_words as wish_in_words
from assistant.messages import Act, Channel, Option, Reply
from assistant.state import ConversationState
from knowledge.article import Language
from knowledge.normalise import normalise
from knowledge.spoken.fillers import bare
from knowledge.spoken.phones import spoken_phone

_DEPENDS_ON_TASK = ("when", "place")
_MORNING, _AFTERNOON = Wish(start=time(8), end=time(12)), Wish(start=time(13), end=time(18))
_SHOWN = 24
"""Characters of the resident's own words that are read back."""
_ALOUD = 2
"""So many times are said besides the way to a person (ACCESSIBILITY, phone)."""
_WRONG = (
    "(?:是|就是|把)?(?:那个|这个)?LABEL(?:号码)?(?:说|写|弄|记|听|搞)?(?:的)?(?:不对|错|有问题|要改|改一下|换一下|不行)?"
    "(?:了|啦|的|呀|啊)?|(?:it is |it's )?(?:the )?LABEL(?: is)?(?: wrong| not right)?"
)
_NOTHING = re.compile(
    "(?:没有?|没什么)(?:什么)?(?:不对|错|问题)?的?(?:地方)?[了呀啊吧]*|(?:其实|都|全|又)*(?:对|没问题)[了的呀啊吧]*"
    "|nothing(?: is wrong)?|none"
)
_CALLED = {"pick": "when", "relation": "who"}
"""The steps that a resident knows as another one."""


class Questions:
    """Pure: everything is told by the state and by where the turn takes place."""

    def __init__(self, content: Content, town: Town, answers: Answers) -> None:
        self._content = content
        self._town = town
        self._answers = answers

    def ask(
        self, step: str, state: ConversationState, here: Here, problem: str = "", choices: Sequence[str] = ()
    ) -> Reply:
        """The question of a step; `problem` is the phrase that says why it is asked again."""
        language = state.language
        notice = self._say(problem, language) if problem else ""
        options = (*self._numbered(self._choices(step, state, here, choices)), self._answers.person(language))
        if step == "confirm":
            gap = "" if language == "zh" else " "
            return Reply(
                text=gap.join(self._read_back(state, here)),
                language=language,
                notice=notice or self._say("task_read_back", language),
                question=self._say("task_confirm", language),
                options=options,
            )
        return Reply(
            text="",
            language=language,
            notice=notice,
            question=self._question(step, state, here),
            options=options,
        )

    def known(self, state: ConversationState) -> tuple[str, ...]:
        """The steps that can be put right, as the resident knows them."""
        steps = (_CALLED.get(step, step) for step in filled(state.task or "", state.slots))
        extra = ("phone",) if state.slots.get("phone") else ()
        return tuple(dict.fromkeys((*steps, *extra)))

    def named(self, words: str, state: ConversationState) -> str:
        """The step that a resident says is wrong, by what it is called: 时间不对; empty when none is."""
        said = normalise(words).lower()
        calls = ((step, self._say(f"task_label_{step}", state.language)) for step in self.known(state))
        return next((step for step, label in calls if _is_wrong(label, said)), "")

    @staticmethod
    def means_nothing(words: str, language: Language) -> bool:
        """Whether a resident who is asked what is wrong says that nothing is."""
        return _NOTHING.fullmatch(bare(words, language)) is not None

    def _question(self, step: str, state: ConversationState, here: Here) -> str:
        name = f"task_ask_{step}_{state.task}" if step in _DEPENDS_ON_TASK else f"task_ask_{step}"
        if step == "pick" and here.channel is Channel.PHONE:
            name = "task_ask_pick_aloud"
        return self._say(name, state.language)

    def _choices(
        self, step: str, state: ConversationState, here: Here, services: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        """Labels, and the values that they stand for."""
        language = state.language
        if step == "service":
            for service in services:
                yield self._content.library.get(service).short.in_language(language), service
        elif step == "who":
            yield self._say("task_who_self", language), SELF
            yield self._say("task_who_other", language), OTHER
        elif step == "when":
            yield from self._times(state, here)
        elif step == "pick":
            most = _ALOUD if here.channel is Channel.PHONE else OFFERED
            for slot, starts_at in offered(state)[:most]:
                yield opening_in_words(starts_at, here.now, language), slot
            yield self._say("task_pick_other", language), ANY_SLOT
        elif step == "confirm":
            yield self._say("task_right", language), "yes"
            yield self._say("task_wrong", language), "no"
        elif step == "change":
            for one in self.known(state):
                yield self._say(f"task_label_{one}", language), one
        elif step == "phone":
            yield self._say("task_phone_none", language), NONE
        elif step == "happened":
            yield self._say("answer_unknown", language), "unknown"

    def _times(self, state: ConversationState, here: Here) -> Iterator[tuple[str, str]]:
        """The nearest working time to what was wished for, else the parts of a day."""
        wished = state.slots.get("wished")
        if wished:
            calendar = self._town.calendar(self._town.office_for(state.region).id)
            near = nearest(Wish.from_text(wished), calendar, here.now)
            yield wish_in_words(near, here.now, state.language), near.to_text()
        if not wished:
            for wish in (_MORNING, _AFTERNOON):
                yield wish_in_words(wish, here.now, state.language), wish.to_text()
        if "pick" not in PLANS[state.task or ""].steps:
            yield self._say("task_soon", state.language), Wish(soon=True).to_text()

    def _read_back(self, state: ConversationState, here: Here) -> Iterator[str]:
        """One sentence for each thing that was told."""
        language, slots = state.language, state.slots
        when = self._when(state, here)
        if state.task == "callback" and slots.get("reach"):
            yield self._say("task_line_text", language)
        elif state.task == "callback":
            yield self._say("task_line_callback", language, when=when)
        elif state.task == "appointment" and slots.get("slot_at"):
            office = self._town.offices[slots["slot_office"]].name.in_language(language)
            yield self._say("task_line_appointment", language, when=when, place=office)
        elif state.task == "home_visit" and slots.get("slot_at"):
            yield self._say("task_line_visit", language, when=when)
        elif when and state.task != "complaint":
            yield self._say("task_line_wish", language, when=when)
        if slots.get("place"):
            yield self._say("task_line_place", language, place=slots["place"].rstrip("。.！!"))
        yield from self._matter(state)
        if slots.get("happened"):
            yield self._say("task_line_happened", language, when=_shortened(slots["happened"], language))
        if slots.get("phone"):
            yield self._say("task_line_phone", language, phone=spoken_phone(slots["phone"], language))

    def _when(self, state: ConversationState, here: Here) -> str:
        slots = state.slots
        if slots.get("slot_at"):
            return opening_in_words(datetime.fromisoformat(slots["slot_at"]), here.now, state.language)
        if slots.get("when"):
            return wish_in_words(Wish.from_text(slots["when"]), here.now, state.language)
        return ""

    def _matter(self, state: ConversationState) -> Iterator[str]:
        """The matter, and for whom it is: in one sentence where it can be, since three are said at a time."""
        language, slots = state.language, state.slots
        who = slots.get("who_words")
        if slots.get("service") in self._content.library.articles and not slots.get("what"):
            title = self._content.library.get(slots["service"]).short.in_language(language)
            phrase, more = ("task_line_service_for", {"who": who}) if who else ("task_line_service", {})
            yield self._say(phrase, language, title=title, **more)
            return
        if what := slots.get("what") or slots.get("matter"):
            yield self._say("task_line_what", language, what=_shortened(what, language))
        if who:
            yield self._say("task_line_who", language, who=who)

    def _numbered(self, choices: Iterator[tuple[str, str]]) -> tuple[Option, ...]:
        return tuple(
            Option(str(key), label, Act("task", {"step": "answer", "value": value}))
            for key, (label, value) in enumerate(choices, start=1)
        )

    def _say(self, phrase: str, language: Language, **slots: str) -> str:
        return self._content.phrases.say(phrase, language, **slots)


def _is_wrong(label: str, said: str) -> bool:
    return re.fullmatch(_WRONG.replace("LABEL", re.escape(label.lower())), said) is not None


def offered(state: ConversationState) -> list[tuple[str, datetime]]:
    """The slots that were offered, with their beginnings."""
    pairs = (one.split(" ") for one in state.slots.get("offered", "").split(";") if one)
    return [(slot, datetime.fromisoformat(starts_at)) for slot, starts_at in pairs]


def _shortened(words: str, language: Language) -> str:
    words = words.strip().rstrip("。.！!，,")
    limit = _SHOWN if language == "zh" else 3 * _SHOWN
    return words if len(words) <= limit else words[: limit - 1] + "…"
