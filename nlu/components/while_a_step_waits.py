"""What a message is while a step of a task waits: its answer, unless it clearly is something else."""

from __future__ import annotations

import re

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

from components.seen import EMERGENCY, Seen
from components.steps import TOLD_FREELY

_QUESTION = re.compile(
    r"[??]|吗|[么呢伐没]$|怎么|怎样|咋|多少|几[多时号]|多久|什么|啥|哪|谁|能不能|可不可以|要不要|是不是|有没有|"
    r"\b(?:how|what|when|where|which|who|why|can i|do i|is it)\b"
)
_ANY = re.compile(r"(?:什么|啥|哪|几|谁).{0,3}(?:都|也)|随便")
"""A word that asks and yet leaves it open: “哪天都行”."""
_DENIAL = re.compile(
    r"^.{0,3}(?:不对|[唔毋]系?是?|错了|错啦|弄错|搞错|听错|记错|说错|打错|写错|更正|纠正|重说)[,，。 了]*[^,，。 了吧啊呀的]|"
    r"(?<!是)不是.{1,8}[,， ]?(?:而?是|要).|(?:我说的?|我讲的?)(?:就?是|古).*(?:不是|没说)|[^是],?不是[^,，]{1,8}$|"
    r".{0,6}不对[,，].|^不在[^,，]{1,6}[,，]在|^太?[早晚]了点?[,，].|"
    r"(?:记错|听错|说错|弄错|写错|错了)[^,，]{0,3}[,， ].|^(?:嗯|那个|哎)?[,， ]?(?:改成|改到|改为|换成|换个|改打|改一下)|"
    r"[,，](?:改成|改到|改为|换成|换)[^一]|没说.{1,6}[,，].*说|"
    r"^(?:no,? (?:it|i|not|the|my|make)|not .+,|i meant|i said|change (?:it|that|the)|make (?:it|that) |actually|correction|wrong,|sorry,)"
)
"""Something is denied and put right in one breath."""
_PUTS_RIGHT = re.compile(
    r"[不错改换反误岔]|还是|正|重说|应该|[早晚]了|少了|多了|没[说听]|[毋勿唔莫]|"
    r"\b(?:no|not|wrong|sorry|change|make|said|meant?|actually|instead|correction|mistake|digit)\b"
)
"""Without any of these words nothing is put right."""
_WILL_NOT_TELL = re.compile(
    r"不(?:想|愿意?|方便|便|肯)(?:说|讲|回答|透露|告诉)|不告诉|rather not|prefer not|don't want to (?:say|answer|tell)"
)
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
_ASIDES = (
    "limit_",
    "speak_",
    "text_",
    "set_",
    "simplify",
    "explain",
    "more",
    "go_back",
    "my_data_",
    "goodbye",
)
"""What is no answer to any step, when the classifier is sure of it."""
_OF_YES_AND_NO = ("confirm", "change")
_WANTED = {"when": "time", "place": "place", "who": "relation", "relation": "relation", "phone": "phone"}
"""What the answer to a step names."""
_A_NAME = 6
"""The most characters of a message that does nothing but name what was asked for."""
_MAY_BE_ANSWER = (
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


def will_not_tell(seen: Seen) -> bool:
    """Somebody who keeps something to themselves while a step waits: the assistant reads these words itself."""
    return seen.step is not None and _WILL_NOT_TELL.search(seen.text) is not None


def judged(seen: Seen, intent: str, *, unsure: bool, short: bool) -> str:
    """The intent, given the one that the classifier prefers. `unsure`: another reading is as likely."""
    asks = _QUESTION.search(seen.text) is not None and not _ANY.search(seen.text)
    wanted = _WANTED.get(seen.step or "")
    if (
        wanted is not None
        and seen.names(wanted)
        and intent.startswith("limit_")
        and len(seen.bare) <= _A_NAME
    ):
        return "inform_task"
    if intent == "dont_know" and will_not_tell(seen):
        return "inform_task"
    if intent == "correct" and not _PUTS_RIGHT.search(seen.text):
        intent = "inform_task"
    if _is_aside(seen, intent, unsure=unsure):
        return intent
    if intent == "correct" or (_DENIAL.search(seen.text) and not asks):
        return "correct"
    question = asks and intent in _QUESTIONS
    if question and (seen.names("service") or seen.names("aspect")):
        return intent
    if seen.step in TOLD_FREELY or (seen.step == "service" and seen.names("service")):
        return intent if question else "inform_task"
    if question:
        return intent
    if unsure or (wanted is not None and seen.names(wanted)) or (intent in _MAY_BE_ANSWER and short):
        return "inform_task"
    return intent


def _is_aside(seen: Seen, intent: str, *, unsure: bool) -> bool:
    if intent.startswith(EMERGENCY) or intent in _NEVER_AN_ANSWER:
        return True
    if seen.step in _OF_YES_AND_NO and intent in ("affirm", "deny"):
        return not _DENIAL.search(seen.text)
    return intent.startswith(_ASIDES) and not unsure
