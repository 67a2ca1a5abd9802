"""For what a resident wants a person, told by the resident's own words without a model.

A request must be said as one: “能上门办吗” asks a question, “请上门帮我办” asks for somebody to come.
Whoever is in doubt gets the answer to the question, with the person one key away.
"""

from __future__ import annotations

import re

from assistant.cases.kinds import CaseKind
from assistant.conversation.kind_patterns import CANNOT_COME, CHINESE, ENGLISH, HINTS, QUESTION, WISH
from knowledge.normalise import bare, without_edges

MOST_CHARACTERS = 60
"""What is longer tells a story: letters and questions to a lawyer name calls, visits and complaints too."""

_URGENT = frozenset({"distress", "fraud", "minor"})
_CLAUSES = re.compile(r"[，。！？；、,.!?;\n]+\s*")


def requested(text: str) -> CaseKind | None:
    """The kind of case that `text` asks for; None unless it clearly asks for a person to do something."""
    said = bare(text)
    if not said or len(said) > MOST_CHARACTERS:
        return None
    clauses = [without_edges(clause) for clause in _CLAUSES.split(said)]
    if any(_is_question(clause) for clause in clauses):
        return None
    if CANNOT_COME.fullmatch("".join(clauses)):
        return CaseKind.HOME_VISIT
    for kind, pattern in (*CHINESE, *ENGLISH):
        # What a complaint is about comes after it; before it stands the story of a question.
        heard = clauses[:1] if kind is CaseKind.COMPLAINT else clauses
        if any(pattern.fullmatch(clause) for clause in heard):
            return kind
    return None


def of(text: str, reason: str) -> CaseKind:
    """The kind of a case that is being opened because of `text`, for the reason that the dialogue gives."""
    if reason in _URGENT:
        return CaseKind.URGENT
    if reason == "complaint":
        return CaseKind.COMPLAINT
    asked = requested(text)
    if asked is not None:
        return asked
    said = bare(text)
    return next((kind for kind, pattern in HINTS if pattern.search(said)), CaseKind.QUESTION)


def _is_question(clause: str) -> bool:
    found = QUESTION.search(clause)
    return found is not None and not (found.group() == "吗" and WISH.match(clause))
