"""What residents are told when something happens to their case, as text messages."""

from __future__ import annotations

from assistant.messages import Reply
from assistant.ports import Says
from assistant.preferences import Script
from assistant.rendering import sms
from assistant.rendering.sms import Signatures
from knowledge.article import Language, spoken


class Notices:
    """Gives phrases of the knowledge the form of a text message."""

    def __init__(self, phrases: Says, signatures: Signatures) -> None:
        self._phrases = phrases
        self._signatures = signatures

    def text(self, name: str, language: str, **slots: str) -> str:
        """The phrase of that name, signed. Raises KeyError for an unknown phrase."""
        known = spoken(language)
        reply = Reply(text=self._phrases.say(name, known, **slots), language=known)
        return sms.render((reply,), self._signatures).text

    def said(self, name: str, language: Language, **slots: str) -> str:
        """The phrase of that name as a part of a message. Raises KeyError for an unknown phrase."""
        return self._phrases.say(name, language, **slots)

    def of(self, reply: Reply, script: Script = "hans") -> str:
        """As much of a reply as one message holds, signed."""
        return sms.render((reply,), self._signatures, script).text

    def signed(self, text: str, language: str) -> str:
        """Words of the staff with the name before them."""
        return self._signatures.before(spoken(language)) + text
