"""Acts, knowledge and phrases become replies in the resident's language. Pure: nothing is stored or sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.cases.follow_up import Said
from assistant.cases.progress import Told
from assistant.cases.town import Town
from assistant.conversation import my_data_words as my_data
from assistant.conversation.again import Again
from assistant.conversation.answers import Answers, Content
from assistant.conversation.case_replies import CaseReplies
from assistant.conversation.context import Context
from assistant.conversation.draft import Draft, only_said, spaced
from assistant.conversation.going_on import GoingOn
from assistant.conversation.here import Here
from assistant.conversation.interviews import Interviews
from assistant.conversation.joining import joined, merged, with_option
from assistant.conversation.my_data_replies import MyDataReplies
from assistant.conversation.preferring import Preferring
from assistant.conversation.tasks.handing_over import told_so_far
from assistant.conversation.tasks.tasks import Tasks
from assistant.conversation.text_me_replies import TextMeReplies
from assistant.messages import Act, Option, Outcome, Reply
from assistant.ports import Decision
from assistant.state import ConversationState
from knowledge.article import Aspect, Language

_Handler = Callable[[Act, ConversationState, Here], Draft]

# A place is of no use before it is known what for.
_STILL_OPEN = (Outcome.UNSURE, Outcome.CLARIFY)

# What leads back to the task under way by itself, or away from it for good.
_LEAVES_TASK = frozenset(
    {"task", "cancel", "back", "open_case", "repeat", "emergency", "close", "take_over", "meet"}
)
_URGENT_LIMITS = frozenset({"distress", "minor"})
_URGENT_DANGERS = {"fraud": "fraud", "suicide": "distress"}
"""Dangers after which a person is to ring at once, besides the number that is told."""


class Composer:
    """Gives each act its words."""

    def __init__(self, content: Content, town: Town) -> None:
        self._phrases = content.phrases
        self._answers = Answers(content)
        self._interviews = Interviews(content, self._answers)
        self._cases = CaseReplies(content, self._answers)
        self._tasks = Tasks(content, town, self._answers)
        self._text_me = TextMeReplies(content, self._answers)
        again, context = Again(content, self._answers), Context(content, self._answers, self._interviews)
        going_on = GoingOn(self._phrases, self._answers, self._interviews, self._tasks, again)
        self._handlers: dict[str, _Handler] = {
            "answer": lambda act, state, here: self._answers.answer(act, state, here.today),
            "choose": self._choose,
            "say": self._say,
            "ask": self._ask,
            "open_case": self._open_case,
            "repeat": again.repeat,
            "more": again.more,
            "simplify": again.simplify,
            "explain": again.explain,
            "back": going_on.back,
            "about": context.about,
            "compare": context.compare,
            "cancel": self._cancel,
            "drop_case": self._drop_case,
            "task": self._tasks.take,
            "limit": self._limit,
            "emergency": self._emergency,
            "preference": Preferring(content, self._answers, self._interviews).take,
            "interview": lambda act, state, here: self._interviews.take(act, state, here.today),
            "my_data": MyDataReplies(content, self._answers).reply,
            "text_me": self._text_me.reply,
            "meet": going_on.meet,
            "hand_over": going_on.hand_over,
            "take_over": going_on.take_over,
            "case_status": lambda act, state, here: self._cases.status(act, state, here.today),
            "case_rating": lambda act, state, here: self._cases.rating(act, state, here.today),
            "close": going_on.close,
            "fallback": self._fallback,
        }

    def compose(self, decision: Decision, state: ConversationState, here: Here) -> Draft:
        """The draft of a turn: at most one reply; what it offers replaces what was offered before."""
        draft = Draft(state=state, outcome=Outcome.SAID)
        for act in decision.acts:
            if act.kind == "ask" and draft.outcome in _STILL_OPEN:
                continue
            draft = joined(draft, self._handlers[act.kind](act, draft.state, here))
        if draft.replies and self._returns(decision, draft):
            draft = self._tasks.back(draft, here)
        if draft.replies:
            draft = self._settled(self._text_me.offered(draft, here), degraded=decision.degraded)
        return draft

    def service_of(self, text: str, language: Language) -> str | None:
        """The service that a message is clearly about."""
        found, _ = self._answers.find(text, ConversationState(language=language))
        return found.candidates[0].service if found.outcome == "answer" else None

    def slot_taken(self, draft: Draft, here: Here) -> Draft:
        """Instead of a draft whose slot somebody else was faster to take: other times are offered."""
        if draft.undone is None:
            raise ValueError("nothing was to be booked")
        return self._settled(self._tasks.taken_away(draft.undone, here))

    @staticmethod
    def _returns(decision: Decision, draft: Draft) -> bool:
        """Whether the question of a task that waits is to be asked once more."""
        kinds = {act.kind for act in decision.acts}
        asked = draft.state.asked or ""
        waits = asked == "fact" or asked.startswith(my_data.ASKED)
        return (
            draft.state.task is not None and not kinds & _LEAVES_TASK and not draft.case_reason and not waits
        )

    def name_case(self, draft: Draft, number: str, told: Sequence[Told]) -> Draft:
        """Complete a draft whose case is open now with what there is to tell of it."""
        reply = self._cases.in_words(told, draft.state.language)
        draft = replace(draft, replies=(*draft.replies, reply))
        return self._settled(replace(draft, state=replace(draft.state, open_case=number)))

    def name_dropped(self, draft: Draft, told: Sequence[Told]) -> Draft:
        """Complete a draft that dropped a case with how it stands."""
        reply = self._cases.in_words(told, draft.state.language)
        state = replace(draft.state, open_case=None)
        return self._settled(replace(draft, state=state, replies=(*draft.replies, reply)))

    def name_rating(self, draft: Draft, asked: Act, said: Said) -> Draft:
        """Complete a draft whose answer to a follow-up, `asked`, was taken."""
        reply = self._cases.rated(asked, said, draft.state.language)
        return self._settled(replace(draft, replies=(*draft.replies, reply)))

    def name_code(self, draft: Draft, code: str) -> Draft:
        """Complete a draft with the code under which the conversation goes on elsewhere."""
        language, grouped = draft.state.language, " ".join((code[:3], code[3:]))
        text = self._phrases.say("handover_code", language, code=grouped)
        reply = Reply(text=text, language=language)
        return self._settled(replace(draft, replies=(*draft.replies, reply)))

    def offer_rest(self, draft: Draft, rest: str) -> Draft:
        """Offer what the channel had no room for, under the next free key before the person's."""
        (reply,) = draft.replies
        reply = with_option(reply, self._phrases.say("more", reply.language), Act("more"))
        draft = self._settled(replace(draft, replies=(reply,)))
        return replace(draft, state=replace(draft.state, rest=rest))

    def _settled(self, draft: Draft, *, degraded: bool = False) -> Draft:
        reply = merged(draft.replies)
        if degraded:
            honest = self._phrases.say("simple_questions_only", reply.language)
            reply = replace(reply, notice=spaced(honest, reply.notice, reply.language))
        if draft.state.interview and draft.state.asked != "fact" and draft.outcome is Outcome.ANSWERED:
            back = Act("interview", {"step": "resume"})
            reply = with_option(reply, self._phrases.say("interview_back", reply.language), back)
        state = replace(draft.state, options=reply.options, rest="", last_reply=reply)
        return replace(draft, state=state, replies=(reply,))

    def _choose(self, act: Act, state: ConversationState, here: Here) -> Draft:
        aspect = Aspect(act.get("aspect")) if act.get("aspect") else None
        return self._answers.choose(act.get("services"), aspect, state)

    def _say(self, act: Act, state: ConversationState, here: Here) -> Draft:
        return only_said(self._phrases, here.phrase(act.get("phrase")), replace(state, misses=0))

    def _ask(self, act: Act, state: ConversationState, here: Here) -> Draft:
        slot = act.get("slot")
        if slot in ("fact", "task"):
            # Interviews and tasks ask their own questions; this only keeps the dialogue's form going.
            return Draft(state=state, outcome=Outcome.SAID)
        if slot == "district" and (state.region or state.asked == "district"):
            return Draft(state=state, outcome=Outcome.SAID)
        language = state.language
        reply = Reply(text="", language=language, question=self._phrases.say(f"ask_{slot}", language))
        return Draft(state=replace(state, asked=slot), outcome=Outcome.SAID, replies=(reply,))

    def _open_case(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """A person is there at once; what was told for a task so far goes with it."""
        wanted = told_so_far(state)
        service = state.slots.get("service") or state.service
        state = replace(state, misses=0, asked=None, task=None, slots={}, service=service)
        return Draft(state=state, outcome=Outcome.CASE, case_reason=act.get("reason"), wanted=wanted)

    def _emergency(self, act: Act, state: ConversationState, here: Here) -> Draft:
        danger = act.get("danger")
        draft = only_said(self._phrases, f"danger_{danger}", replace(state, misses=0))
        service = "fraud" if danger == "fraud" else None
        return replace(
            draft,
            outcome=Outcome.EMERGENCY,
            service=service,
            candidates=(service,) if service else (),
            case_reason=_URGENT_DANGERS.get(danger),
        )

    def _limit(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """What the assistant does not do is said kindly; who is in distress, or a child, gets a person."""
        topic = act.get("topic")
        draft = only_said(self._phrases, f"limit_{topic}", replace(state, misses=0))
        if topic in _URGENT_LIMITS:
            return replace(draft, outcome=Outcome.CASE, case_reason=topic)
        (reply,) = draft.replies
        return replace(draft, replies=(replace(reply, options=(self._answers.person(reply.language),)),))

    def _cancel(self, act: Act, state: ConversationState, here: Here) -> Draft:
        if state.task is not None:
            return self._tasks.quit(state)
        if state.open_case is not None and state.interview is None and state.asked is None:
            return self._asks_to_drop(state.open_case, state)
        state = replace(state, interview=None, fact=None, asked=None, misses=0)
        return only_said(self._phrases, "cancelled", state)

    def _asks_to_drop(self, number: str, state: ConversationState) -> Draft:
        """Somebody who says “never mind” when nothing but a case is left may mean the case."""
        say, language = self._phrases.say, state.language
        reply = Reply(
            text="",
            language=language,
            question=say("case_drop_ask", language, number=number),
            options=(
                Option("1", say("case_drop_yes", language), Act("drop_case", {"number": number})),
                Option("2", say("case_drop_no", language), Act("say", {"phrase": "deny_nothing"})),
                self._answers.person(language),
            ),
        )
        return Draft(state=replace(state, misses=0), outcome=Outcome.SAID, replies=(reply,))

    def _drop_case(self, act: Act, state: ConversationState, here: Here) -> Draft:
        """The turn drops the case when it stores the draft, and says how it stands."""
        return Draft(state=replace(state, misses=0), outcome=Outcome.SAID, drops=act.get("number"))

    def _fallback(self, act: Act, state: ConversationState, here: Here) -> Draft:
        if act.get("query"):
            draft = self._answers.answer(Act("answer", {"query": act.get("query")}), state, here.today)
            if draft.outcome is not Outcome.UNSURE or act.get("reason") == "not_understood":
                return draft
            candidates, search_ms = draft.candidates, draft.search_ms
            return replace(
                self._answers.unsure(state, "out_of_scope"), candidates=candidates, search_ms=search_ms
            )
        return self._answers.unsure(state)
