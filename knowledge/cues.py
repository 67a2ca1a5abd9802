"""Cues: the words by which a meaning is recognised without a model."""

from __future__ import annotations

import re

from knowledge.article import Language

GAP = "…"
_GAP_PATTERN: dict[Language, str] = {"zh": r"[^。!?;\n]{0,8}?", "en": r"[^.!?;\n]{0,24}?"}


def compile_cue(cue: str, language: Language) -> re.Pattern[str]:
    """The pattern of a cue in normalised lower-case text.

    "…" stands for up to 8 characters (24 in English) within one sentence. An English cue begins and ends at
    word boundaries.
    """
    pattern = _GAP_PATTERN[language].join(re.escape(part.strip()) for part in cue.lower().split(GAP))
    return re.compile(rf"\b{pattern}\b" if language == "en" else pattern)
