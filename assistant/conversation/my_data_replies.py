"""What is said of what is kept of a resident."""

from __future__ import annotations

from assistant.conversation.answers import Answers, Content
from assistant.conversation.draft import Draft, spaced
from assistant.conversation.here import Here
from assistant.conversation.my_data_words import no, yes
from assistant.messages import Act, Option, Outcome, Reply
from assistant.state import ConversationState


class MyDataReplies:
    """Gives words to what `my_data.look_up` found, with a person always on offer."""

    def __init__(self, content: Content, answers: Answers) -> None:
        self._phrases = content.phrases
        self._answers = answers

    def reply(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """What is kept, a question, or what was done; the turn does it when it stores the draft.

        Raises KeyError for an act that was not looked up.
        """
        language, say = state.language, self._phrases.say
        text = ""
        for told in act.values["told"]:
            text = spaced(text, say(told.phrase, language, **told.slots), language)
        options: tuple[Option, ...] = ()
        if act.get("asks"):
            step = act.get("step")
            options = (
                Option("1", say("data_yes", language), yes(step)),
                Option("2", say("data_no", language), no(step)),
            )
        reply = Reply(text=text, language=language, options=(*options, self._answers.person(language)))
        return Draft(
            state=state.with_(misses=0),
            outcome=Outcome.SAID,
            replies=(reply,),
            erase=act.get("do") == "erase",
        )
