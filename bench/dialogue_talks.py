"""What residents say to the dialogue while it is measured: every intent and every form, in a fixed order."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from assistant.conversation.tasks.plans import PLANS
from assistant.processes.places import RASA_PROJECT
from knowledge.article import Language
from knowledge.normalise import language_of

SEED = 20260301
_INTENT = "intent"
_MARK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
"""How an example marks an entity: [明天上午](time)."""

ANSWERS: Mapping[str, Sequence[str]] = {
    "service": ("办身份证", "高龄津贴", "社保卡的事", "the ID card"),
    "who": ("给我自己办", "替我妈办的", "帮隔壁老张", "for my mother"),
    "relation": ("我妈", "是我老伴", "邻居", "my wife"),
    "when": ("明天上午", "下周三下午三点", "礼拜五下晌", "随便哪天都行", "tomorrow morning"),
    "pick": ("第二个", "上午九点那个", "就第一个吧", "都不行", "the first one"),
    "place": ("鼓楼区东街口大榕树旁边", "五一新村3号楼2单元", "就在菜市场门口", "the corner of East Street"),
    "what": ("楼道的灯坏了半个月没人修", "垃圾没人收，味道很大", "the street lamp is broken"),
    "happened": ("上个礼拜就报过了，一直没人来", "昨天晚上我差点摔一跤", "nobody has come for a week"),
    "phone": ("13905910001", "就打这个号", "一三九零五九一零零零一", "this number is fine"),
    "confirm": ("对", "没错，就这样", "好的", "yes that's right"),
    "change": ("时间不对", "地方写错了", "不用改", "the day is wrong"),
}
"""Answers to each step of a task."""
FACTS = ("八十三了", "是", "没有", "不知道", "在福州住了十来年", "一个人住", "I am 81", "no")
"""Answers to the questions of an interview."""
PLACES = ("鼓楼区", "我住晋安区", "台江那边", "罗源县", "I live in Cangshan")
CORRECTIONS = ("不对，是后天", "说错了，下周二", "no, I mean Friday")
LOCAL = ("高龄津贴多少钱", "老人补贴一个月有多少", "how much is the old-age allowance")
"""Questions whose answer differs by place, so that the district's form begins."""
SERVICES = ("id_card", "old_age_allowance", "social_security_card", "minimum_living")


@dataclass(frozen=True, slots=True)
class Said:
    """One message, and what the assistant knows when it comes: `asked` is what waits for an answer."""

    text: str
    asked: str | None = None
    service: str | None = None

    @property
    def language(self) -> Language:
        return language_of(self.text) or "zh"


Talk = tuple[Said, ...]
Examples = Mapping[str, Sequence[str]]


def examples(folder: Path = RASA_PROJECT.folder / "data") -> Examples:
    """By intent, what the Rasa project's own files teach of it, without the marks of entities."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu") or ():
            if _INTENT in entry:
                lines = (line.removeprefix("- ").strip() for line in entry["examples"].splitlines())
                found.setdefault(entry[_INTENT], []).extend(_MARK.sub(r"\1", line) for line in lines if line)
    return found


def round_of(examples: Examples, number: int) -> list[Talk]:
    """Conversations that touch every intent and go through every form, each round in other words."""
    pick = random.Random(SEED + number)
    talks = [
        *(_about(examples, intent, pick) for intent in sorted(examples)),
        *(_task(examples, task, pick) for task in PLANS),
        _interview(examples, pick),
        (Said(pick.choice(LOCAL)), Said(pick.choice(PLACES), "district")),
    ]
    pick.shuffle(talks)
    return talks


def residents(examples: Examples, start: int, step: int, run: str) -> Iterator[tuple[str, Talk]]:
    """Endless conversations with ids of their own, which begin with `run`.

    `start` and `step` give each of several places its share.
    """
    index = start
    talks, number = round_of(examples, 0), 0
    while True:
        if number != index // len(talks):
            number = index // len(talks)
            talks = round_of(examples, number)
        yield f"bench-{run}-{index}", talks[index % len(talks)]
        index += step


def _about(examples: Examples, intent: str, pick: random.Random) -> Talk:
    """A question, what else is asked of the service, and a message of the intent."""
    service = pick.choice(SERVICES)
    last = Said(pick.choice(examples[intent]), service=service)
    if intent in ("inform_task", "correct"):
        last = replace(last, asked="task:when")
    return (
        Said(pick.choice(examples["ask_service"])),
        Said(pick.choice(examples["ask_aspect"]), service=service),
        last,
    )


def _task(examples: Examples, task: str, pick: random.Random) -> Talk:
    """All steps of the task, with a question in between, something put right, and the words read back."""
    answers = [Said(pick.choice(ANSWERS[step]), f"task:{step}") for step in PLANS[task].steps]
    middle = pick.randrange(1, len(answers))
    waiting = answers[middle].asked
    return (
        Said(pick.choice(examples[f"start_{task}"])),
        *answers[:middle],
        Said(pick.choice(examples["ask_service"]), waiting),
        *answers[middle:],
        Said(pick.choice(CORRECTIONS), "task:confirm"),
        Said(pick.choice(ANSWERS["change"]), "task:change"),
        Said(pick.choice(ANSWERS["confirm"]), "task:confirm"),
    )


def _interview(examples: Examples, pick: random.Random) -> Talk:
    service = "old_age_allowance"
    return (
        Said(pick.choice(examples["check_eligibility"]), service=service),
        *(Said(words, "fact", service) for words in pick.sample(FACTS, 4)),
        Said(pick.choice(examples["cancel"]), "fact", service),
    )
