"""The fixed sentences of the line itself."""

from __future__ import annotations

from assistant.ports import Says
from assistant.rendering.sms import sentences_of
from assistant.rendering.speech import Sentence
from knowledge.article import LANGUAGES, Language

NAMES = (
    "line_greeting",
    "line_ask",
    "line_go_on",
    "line_wait",
    "line_still_there",
    "line_still_there_again",
    "line_silent",
    "line_silent_waits",
    "line_not_heard",
    "line_not_heard_again",
    "line_sorry",
    "line_sorry_again",
    "line_to_person",
    "line_lost",
    "line_keys_only",
    "line_keys_please",
    "line_hears_again",
)


class LineSentences:
    """What the line says of its own accord, by name."""

    def __init__(self, phrases: Says) -> None:
        self._phrases = phrases

    def of(self, *names: str, language: Language) -> tuple[Sentence, ...]:
        """The sentences of these phrases, one after the other."""
        return tuple(
            Sentence(text, language)
            for name in names
            for text in sentences_of(self._phrases.say(name, language), language)
        )

    def all(self) -> tuple[tuple[str, Language], ...]:
        """All of them, for the memory of what can be said at once."""
        return tuple(
            (one.text, one.language) for language in LANGUAGES for one in self.of(*NAMES, language=language)
        )
