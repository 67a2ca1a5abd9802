"""Which language a message is written in, when it says so clearly, and what that tells of its sender."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.messages import Inbound
from assistant.state import ConversationState
from knowledge.article import Language

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_CLEARLY_ENGLISH_WORDS = 2


def spoken_language(text: str) -> Language | None:
    """Chinese by any Han character, English by two words; a lone word such as HELP or OK tells nothing."""
    if _HAN.search(text):
        return "zh"
    return "en" if len(_LATIN_WORD.findall(text)) >= _CLEARLY_ENGLISH_WORDS else None


def greeted(inbound: Inbound, state: ConversationState) -> ConversationState:
    """The state with what the channel and the words themselves tell of language and district."""
    language = inbound.language or spoken_language(inbound.text) or state.language
    return replace(state, language=language, region=inbound.region or state.region)
