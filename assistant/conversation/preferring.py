"""How the resident wants to be spoken to: done at once, kept for the next time only with consent."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft, only_said, spaced
from assistant.conversation.here import Here
from assistant.conversation.interviews import Interviews
from assistant.conversation.joining import with_option
from assistant.messages import Act, Channel, Outcome, Reply
from assistant.state import ConversationState

_HEARD_OR_SEEN = frozenset({"rate", "volume", "size"})
_CHANGES = {
    "rate": ("slower", "faster", "normal"),
    "volume": ("louder", "softer", "normal"),
    "size": ("bigger", "smaller", "normal"),
    "script": ("hant", "hans"),
}
_TOLD = (
    "language_set",
    *(f"preference_{name}_{value}" for name, values in _CHANGES.items() for value in values),
)
"""The phrases that tell of a change: only the latest is said."""
_KEEP = Act("preference", {"name": "keep", "value": "yes"})


class Preferring:
    """Changes a preference and says so."""

    def __init__(self, content: Content, answers: Answers, interviews: Interviews) -> None:
        self._phrases = content.phrases
        self._regions = content.regions
        self._answers = answers
        self._interviews = interviews

    def take(self, act: Act, state: ConversationState, here: Here) -> Draft:
        name, value = act.get("name"), act.get("value")
        if name == "messages":
            return replace(self._still_open(f"messages_{value}", state), messages_wanted=value == "on")
        if name == "language":
            return self._spoken(replace(state, language=value), here)
        if name == "region":
            place = self._regions.get(value).name.in_language(state.language)
            return only_said(
                self._phrases, "region_noted", replace(state, region=value, asked=None), place=place
            )
        if name == "keep":
            kept = value == "yes"
            state = replace(state, preferences_kept=kept)
            return replace(self._still_open(f"preference_{value}", state), keeps_preferences=kept)
        return self._changed(name, value, state, here)

    def _changed(self, name: str, value: str, state: ConversationState, here: Here) -> Draft:
        """What was said last is said once more in the new way, when that makes a difference here."""
        language = state.language
        state = replace(state, preferences=state.preferences.changed(name, value))
        is_silent = name in _HEARD_OR_SEEN and here.channel is Channel.SMS
        phrase = "preference_noted" if is_silent else f"preference_{name}_{value}"
        told = self._phrases.say(phrase, language)
        last = state.last_reply
        reply = Reply(text=told, language=language)
        if last is not None and last.language == language and not is_silent:
            reply = replace(last, notice=spaced(told, self._without_told(last), language))
        elif last is not None:
            reply = replace(reply, question=last.question, options=last.options)
        if self._may_be_kept(state, here):
            reply = with_option(reply, self._phrases.say("preference_keep", language), _KEEP)
        return Draft(
            state=state,
            outcome=Outcome.SAID,
            replies=(reply,),
            keeps_preferences=True if state.preferences_kept else None,
        )

    def _without_told(self, last: Reply) -> str:
        """The notice of a reply without the changes that it told of."""
        notice = last.notice
        for phrase in _TOLD:
            notice = notice.replace(self._phrases.say(phrase, last.language), "")
        return notice.strip()

    @staticmethod
    def _may_be_kept(state: ConversationState, here: Here) -> bool:
        """Nobody is asked twice, nor at a terminal unless it is known who stands there.

        While a number is asked for, the key could be taken for the answer.
        """
        known = not here.shared or state.owner is not None
        return state.preferences_kept is None and known and state.asked != "fact"

    def _spoken(self, state: ConversationState, here: Here) -> Draft:
        """What was just asked or answered, in the other language; a task asks again by itself."""
        told, last = only_said(self._phrases, "language_set", state), state.last_reply
        if last is None or last.language == state.language or state.task is not None:
            return told
        if state.asked == "fact":
            draft = self._interviews.take(Act("interview", {"step": "resume"}), state, here.today)
        elif last.sources and state.service and state.aspect:
            again = Act("answer", {"service": state.service, "aspect": state.aspect})
            draft = self._answers.answer(again, replace(state, explained=()), here.today)
        else:
            return told
        (said,), (reply,) = told.replies, draft.replies
        notice = spaced(said.text, reply.notice, state.language)
        return replace(draft, outcome=Outcome.SAID, replies=(replace(reply, notice=notice),))

    def _still_open(self, phrase: str, state: ConversationState) -> Draft:
        """Said without closing what was asked or offered before it."""
        draft, last = only_said(self._phrases, phrase, state), state.last_reply
        if last is None or last.language != state.language:
            return draft
        (reply,) = draft.replies
        options = tuple(option for option in last.options if option.act != _KEEP)
        return replace(draft, replies=(replace(reply, question=last.question, options=options),))
