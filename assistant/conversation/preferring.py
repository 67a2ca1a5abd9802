"""How the resident wants to be spoken to: done at once, kept for the next time only with consent."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.answers import Content
from assistant.conversation.draft import Draft, spaced
from assistant.conversation.here import Here
from assistant.conversation.joining import with_option
from assistant.messages import Act, Channel, Outcome, Reply
from assistant.state import ConversationState

_HEARD_OR_SEEN = frozenset({"rate", "volume", "size"})
_KEEP = Act("preference", {"name": "keep", "value": "yes"})


class Preferring:
    """Changes a preference and says so."""

    def __init__(self, content: Content) -> None:
        self._phrases = content.phrases
        self._regions = content.regions

    def take(self, act: Act, state: ConversationState, here: Here) -> Draft:
        name, value = act.get("name"), act.get("value")
        if name == "messages":
            return replace(self._said(f"messages_{value}", state), messages_wanted=value == "on")
        if name == "language":
            return self._said("language_set", replace(state, language=value))
        if name == "region":
            place = self._regions.get(value).name.in_language(state.language)
            return self._said("region_noted", replace(state, region=value, asked=None), place=place)
        if name == "keep":
            kept = value == "yes"
            state = replace(state, preferences_kept=kept)
            return replace(self._said(f"preference_{value}", state), keeps_preferences=kept)
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
            reply = replace(last, notice=spaced(told, last.notice, language))
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

    @staticmethod
    def _may_be_kept(state: ConversationState, here: Here) -> bool:
        """Nobody is asked twice, nor at a terminal unless it is known who stands there."""
        return state.preferences_kept is None and (not here.shared or state.owner is not None)

    def _said(self, phrase: str, state: ConversationState, **slots: str) -> Draft:
        reply = Reply(text=self._phrases.say(phrase, state.language, **slots), language=state.language)
        return Draft(state=state, outcome=Outcome.SAID, replies=(reply,))
