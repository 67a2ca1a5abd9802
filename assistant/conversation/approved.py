"""Approved answers for staff: what the knowledge says, as one text message to this resident."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.conversation.answers import Answers, Content
from assistant.messages import Act, Outcome
from assistant.rendering import sms
from assistant.rendering.sms import Signatures
from assistant.state import ConversationState
from knowledge.article import Aspect, Language

MOST_SERVICES = 3


@dataclass(frozen=True, slots=True)
class Approved:
    """One answer as the resident would get it, without the signature; `parts` is how many messages it takes.

    `whole` is False when sentences had no room.
    """

    service: str
    aspect: Aspect
    language: Language
    text: str
    sources: tuple[str, ...]
    parts: int
    whole: bool


class ApprovedAnswers:
    """Finds answers that staff may send without changing a word."""

    def __init__(self, content: Content, signatures: Signatures) -> None:
        self._content = content
        self._answers = Answers(content)
        self._signatures = signatures

    def find(self, query: str) -> tuple[str, ...]:
        """The likeliest services for what somebody of the staff typed, at most three, the best first."""
        language: Language = "en" if query.isascii() else "zh"
        found = self._content.search.find(query, language, None)
        ranked = (candidate.service for candidate in found.candidates)
        return tuple(dict.fromkeys((*found.choices, *ranked)))[:MOST_SERVICES]

    def of(self, service: str, language: Language, region: str | None, today: date) -> Iterator[Approved]:
        """Everything approved on a service, for a resident of that place; nothing on an unknown service."""
        if service not in self._content.library.articles:
            return
        for aspect in Aspect:
            answer = self.one(service, aspect, language, region, today)
            if answer is not None:
                yield answer

    def one(
        self, service: str, aspect: Aspect, language: Language, region: str | None, today: date
    ) -> Approved | None:
        """One answer; None for an unknown service, and for a rule that has ended."""
        state = ConversationState(language=language, region=region)
        act = Act("answer", {"service": service, "aspect": aspect.value})
        draft = self._answers.answer(act, state, today)
        if draft.outcome is not Outcome.ANSWERED:
            return None
        # The question for the place and what could be chosen next are the assistant's, not the staff's.
        replies = [replace(reply, question="", options=()) for reply in draft.replies]
        rendered = sms.render(replies, self._signatures)
        return Approved(
            service=service,
            aspect=aspect,
            language=language,
            text=rendered.text.removeprefix(self._signatures.before(language)),
            sources=tuple(dict.fromkeys(source.title for reply in replies for source in reply.sources)),
            parts=rendered.parts,
            whole=not rendered.rest,
        )
