"""What a turn is about to say and remember, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.cases.asked_for import AskedFor
from assistant.messages import Act, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Language
from knowledge.library import Passage
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Draft:
    """The replies of a turn and everything that is to be stored with them.

    `case_reason` asks for a case to be opened: its number completes the replies.
    `wanted` is what the case is to arrange; `undone` is the state to go back to when that cannot be had.
    `rating` is an answer to whether a case was settled; what it comes to completes the replies.
    `drops` is the number of a case that the resident does not want any more.
    `messages_wanted` changes whether the resident is texted first; None leaves it.
    `keeps_facts` says that the resident's answers are to be kept, or forgotten; None leaves them.
    `keeps_preferences` says the same of how the resident likes to be spoken to; `erase` asks that everything
    kept of the resident be erased. `met` is the conversation that goes on in this one, by id.
    `hand_over` asks for a code with which the conversation goes on elsewhere: it completes the replies.
    `gap` is the anonymous cluster of a question that was not answered; `ended` the rule that is over.
    `search_ms` is the time spent on finding the service, in milliseconds.
    """

    state: ConversationState
    outcome: Outcome
    replies: tuple[Reply, ...] = ()
    service: str | None = None
    aspect: str | None = None
    candidates: tuple[str, ...] = ()
    case_reason: str | None = None
    wanted: AskedFor | None = None
    undone: ConversationState | None = None
    rating: Act | None = None
    drops: str | None = None
    messages_wanted: bool | None = None
    keeps_facts: bool | None = None
    keeps_preferences: bool | None = None
    erase: bool = False
    met: str | None = None
    hand_over: bool = False
    gap: str | None = None
    ended: Passage | None = None
    search_ms: float = field(default=0.0)


def only_said(phrases: Phrases, phrase: str, state: ConversationState, **slots: str) -> Draft:
    """A draft that says one phrase and no more."""
    reply = Reply(text=phrases.say(phrase, state.language, **slots), language=state.language)
    return Draft(state=state, outcome=Outcome.SAID, replies=(reply,))


def spaced(first: str, second: str, language: Language) -> str:
    """Two texts as one; English sentences need a space between them."""
    gap = " " if language == "en" and first and second else ""
    return f"{first}{gap}{second}"
