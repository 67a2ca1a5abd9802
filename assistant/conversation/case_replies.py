"""What is said of a resident's cases: opened, looked up, rated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.cases.follow_up import Said
from assistant.cases.progress import Told
from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft, spaced
from assistant.messages import Act, Option, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Language


class CaseReplies:
    """Gives words to what the turn found of cases, or did for them."""

    def __init__(self, content: Content, answers: Answers) -> None:
        self._content = content
        self._answers = answers

    def status(self, act: Act, state: ConversationState, today: date) -> Draft:
        """What was found of a case, or which of several are to be chosen from."""
        language = state.language
        options = tuple(
            Option(str(key), self._label(number, service, language), Act("case_status", {"number": number}))
            for key, (number, service) in enumerate(act.get("choices") or (), start=1)
        )
        reply = replace(
            self.in_words(act.get("told"), language), options=(*options, self._answers.person(language))
        )
        return Draft(state=replace(state, misses=0), outcome=Outcome.SAID, replies=(reply,))

    def rating(self, act: Act, state: ConversationState, today: date) -> Draft:
        """An answer to a follow-up, which the turn takes when it stores the draft."""
        return Draft(state=replace(state, misses=0), outcome=Outcome.SAID, rating=act)

    def rated(self, asked: Act, said: Said, language: Language) -> Reply:
        """What is said to an answer that was taken: the second question, or that it is noted."""
        if said != "ask_solved":
            slots = {"number": str(asked.get("number"))} if said == "again" else {}
            return self.in_words((Told(f"rating_{said}", slots),), language)
        say = self._content.phrases.say
        options = tuple(
            Option(
                key,
                say(label, language),
                Act("case_rating", {**asked.values, "question": "solved", "key": key}),
            )
            for key, label in (("1", "solved_yes"), ("2", "solved_no"))
        )
        return Reply(
            text="",
            language=language,
            notice=say("rating_noted", language),
            question=say("rating_solved", language),
            options=options,
        )

    def in_words(self, told: Sequence[Told], language: Language) -> Reply:
        text = ""
        for one in told:
            text = spaced(text, self._content.phrases.say(one.phrase, language, **one.slots), language)
        return Reply(text=text, language=language)

    def _label(self, number: str, service: str | None, language: Language) -> str:
        """A case as its resident chooses it among others: by its service, if it has one, and its number."""
        articles = self._content.library.articles
        if service is None or service not in articles:
            return number
        return f"{articles[service].short.in_language(language)} {number}"
