"""The place or address that a resident says, in his words: 武夷路12号, 村委会对面, Building 3 Room 501."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.article import Language
from knowledge.normalise import normalise
from knowledge.spoken import places_en, places_zh
from knowledge.spoken.answers import after_denial
from knowledge.spoken.fillers import bare, without_trailing
from knowledge.spoken.times import without_time

_LONGEST_GAP = 10
_LONGEST_NAME = 14
"""Characters before the first sign of a place that can be the name in it."""

_HOUSE_NUMBER = re.compile(r"(?<=[路街道巷弄里村口院坊园区苑楼栋幢座厦城镇乡屯庄桥门])(\d+)号")
"""3号 after a road is a house, elsewhere a day of the month."""
_NO_DAY = "\ue000"


def read_place(text: str, language: Language, names_place: Callable[[str], bool]) -> str | None:
    """The place in `text` as it was said, without what leads to it; None when nothing in it is one.

    `names_place` tells whether words name a district. Home is no address.
    """
    correction = after_denial(text, language)
    said = _HOUSE_NUMBER.sub(rf"\1{_NO_DAY}", normalise(text if correction is None else correction))
    said = bare(without_time(said, language).replace(_NO_DAY, "号"), language)
    if not said:
        return None
    return _english(said, names_place) if language == "en" else _chinese(said, names_place)


def _english(said: str, names_place: Callable[[str], bool]) -> str | None:
    place = places_en.find(said)
    if place is not None:
        return place
    return _named(places_en.LEAD.sub("", said), names_place, words=True)


def _chinese(said: str, names_place: Callable[[str], bool]) -> str | None:
    said = places_zh.DENIED.sub("", said)
    signs = list(places_zh.SIGN.finditer(said))
    if not signs:
        return _named(said, names_place, words=False)
    start = _start(said, signs[0].start())
    end = _with_suffix(said, signs[0].end())
    for sign in signs[1:]:
        if sign.start() < end:
            end = max(end, _with_suffix(said, sign.end()))
            continue
        gap = said[end : sign.start()]
        if len(gap) > _LONGEST_GAP or places_zh.BREAK.search(gap):
            break
        end = _with_suffix(said, sign.end())
    if tail := places_zh.TAIL.match(said, end):
        end = tail.end()
    place = places_zh.TRAIL.sub("", without_trailing(said[start:end], "zh")).strip(" ,、。的")
    if len(place) < 2 or places_zh.HOME.fullmatch(place):
        return None
    return place


def _start(said: str, sign: int) -> int:
    """Where the name begins that the first sign ends."""
    start = 0
    for lead in places_zh.LEAD.finditer(said, 0, sign):
        start = lead.end()
    cut = max(said.rfind(mark, 0, sign) for mark in ",。;!?、")
    start = max(start, cut + 1, sign - _LONGEST_NAME)
    pronoun = places_zh.PRONOUN.match(said[start:sign])
    return start + pronoun.end() if pronoun else start


def _with_suffix(said: str, end: int) -> int:
    match = places_zh.SUFFIX.match(said, end)
    return match.end() if match else end


def _named(said: str, names_place: Callable[[str], bool], *, words: bool) -> str | None:
    """The narrowest part of the text in which all the districts are named."""
    if not names_place(said):
        return None
    pieces = said.split(" ") if words else list(said)

    def names(start: int, end: int) -> bool:
        return names_place((" " if words else "").join(pieces[start:end]))

    def end_of_name(start: int) -> int:
        return next((end for end in range(start + 1, len(pieces)) if names(start, end)), len(pieces))

    first = end = end_of_name(0)
    while end < len(pieces) and names(end, len(pieces)):
        end = end_of_name(end)
    start = max(start for start in range(first) if names(start, first))
    return (" " if words else "").join(pieces[start:end]).strip(" ,.") or None
