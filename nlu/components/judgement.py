"""The last word on an intent, by rule: what must never be missed, and where the classifier is known to go wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.known_words import KINDS, kind_sign
from components.steps import TOLD_FREELY, step_in

_QUESTION = re.compile(
    r"[??]|吗|[么呢伐没]$|怎么|怎样|咋|多少|几[多时号]|多久|什么|啥|哪|谁|能不能|可不可以|要不要|是不是|有没有|"
    r"\b(?:how|what|when|where|which|who|why|can i|do i|is it)\b"
)
_ANY = re.compile(r"(?:什么|啥|哪|几|谁).{0,3}(?:都|也)|随便")
"""A word that asks and yet leaves it open: “哪天都行”."""
_DENIAL = re.compile(
    r"^.{0,3}(?:不对|[唔毋]系?是?|错了|错啦|弄错|搞错|听错|记错|说错|打错|写错|更正|纠正|重说)[,，。 了]*[^,，。 了吧啊呀的]|"
    r"(?<!是)不是.{1,8}[,， ]?(?:而?是|要).|(?:我说的?|我讲的?)(?:就?是|古).*(?:不是|没说)|[^是],?不是[^,，]{1,8}$|"
    r"(?:记错|听错|说错|弄错|写错|错了)[^,，]{0,3}[,， ].|^(?:嗯|那个|哎)?[,， ]?(?:改成|改到|改为|换成|换个|改打|改一下)|"
    r"[,，](?:改成|改到|改为|换成|换)[^一]|没说.{1,6}[,，].*说|"
    r"^(?:no,? (?:it|i|not|the|my|make)|not .+,|i meant|i said|change (?:it|that|the)|make (?:it|that) |actually|correction|wrong,|sorry,)"
)
"""Something is denied and put right in one breath."""
_PUNCTUATION = re.compile(r"[^\w]+")
_LETTER = re.compile(r"[^\W\d_]")
_EMERGENCY = "emergency_"


@dataclass(frozen=True)
class _Seen:
    """What a rule can look at. `length` counts an English character a third."""

    text: str
    bare: str
    length: float
    kinds: tuple[str, ...]
    asked: str | None
    step: str | None
    intent: str
    confidence: float
    ranking: tuple[str, ...]

    @classmethod
    def read(cls, message: Message) -> _Seen:
        text, asked = message.get(TEXT), (message.get("metadata") or {}).get("asked")
        return cls(
            text=text,
            bare=_bare(text),
            length=_length(text),
            kinds=tuple(message.get(KINDS) or ()),
            asked=asked,
            step=step_in(asked),
            intent=message.get(INTENT)["name"],
            confidence=message.get(INTENT)["confidence"],
            ranking=tuple(one["name"] for one in message.get(INTENT_RANKING_KEY) or ()),
        )

    def names(self, kind: str) -> bool:
        return kind_sign(kind) in self.kinds


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Judgement(GraphComponent):
    """Last in the pipeline, after the fallback classifier."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._whole = {_bare(words): intent for intent, texts in config["whole"].items() for words in texts}
        self._inside = {intent: re.compile(pattern) for intent, pattern in config["inside"].items()}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`whole`: intent to whole messages. `inside`: intent to a pattern in a short message.

        `short`, `brief`: the most characters of a short message and of a mere remark; an English text counts a
        third. `sure`: the least confidence at which an emergency is believed.
        """
        return {"whole": {}, "inside": {}, "short": 20, "brief": 12, "sure": 0.6}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Judgement:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            intent = self.judge(message)
            if intent is not None:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        return messages

    def judge(self, message: Message) -> str | None:
        """The intent that overrules the classifier's; None to leave it."""
        seen = _Seen.read(message)
        if seen.bare in self._whole:
            return self._whole[seen.bare]
        if not _LETTER.search(seen.bare):
            return self._number(seen)
        for intent, pattern in self._inside.items():
            if seen.length <= self._config["short"] and pattern.search(seen.text):
                return intent
        intent = _right_way_round(self._ranked(seen), seen.text)
        if seen.step is not None:
            intent = self._while_a_step_waits(seen, intent)
        elif seen.asked == "fact" and self._answers_fact(seen, intent):
            intent = "inform_answer"
        elif self._may_be_place(seen, intent):
            intent = "inform_district"
        intent = self._in_proportion(seen, intent)
        return None if intent == seen.intent else intent

    @staticmethod
    def _number(seen: _Seen) -> str:
        """Figures alone answer what was asked, or say nothing."""
        if seen.bare and seen.step is not None:
            return "inform_task"
        return "inform_answer" if seen.bare and seen.asked == "fact" else DEFAULT_NLU_FALLBACK_INTENT_NAME

    def _ranked(self, seen: _Seen) -> str:
        """The classifier's intent, or the next one that can be meant: an unsure emergency never is.

        Nobody is told to be polite on a guess: an unsure insult is not understood.
        """
        if seen.intent == "limit_abuse" and self._unsure(seen):
            return DEFAULT_NLU_FALLBACK_INTENT_NAME
        unsure_danger = seen.intent.startswith(_EMERGENCY) and seen.confidence < self._config["sure"]
        if not unsure_danger and not _out_of_place(seen.intent, seen):
            return seen.intent
        for name in seen.ranking:
            if not name.startswith(_EMERGENCY) and not _out_of_place(name, seen):
                return name
        return "ask_service" if unsure_danger else DEFAULT_NLU_FALLBACK_INTENT_NAME

    def _while_a_step_waits(self, seen: _Seen, intent: str) -> str:
        """What a message is while a step of a task waits: its answer, unless it clearly is something else."""
        asks = _QUESTION.search(seen.text) is not None and not _ANY.search(seen.text)
        if intent == "correct" or (_DENIAL.search(seen.text) and not asks):
            return "correct"
        if intent in _NEVER_AN_ANSWER or (seen.step in STEPS_OF_YES_AND_NO and intent in ("affirm", "deny")):
            return intent
        if intent.startswith(_EMERGENCY) or (intent.startswith("limit_") and not self._unsure(seen)):
            return intent
        if asks and (seen.names("service") or seen.names("aspect")) and intent in _QUESTIONS:
            return intent
        if seen.step in TOLD_FREELY or (seen.step == "service" and seen.names("service")):
            return "inform_task" if not asks or intent not in _QUESTIONS else intent
        wanted = _WANTED.get(seen.step or "")
        if wanted is not None and seen.names(wanted) and not (asks and intent in _QUESTIONS):
            return "inform_task"
        if asks and intent in _QUESTIONS:
            return intent
        if intent in _MAY_BE_ANSWER_TO_A_STEP and seen.length <= self._config["short"]:
            return "inform_task"
        return "inform_task" if self._unsure(seen) else intent

    def _unsure(self, seen: _Seen) -> bool:
        return seen.confidence < self._config["sure"]

    def _answers_fact(self, seen: _Seen, intent: str) -> bool:
        short = seen.length <= self._config["short"]
        return not seen.names("service") and short and intent in _MAY_BE_ANSWER

    def _may_be_place(self, seen: _Seen, intent: str) -> bool:
        """After the question for the district a few words that mean nothing else are a place, known or not."""
        return (
            seen.asked == "district"
            and intent in (DEFAULT_NLU_FALLBACK_INTENT_NAME, "out_of_scope")
            and self._unsure(seen)
            and seen.length <= self._config["brief"]
        )

    def _in_proportion(self, seen: _Seen, intent: str) -> str:
        """A remark, a command or a follow-up is short and names no service; what else is told is a question."""
        named, long = seen.names("service"), seen.length > self._config["short"]
        if intent == "inform_district" and (named or long):
            return "ask_service"
        if intent == "inform_district" and seen.names("aspect"):
            return "ask_aspect"
        if intent in _MAY_TELL_MUCH or intent.startswith((_EMERGENCY, "limit_")):
            return intent
        if intent.startswith(("speak_", "text_", "set_")) and not named:
            return intent
        too_long = long if intent in _MAY_BE_SHORT else seen.length > self._config["brief"]
        if not named and not too_long:
            return intent
        return "out_of_scope" if intent == "out_of_scope" and not named else "ask_service"


