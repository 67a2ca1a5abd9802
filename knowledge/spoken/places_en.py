"""What shows that English words name a place or an address."""

from __future__ import annotations

import re

LEAD = re.compile(
    r"^(?:(?:please|so|well|ok|no|and)[\s,]+)*(?:(?:(?:my|our|the|his|her) )?(?:address|place"
    r"|location)(?: is)?(?: at| in)?|i(?:'m| am)?(?: live| living| stay)?(?: at| in| on)\b"
    r"|we live(?: at| in| on)?|it(?:'s| is)(?: at| in| on)?|that's(?: at| in| on)?|come to|go to"
    r"|send (?:it|someone) to|to|at|in|on)\s+",
    re.IGNORECASE,
)
_ROAD = r"(?:road|street|lane|avenue|alley|boulevard|drive|rd|ave|blvd|lu|jie)"
_KIND = (
    r"(?:(?:neighbou?rhood|village|community|street|residents'?) (?:committee|office|entrance)|village"
    r"|town(?:ship)?|district|county|province|city|community|compound|estate|gardens?|apartments?|hospital"
    r"|clinic|school|kindergarten|university|college|market|supermarket|park|square|plaza|bridge|temple"
    r"|church|(?:bus |metro |train |railway |police )?station|bus stop|post office|bank|library|hall"
    r"|service cent(?:re|er)|care home|old people's home|river|lake|pond|building|nursing home"
    r"|construction site|car park|factory|pharmacy|shop|gate|crossroads?|junction|corner|government)"
)
_WORD = r"[A-Za-z][A-Za-z'’-]*"
_PART = (
    rf"(?:\d+[a-z]?,? (?:{_WORD} ){{1,3}}{_ROAD}\b|(?:(?!(?:on|the|at|in|near|of|is|live|my|by|to|this"
    rf"|that)\b){_WORD} ){{1,3}}{_ROAD}\b(?: (?:no\.? ?)?\d+)?|(?:building|block|unit|room|flat|apartment"
    r"|floor|no\.?|number|house|lane)\s?(?:number )?(?:\d+[a-z]?|one|two|three|four|five|six|seven|eight"
    r"|nine|ten)\b|(?:the )?(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth) floor\b|(?:the |a )?(?:(?!(?:on|the|at|in|near|of|is|are|was|live|my|a|by|to|from|i|go"
    rf"|see|behind|opposite|beside|outside|inside|this|that|and)\b){_WORD} ){{0,3}}{_KIND}\b)"
)
_BESIDE = (
    r"(?:near(?: to)?|opposite|next to|beside|behind|in front of|across from|outside|inside|close to"
    r"|at the corner of|at the (?:gate|entrance|end) of|under|by|the (?:gate|entrance) of)"
)
_PLACE = re.compile(
    rf"(?<![A-Za-z])(?:{_BESIDE} )?(?:the )?{_PART}(?:(?:,\s?| | of | on | in "
    rf"| at )?(?:{_BESIDE} )?(?:the )?{_PART})*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?:no\.?|number)\s?\w+", re.IGNORECASE)


def find(said: str) -> str | None:
    """The place in a text from which fillers and times were taken."""
    for match in _PLACE.finditer(said):
        if _BARE_NUMBER.fullmatch(match.group()) or re.match(
            r" (?:card|account|bill|fees?|insurance)\b", said[match.end() :]
        ):
            continue
        return LEAD.sub("", match.group()).strip(" ,.")
    return None
