"""The one way in: a text as it is written becomes a text as it is said."""

from __future__ import annotations

from typing import Literal

from voice.speakable import english, mandarin

Language = Literal["zh", "en"]


def speakable(text: str, language: Language) -> str:
    """The words to say for `text`: no digits and no signs but those of a pause.

    Letters are left only where a word is to be read as English. Addresses of web pages and mail are named,
    not spelled; emoji are not said. What is already words comes back as it is. Never raises, whatever the
    characters.
    """
    return mandarin.said(text) if language == "zh" else english.said(text)
