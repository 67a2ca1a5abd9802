"""The last word on an intent, by rule: what must never be missed, and where the classifier is known to go wrong."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from components.ages import are_grown_up
from components.opposites import right_way_round
from components.seen import EMERGENCY, Seen, bare
from components.short_words import only
from components.steps import OF_A_STEP
from components.while_a_step_waits import judged, will_not_tell

_HOW_MANY = re.compile(
    r"(?:家里|一共|总共|就|只|有|是|我)*(?:[一二两三四五六七八九十]|\d)+个?(?:老人|人)(?:住|过)?[了吧啊呀的]*"
)
"""So many people, as the answer to “how many are you at home?”: no wish for one of them, and no loneliness."""
_NOT_WANTED = re.compile(
    r"^(?:那|就|你们?|还是|先|叫他们)*(?:不用|别|不要|不必|甭|莫|取消)[^,，。]{0,10}(?:了|啦|吧)[吧啊呀]?$|"
    r"^(?:please )?(?:cancel|don't|do not|no need to|you don't have to)\b(?!.*\bbut\b)"
)
"""What a task would do is not wanted: “不用上门了”. “别发短信了，打电话” wants it."""
_CLEAR = 0.5
_SEEN_AT_ALL = 0.12
"""Of an intent that comes after one that cannot be: the least share of what is left, and of all."""
_ANSWERS = ("affirm", "deny", "dont_know")
_LETTER = re.compile(r"[^\W\d_]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Judgement(GraphComponent):
    """Last in the pipeline, after the fallback classifier."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._whole = {bare(words): intent for intent, texts in config["whole"].items() for words in texts}
        self._inside = {intent: re.compile(pattern) for intent, pattern in config["inside"].items()}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`whole`: intent to whole messages. `inside`: intent to a pattern in a short message.

        `short`, `brief`: the most characters of a short message and of a mere remark; an English text counts a
        third. `sure`: the least confidence at which no other reading is tried; `alarm`: at which an
        emergency is believed while nothing waits, and a joke at any time.
        """
        return {"whole": {}, "inside": {}, "short": 20, "brief": 12, "sure": 0.6, "alarm": 0.45}

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
        seen = Seen.read(message)
        if seen.bare in self._whole:
            return self._whole[seen.bare]
        if not _LETTER.search(seen.bare):
            return self._number(seen)
        short_word = only(seen.bare)
        if short_word is not None and (
            seen.step is None or (short_word in _ANSWERS and not will_not_tell(seen))
        ):
            return short_word
        for intent, pattern in self._inside.items():
            if seen.length <= self._config["short"] and pattern.search(seen.text):
                return intent
        intent = right_way_round(self._ranked(seen), seen.text)
        if intent.startswith("start_") and _NOT_WANTED.search(seen.text):
            intent = "cancel"
        if seen.step is not None:
            short = seen.length <= self._config["short"]
            intent = judged(seen, intent, unsure=self._unsure(seen), short=short)
        elif seen.asked == "fact" and self._answers_fact(seen, intent):
            intent = "inform_answer"
        elif self._may_be_place(seen, intent):
            intent = "inform_district"
        intent = self._in_proportion(seen, intent)
        return None if intent == seen.intent else intent

    @staticmethod
    def _number(seen: Seen) -> str:
        """Figures alone answer what was asked, or say nothing."""
        if seen.bare and seen.step is not None:
            return "inform_task"
        return "inform_answer" if seen.bare and seen.asked == "fact" else DEFAULT_NLU_FALLBACK_INTENT_NAME

    def _ranked(self, seen: Seen) -> str:
        """The classifier's intent, or the next one that can be meant: an unsure emergency never is.

        Nobody is told to be polite on a guess, or to be serious: an unsure insult or joke is not understood.
        """
        if seen.intent == "limit_abuse" and self._unsure(seen):
            return DEFAULT_NLU_FALLBACK_INTENT_NAME
        if seen.intent == "limit_joke" and seen.confidence < self._config["alarm"]:
            return DEFAULT_NLU_FALLBACK_INTENT_NAME
        if seen.intent == "limit_minor" and are_grown_up(seen.text):
            return "ask_service" if seen.names("service") else DEFAULT_NLU_FALLBACK_INTENT_NAME
        # A place that is asked for may be called after fire.
        least = self._config["alarm" if seen.asked is None else "sure"]
        unsure_danger = seen.intent.startswith(EMERGENCY) and seen.confidence < least
        if seen.step is None and "inform_task" in seen.first:
            # An answer when nothing was asked.
            return self._but_for_a_step(seen)
        if not unsure_danger:
            return seen.intent
        calm = (n for n in seen.ranking if not n.startswith(EMERGENCY) and n != "inform_task")
        return next(calm, "ask_service")

    def _but_for_a_step(self, seen: Seen) -> str:
        """What is meant when it cannot be an answer: what comes next, when it is clear of all others.

        No danger is guessed so, and nothing that is refused.
        """
        if seen.names("service"):
            return "ask_service"
        if seen.asked is None:
            rest = [
                one
                for one in zip(seen.ranking, seen.shares, strict=True)
                if one[0] not in (*OF_A_STEP, DEFAULT_NLU_FALLBACK_INTENT_NAME)
            ]
            name, share = max(rest, key=lambda one: one[1], default=("", 0.0))
            clear = share >= max(_SEEN_AT_ALL, _CLEAR * sum(share for _, share in rest))
            if clear and not name.startswith((EMERGENCY, "limit_")):
                return name
        return DEFAULT_NLU_FALLBACK_INTENT_NAME

    def _unsure(self, seen: Seen) -> bool:
        return seen.confidence < self._config["sure"]

    def _answers_fact(self, seen: Seen, intent: str) -> bool:
        short = seen.length <= self._config["short"]
        answers = intent in _MAY_BE_ANSWER or _HOW_MANY.fullmatch(seen.bare) is not None
        return not seen.names("service") and short and answers

    def _may_be_place(self, seen: Seen, intent: str) -> bool:
        """After the question for the district a few words that mean nothing else are a place, known or not."""
        if seen.asked != "district" or seen.length > self._config["brief"]:
            return False
        if seen.intent == "inform_task":
            return True
        return intent in (DEFAULT_NLU_FALLBACK_INTENT_NAME, "out_of_scope") and self._unsure(seen)

    def _in_proportion(self, seen: Seen, intent: str) -> str:
        """A remark, a command or a follow-up is short and names no service; what else is told is a question."""
        named, long = seen.names("service"), seen.length > self._config["short"]
        if intent == "inform_district" and (named or long):
            return "ask_service"
        if intent == "inform_district" and seen.names("aspect"):
            return "ask_aspect"
        if intent in _MAY_TELL_MUCH or intent.startswith((EMERGENCY, "limit_")):
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
_MAY_BE_SHORT = ("ask_aspect", "inform_district", "out_of_scope", DEFAULT_NLU_FALLBACK_INTENT_NAME)