_MAY_BE_ANSWER = (
    "inform_district",
    "inform_answer",
    "ask_service",
    "out_of_scope",
    "thanks",
    "greet",
    DEFAULT_NLU_FALLBACK_INTENT_NAME,
)
"""What a short message that names no service may be while a question of an interview waits."""
_OPPOSITES = tuple(
    (one, other, re.compile(wants_one), re.compile(wants_other))
    for one, other, wants_one, wants_other in (
        (
            "text_bigger",
            "text_smaller",
            r"太[小细]|[小细]了|再大|大[一点些]|放大|加大|变大|调大|看不[清见到]|不清|\b(?:bigger|larger|too small|enlarge|zoom in)\b",
            r"太大|大了|再小|小[一点些]|缩小|变小|调小|\b(?:smaller|too big|too large|reduce|zoom out|shrink)\b",
        ),
        (
            "speak_louder",
            "speak_softer",
            r"太小|太轻|小得|大[一点些]?声|再大|大[一点些]|调大|响[一点些]|听不[见到清]|听勿|没听见|\b(?:louder|too quiet|too low|too soft|turn it up|volume up|can't hear)\b",
            r"太大|太响|太吵|吵|震|小[一点些]?声|再小|小[一点些]|调小|轻[一点些]|\b(?:softer|quieter|too loud|turn it down|volume down|lower)\b",
        ),
        (
            "speak_slower",
            "speak_faster",
            r"太快|快了|再慢|慢[一点些慢]|放慢|别.{0,3}快|跟不上|听不过来|喘口气|\b(?:slow|slower|too fast|not so fast|slow down)\b",
            r"太慢|慢了|再快|快[一点些]|加快|别.{0,3}慢|不要慢|慢吞吞|磨叽|拖拉|\b(?:faster|quicker|too slow|speed up|hurry)\b",
        ),
        (
            "set_script_hans",
            "set_script_hant",
            r"简体|简字|简题|简化|转简|大陆字|(?:看不懂|不认得?|不要|别用|不用|不习惯).{0,3}繁|\bsimplified\b|can't read traditional",
            r"(?<!看不懂)(?<!不要)(?<!不认得)(?<!不认)繁体(?!.{0,2}(?:看不|不懂|不认))|转繁|正体|台湾|香港|港台|(?:看不懂|不要|别用).{0,3}简|(?<!read )\btraditional\b|taiwan|hong kong",
        ),
    )
)
_MAY_TELL_MUCH = (
    "ask_service",
    "request_human",
    "start_callback",
    "start_appointment",
    "start_home_visit",
    "start_assisted_filing",
    "start_complaint",
    "inform_task",
    "inform_answer",
    "correct",
    "ask_status",
    "ask_about_other",
    "compare",
    "explain",
    "my_data_show",
    "my_data_erase",
)
"""What may be long, and may name a service."""
_QUESTIONS = (
    "ask_service",
    "ask_aspect",
    "check_eligibility",
    "compare",
    "explain",
    "ask_about_other",
    "ask_status",
    "help",
    "my_data_show",
)
_NEVER_AN_ANSWER = ("request_human", "cancel", "repeat", "dont_know", "set_language_en", "set_language_zh")
STEPS_OF_YES_AND_NO = ("confirm", "change")
_WANTED = {"when": "time", "place": "place", "who": "relation", "relation": "relation", "phone": "phone"}
"""What the answer to a step names."""
_MAY_BE_ANSWER_TO_A_STEP = (
    "inform_district",
    "inform_answer",
    "inform_task",
    "ask_service",
    "ask_about_other",
    "out_of_scope",
    "thanks",
    "greet",
    "start_complaint",
    DEFAULT_NLU_FALLBACK_INTENT_NAME,
)
_MAY_BE_SHORT = ("ask_aspect", "inform_district", "out_of_scope", DEFAULT_NLU_FALLBACK_INTENT_NAME)


def _right_way_round(intent: str, text: str) -> str:
    """Of two opposites the one that the words ask for: “太小” wants it bigger, “小一点” smaller."""
    for one, other, wants_one, wants_other in _OPPOSITES:
        if intent in (one, other):
            if wants_one.search(text) and not wants_other.search(text):
                return one
            if wants_other.search(text) and not wants_one.search(text):
                return other
    return intent


def _out_of_place(intent: str, seen: _Seen) -> bool:
    """An answer when nothing was asked."""
    return intent == "inform_task" and seen.step is None


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text.lower())


def _length(text: str) -> float:
    english = sum(character.isascii() for character in text)
    return len(text) - english + english / 3
