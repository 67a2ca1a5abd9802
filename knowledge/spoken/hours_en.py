"""The times of day that an English text names: in the afternoon, half past three, after 3 pm, any time."""

from __future__ import annotations

import re

from knowledge.spoken import days_en
from knowledge.spoken.days_en import COUNT, COUNTS, counted
from knowledge.spoken.time_words import (
    AFTERNOON,
    EVENING,
    MASK,
    MORNING,
    NOON,
    ClockWords,
    Grammar,
    LaterWords,
    Part,
    Scan,
    TimeWords,
    scan_any_time,
    scan_days,
    scan_parts,
)

GRAMMAR = Grammar(
    through=re.compile(r"\s*(?:,? ?(?:to|until|till|through|and)|[-–—~])\s*", re.IGNORECASE),
    either=re.compile(r"\s*(?:,|or|and|either|, or)?\s*(?:on|in|at|the)?\s*(?:the)?\s*", re.IGNORECASE),
    correction=re.compile(r"\b(?:no|not|sorry|wait|rather|instead|actually|change|make)\b", re.IGNORECASE),
    denied_before=re.compile(
        r"\b(?:not|except|cannot|can't|can not)(?: (?:on|in|at|do|make|the))* $", re.IGNORECASE
    ),
    denied_after=re.compile(
        r"(?: is| are)?(?:n't| not) (?:good|possible|ok|okay|work|free)|(?: does| do)(?:n't| not) work",
        re.IGNORECASE,
    ),
)
_HOUR_WORDS = "|".join(
    word for word, number in COUNTS.items() if number <= 12 and len(word) > 2 and " " not in word
)
_HOUR = rf"(?P<hour>\d{{1,2}}|{_HOUR_WORDS})"
_MINUTE_WORDS = {
    "five": 5,
    "ten": 10,
    "twenty": 20,
    "twenty-five": 25,
    "twenty five": 25,
    "a quarter": 15,
    "quarter": 15,
}
_HALF_OF_DAY = r"\s?(?P<half>[ap]\.?m\b\.?)"
_NO_ADDRESS = (
    r"(?! (?:[a-z]+ ){1,2}(?:road|street|lane|avenue|rd|st)\b| (?:days?|weeks?|months?|hours?|minutes?"
    r"|people|yuan|years?)\b)"
)
_AT = (
    r"(?:(?<=\bat )|(?<=\bafter )|(?<=\bfrom )|(?<=\bbefore )|(?<=\bby )|(?<=\buntil )|(?<=\btill )"
    r"|(?<=\baround )|(?<=\babout )|(?<=\bbetween )|(?<=\bsince ))"
)
_MINUTE = r"(?: (?P<minute>thirty|fifteen|[0-5]\d))?"
_CLOCKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?P<past>half|(?:a )?quarter|five|ten|twenty(?:[ -]five)?) (?P<side>past"
            rf"|to) {_HOUR}\b(?:{_HALF_OF_DAY})?"
        ),
        rf"(?<![\d:])(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?![\d:.])(?:{_HALF_OF_DAY})?",
        rf"\b{_HOUR}{_MINUTE}{_HALF_OF_DAY}",
        rf"\b{_HOUR} ?o'?clock",
        rf"{_AT}{_HOUR}{_MINUTE}\b(?![:.%]?\d){_NO_ADDRESS}",
        (
            rf"(?:(?<=[{MASK}]-)|(?<=[{MASK}] to )|(?<=[{MASK}] or )"
            rf"|(?<=[{MASK}] and )){_HOUR}\b(?![:.]?\d){_NO_ADDRESS}"
        ),
        rf"\b{_HOUR}(?=(?:-| to | or ){MASK})",
    )
)
_HOUR_OF_PART = re.compile(
    rf"\b{_HOUR}{_MINUTE}(?= in the (?:morning|afternoon|evening)| at night)", re.IGNORECASE
)
_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = tuple(
    (part, re.compile(pattern, re.IGNORECASE))
    for part, pattern in (
        (MORNING, r"\b(?:in the |early |late )*(?:mornings?|before noon|before lunch)\b(?! glory)"),
        (AFTERNOON, r"\b(?:in the |early |late )*(?:afternoons?|after lunch|after noon)\b"),
        (NOON, r"\b(?:at |around )?(?:noon|midday|lunch ?time)\b"),
        (EVENING, r"\b(?:in the |at )*(?:evenings?|night)\b"),
    )
)
_ANY_TIME = re.compile(
    r"(?:\bright )?\bnow$|\b(?:any ?time|any day|whenever(?: you (?:like|can|want))?"
    r"|as soon as (?:possible|you can)|asap|the sooner the better|right away|straight away|immediately"
    r"|(?:either|any|all|both) (?:is|are) (?:fine|ok|okay)|up to you|all day|i don't mind|doesn't matter)\b",
    re.IGNORECASE,
)
_LATER = re.compile(rf"\bin (?:(?P<half>half an hour)|{COUNT} (?P<unit>hour|minute)s?)\b", re.IGNORECASE)


def find(text: str) -> TimeWords:
    """The words of time in a normalised English text."""
    scan = Scan(text.replace("’", "'"))
    scan.take(_LATER, _later)
    scan_days(scan, days_en.READERS, days_en.BOUNDS)
    scan.take(_HOUR_OF_PART, _clock)
    scan_parts(scan, _PARTS)
    for pattern in _CLOCKS:
        scan.take(pattern, _clock)
    scan_any_time(scan, _ANY_TIME)
    return scan.result()


def _later(match: re.Match[str]) -> LaterWords:
    minutes = (
        30 if match["half"] else counted(match["count"]) * (60 if match["unit"].lower() == "hour" else 1)
    )
    return LaterWords(match.start(), match.end(), minutes)


def _clock(match: re.Match[str]) -> ClockWords | None:
    groups = match.groupdict()
    hour, minute = counted(groups["hour"]), 0
    if groups.get("past"):
        minute = _MINUTE_WORDS.get(groups["past"].lower(), 30)
        if groups["side"].lower() == "to":
            hour, minute = (hour - 1 if hour > 1 else 12), 60 - minute
    elif words := groups.get("minute"):
        minute = {"thirty": 30, "fifteen": 15}.get(words.lower()) or int(words)
    if hour > 24 or minute > 59:
        return None
    half = (groups.get("half") or "").lower()
    own = None if not half else MORNING if half.startswith("a") else AFTERNOON
    bound, start, end = days_en.BOUNDS.around(match.string, *match.span())
    return ClockWords(start, end, hour, minute, bound, own)
