"""For whom a resident acts: 我妈, 隔壁王大爷, 本人, my neighbour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.article import Language
from knowledge.normalise import normalise
from knowledge.spoken import kin_en, kin_zh
from knowledge.spoken.answers import is_correction
from knowledge.spoken.fillers import bare
from knowledge.spoken.hearing import as_meant
from knowledge.spoken.relations import Relation, of_relative

_DENIED = re.compile(
    r"(?:(?:(?<!是)|(?<=就是))不是|不(?:帮|给|替|为)|并非|\bnot(?: for)?)\s*(?:给|帮|替|为|for)?\s*$",
    re.IGNORECASE,
)
_YOURS = re.compile(r"[你您]们?家?的?$|\byour $", re.IGNORECASE)
_FOR = re.compile(
    r"(?:给|帮|替|为|代|关于|代表|帮着|替着|帮忙|是|就是|\bfor|\bbehalf of|\babout|\bit's|\bit is)\s*$",
    re.IGNORECASE,
)
# The one who helps is not the one who is helped.
_HELPS = re.compile(
    r"(?:在|来|正)?(?:帮|替|给|代|陪|教|送|让|叫)(?:着)?(?:我|俺|咱)(?![妈爸爹娘哥姐弟妹儿女孙老爷奶])"
    r"|.{0,8}(?:helps?|helping) me|.{0,6} (?:called|calling|is calling) for me",
    re.IGNORECASE,
)
_ITS_MATTER = re.compile(
    r"(?:的(?:事|情况|问题|证|卡|钱|名|社保|医保|养老)|要(?:办|问)|想(?:办|问)|'s (?:matter|case|card))"
)
_SELF: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:我|俺|咱|阮)(?:自己|自个儿?|本人)|(?<!日)本人|^自己|自家(?:的|办|$)"
        r"|^(?:就?是)?(?:我|俺|咱|阮)(?:的(?:事情?)?|要?(?:来)?(?:办|用|问|办的|要))?$"
        r"|^(?:就?是)?(?:给|帮|替|为)(?:我|俺)(?:办|约|问|查|弄|申请)?的?$"
        r"|(?:给|是)?自己(?:办|用|问|的|来|要|$)|办我的"
    ),
    "en": re.compile(
        r"\bmyself\b|\bfor me\b|^(?:it's |it is |just |only )*(?:me|mine|i)(?: do| am)?$|\bmy own\b|^self$"
        r"|\bi need it\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Person:
    """`relation` to the speaker; `words` are the resident's own for the person, 我妈."""

    relation: Relation
    words: str


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    relation: Relation


def read_person(text: str, language: Language) -> Person | None:
    """The person whose matter it is, the last one after a correction; None when nobody is named.

    Of people who are named, the one for whom something is done (“替邻居问”) goes before the one who helps.
    """
    said = normalise(text)
    heard = as_meant(said, kin_zh.SPELT) if language == "zh" else said.replace("’", "'")
    mentions = _chained(heard, _mentions(heard, language), language)
    mentions = [
        one
        for one in mentions
        if not _DENIED.search(heard[: one.start])
        and not _YOURS.search(heard[: one.start])
        and not _HELPS.match(heard, one.end)
    ]
    helped = [one for one in mentions if _FOR.search(heard[: one.start]) or _ITS_MATTER.match(heard, one.end)]
    if not helped and (own := _own_words(said, language)):
        return Person("self", own)
    if not mentions:
        return None
    chosen = _chosen(heard, helped or mentions)
    return Person(chosen.relation, said[chosen.start : chosen.end])


def _own_words(said: str, language: Language) -> str | None:
    match = _SELF[language].search(bare(said, language))
    return match.group().strip() if match else None


def _chosen(heard: str, mentions: Sequence[Mention]) -> Mention:
    if len(mentions) > 1 and is_correction(heard[mentions[-2].end : mentions[-1].start]):
        return mentions[-1]
    return mentions[0]


def _mentions(heard: str, language: Language) -> list[Mention]:
    found = kin_en.mentions(heard) if language == "en" else _chinese_mentions(heard)
    kept: list[tuple[int, int, Relation]] = []
    for one in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if all(one[1] <= other[0] or one[0] >= other[1] for other in kept):
            kept.append(one)
    return [Mention(*one) for one in sorted(kept)]


def _chinese_mentions(heard: str) -> list[tuple[int, int, Relation]]:
    found: list[tuple[int, int, Relation]] = []
    for relation, pattern in kin_zh.ALWAYS:
        for match in pattern.finditer(heard):
            owner = kin_zh.OWNER.search(heard, 0, match.start())
            near = kin_zh.NEXT_DOOR.search(heard, 0, match.start()) if relation not in {"spouse"} else None
            if near and relation in {"grandparent", "parent_in_law", "relative", "other", "child"}:
                found.append((near.start(), match.end(), "neighbour"))
            else:
                found.append((owner.start() if owner else match.start(), match.end(), relation))
    for relation, pattern in kin_zh.OWNED:
        for match in pattern.finditer(heard):
            owner = kin_zh.OWNER.search(heard, 0, match.start())
            if owner or match.group() == bare(heard, "zh"):
                found.append((owner.start() if owner else match.start(), match.end(), relation))
    for match in kin_zh.NAMED.finditer(heard):
        if near := kin_zh.NEXT_DOOR.search(heard, 0, match.start()):
            found.append((near.start(), match.end(), "neighbour"))
        elif match.group()[0] in kin_zh.SURNAMES or _FOR.search(heard[: match.start()]):
            found.append((match.start(), match.end(), "other"))
    found += [(*match.span(), "neighbour") for match in kin_zh.NEXT_DOOR_ALONE.finditer(heard)]
    found += [(*match.span(), "neighbour") for match in kin_zh.NEXT_DOOR_NAMED.finditer(heard)]
    return found


def _chained(heard: str, mentions: Sequence[Mention], language: Language) -> list[Mention]:
    """我老婆的妈 is one person, the mother of the spouse."""
    joint = kin_en.OF if language == "en" else kin_zh.OF
    chained: list[Mention] = []
    for one in mentions:
        if chained and joint.fullmatch(heard, chained[-1].end, one.start):
            earlier = chained.pop()
            one = Mention(earlier.start, one.end, of_relative(earlier.relation, one.relation))
        chained.append(one)
    return chained
