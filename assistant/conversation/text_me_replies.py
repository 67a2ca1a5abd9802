"""What is said of texts that were asked for, and the offer of one."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft
from assistant.conversation.here import Here
from assistant.conversation.joining import with_option
from assistant.conversation.tasks.wishes import Wish
from assistant.conversation.text_me_words import SAID
from assistant.messages import Act, Channel, Option, Outcome, Reply
from assistant.state import ConversationState
from knowledge.article import Aspect

_WRITTEN_DOWN = frozenset({Aspect.MATERIALS, Aspect.WHERE, Aspect.STEPS})
"""What nobody keeps in mind from hearing it once."""


class TextMeReplies:
    """Gives words to what `text_me.look_up` found, without closing what was asked before it."""

    def __init__(self, content: Content, answers: Answers) -> None:
        self._phrases = content.phrases
        self._answers = answers

    def reply(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """Raises KeyError for an act that was not looked up."""
        language, last = state.language, state.last_reply
        reply = Reply(text=self._phrases.say(act.values["phrase"], language), language=language)
        if act.get("do") == "note":
            return Draft(state=_noted(act.get("words"), state), outcome=Outcome.SAID, replies=(reply,))
        if state.asked is not None and last is not None and last.language == language:
            options = tuple(option for option in last.options if option.act.kind != "text_me")
            reply = replace(reply, question=last.question, options=options)
        elif act.get("elsewhere"):
            label = self._phrases.say("text_me_go_on", language)
            options = (Option("1", label, Act("hand_over")), self._answers.person(language))
            reply = replace(reply, options=options)
        return Draft(state=state.with_(misses=0), outcome=Outcome.SAID, replies=(reply,))

    def offered(self, draft: Draft, here: Here) -> Draft:
        """The draft with a text on offer, on the telephone, after an answer that one would write down.

        While something is asked or arranged there is enough to choose from (ACCESSIBILITY, phone: three
        options).
        """
        state = draft.state
        if not here.texts or here.channel is not Channel.PHONE or draft.outcome is not Outcome.ANSWERED:
            return draft
        if draft.aspect not in _WRITTEN_DOWN or len(draft.replies) != 1:
            return draft
        if state.task is not None or state.interview is not None:
            return draft
        (reply,) = draft.replies
        offer = with_option(reply, self._phrases.say("text_me_offer", reply.language), SAID)
        return replace(draft, replies=(offer,))


def _noted(words: str, state: ConversationState) -> ConversationState:
    """Who is called back by text needs not say when."""
    slots = {**state.slots, "reach": words}
    if state.task != "callback":
        return state.with_(slots=slots)
    return state.with_(slots={"when": Wish(soon=True).to_text(), **slots}, asked=None, misses=0)
