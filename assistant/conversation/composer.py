"""Acts, knowledge and phrases become replies in the resident's language. Pure: nothing is stored or sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.cases.follow_up import Said
from assistant.cases.progress import Told
from assistant.conversation.answers import Answers, Content
from assistant.conversation.case_replies import CaseReplies
from assistant.conversation.draft import Draft, spaced
from assistant.conversation.interviews import Interviews
from assistant.messages import Act, Option, Outcome, Reply
from assistant.ports import Decision
from assistant.state import ConversationState
from knowledge.article import Aspect

_Handler = Callable[[Act, ConversationState, date], Draft]

# A place is of no use before it is known what for.
_STILL_OPEN = (Outcome.UNSURE, Outcome.CLARIFY)

# When a turn holds several acts, what it came to is the first of these.
_WEIGHT = (
    Outcome.EMERGENCY,
    Outcome.CASE,
    Outcome.ANSWERED,
    Outcome.CLARIFY,
    Outcome.UNSURE,
    Outcome.SAID,
)


class Composer:
    """Gives each act its words."""

    def __init__(self, content: Content) -> None:
        self._phrases = content.phrases
        self._regions = content.regions
        self._answers = Answers(content)
        self._interviews = Interviews(content, self._answers)
        self._cases = CaseReplies(content, self._answers)
        self._handlers: dict[str, _Handler] = {
            "answer": self._answers.answer,
            "choose": self._choose,
            "say": self._say,
            "ask": self._ask,
            "open_case": self._open_case,
            "repeat": self._repeat,
            "more": self._more,
            "emergency": self._emergency,
            "preference": self._preference,
            "interview": self._interviews.take,
            "hand_over": self._hand_over,
            "take_over": self._take_over,
            "case_status": self._cases.status,
            "case_rating": self._cases.rating,
            "close": self._close,
            "fallback": self._fallback,
        }

    def compose(self, decision: Decision, state: ConversationState, today: date) -> Draft:
        """The draft of a turn: at most one reply; what it offers replaces what was offered before."""
        draft = Draft(state=state, outcome=Outcome.SAID)
        for act in decision.acts:
            if act.kind == "ask" and draft.outcome in _STILL_OPEN:
                continue
            draft = _joined(draft, self._handlers[act.kind](act, draft.state, today))
        if draft.replies:
            draft = self._settled(draft, degraded=decision.degraded)
        return draft

    def name_case(self, draft: Draft, number: str, told: Sequence[Told]) -> Draft:
        """Complete a draft whose case is open now with what there is to tell of it."""
        reply = self._cases.in_words(told, draft.state.language)
        draft = replace(draft, replies=(*draft.replies, reply))
        return self._settled(replace(draft, state=replace(draft.state, open_case=number)))

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
        reply = _with_option(reply, self._phrases.say("more", reply.language), Act("more"))
        draft = self._settled(replace(draft, replies=(reply,)))
        return replace(draft, state=replace(draft.state, rest=rest))

    def _settled(self, draft: Draft, *, degraded: bool = False) -> Draft:
        reply = _merged(draft.replies)
        if degraded:
            honest = self._phrases.say("simple_questions_only", reply.language)
            reply = replace(reply, notice=spaced(honest, reply.notice, reply.language))
        if draft.state.interview and draft.state.asked != "fact" and draft.outcome is Outcome.ANSWERED:
            back = Act("interview", {"step": "resume"})
            reply = _with_option(reply, self._phrases.say("interview_back", reply.language), back)
        state = replace(draft.state, options=reply.options, rest="", last_reply=reply)
        return replace(draft, state=state, replies=(reply,))

    def _choose(self, act: Act, state: ConversationState, today: date) -> Draft:
        aspect = Aspect(act.get("aspect")) if act.get("aspect") else None
        return self._answers.choose(act.get("services"), aspect, state)

    def _say(self, act: Act, state: ConversationState, today: date) -> Draft:
        return self._said(act.get("phrase"), replace(state, misses=0))

    def _ask(self, act: Act, state: ConversationState, today: date) -> Draft:
        slot = act.get("slot")
        if slot == "fact":
            # The interview asks its own questions; this only keeps the dialogue's form going.
            return Draft(state=state, outcome=Outcome.SAID)
        if slot == "district" and (state.region or state.asked == "district"):
            return Draft(state=state, outcome=Outcome.SAID)
        language = state.language
        reply = Reply(text="", language=language, question=self._phrases.say(f"ask_{slot}", language))
        return Draft(state=replace(state, asked=slot), outcome=Outcome.SAID, replies=(reply,))

    def _open_case(self, act: Act, state: ConversationState, today: date) -> Draft:
        state = replace(state, misses=0, asked=None)
        return Draft(state=state, outcome=Outcome.CASE, case_reason=act.get("reason"))

    def _repeat(self, act: Act, state: ConversationState, today: date) -> Draft:
        if state.last_reply is None:
            return self._said("nothing_to_repeat", state)
        return Draft(state=state, outcome=Outcome.SAID, replies=(state.last_reply,))

    def _more(self, act: Act, state: ConversationState, today: date) -> Draft:
        if not state.rest or state.last_reply is None:
            return self._said("nothing_more", state)
        options = tuple(option for option in state.last_reply.options if option.act.kind != "more")
        reply = replace(state.last_reply, text=state.rest, notice="", question="", options=options)
        return Draft(state=state, outcome=Outcome.SAID, replies=(reply,))

    def _emergency(self, act: Act, state: ConversationState, today: date) -> Draft:
        danger = act.get("danger")
        draft = self._said(f"danger_{danger}", replace(state, misses=0))
        service = "fraud" if danger == "fraud" else None
        return replace(
            draft, outcome=Outcome.EMERGENCY, service=service, candidates=(service,) if service else ()
        )

    def _preference(self, act: Act, state: ConversationState, today: date) -> Draft:
        name, value = act.get("name"), act.get("value")
        if name == "messages":
            return replace(self._said(f"messages_{value}", state), messages_wanted=value == "on")
        if name == "language":
            return self._said("language_set", replace(state, language=value))
        place = self._regions.get(value).name.in_language(state.language)
        return self._said("region_noted", replace(state, region=value, asked=None), place=place)

    def _hand_over(self, act: Act, state: ConversationState, today: date) -> Draft:
        """Promise a code for what is under way; the turn makes one when it stores the draft."""
        if state.interview is None and state.service is None:
            return self._said("handover_nothing", state)
        return Draft(state=replace(state, asked=None), outcome=Outcome.SAID, hand_over=True)

    def _take_over(self, act: Act, state: ConversationState, today: date) -> Draft:
        """Go on with what the turn found under a code."""
        if act.get("found") != "taken":
            return self._said(f"handover_{act.get('found')}", state)
        if state.interview is not None:
            draft = self._interviews.take(Act("interview", {"step": "resume"}), state, today)
        else:
            again = Act("answer", {"service": state.service, "aspect": state.aspect})
            draft = self._answers.answer(again, replace(state, service=None), today)
        (reply,) = draft.replies
        told = self._phrases.say("handover_taken", reply.language)
        reply = replace(reply, notice=spaced(told, reply.notice, reply.language))
        return replace(draft, replies=(reply,))

    def _close(self, act: Act, state: ConversationState, today: date) -> Draft:
        """What was said of the resident goes with the resident, unless it may be kept."""
        facts = state.facts if state.facts_kept and state.owner is None else {}
        state = replace(state, service=None, aspect=None, misses=0, asked=None)
        return self._said("goodbye", replace(state, interview=None, fact=None, facts=facts, owner=None))

    def _fallback(self, act: Act, state: ConversationState, today: date) -> Draft:
        if act.get("query"):
            draft = self._answers.answer(Act("answer", {"query": act.get("query")}), state, today)
            if draft.outcome is not Outcome.UNSURE or act.get("reason") == "not_understood":
                return draft
            candidates, search_ms = draft.candidates, draft.search_ms
            return replace(
                self._answers.unsure(state, "out_of_scope"), candidates=candidates, search_ms=search_ms
            )
        return self._answers.unsure(state)

    def _said(self, phrase: str, state: ConversationState, **slots: str) -> Draft:
        reply = Reply(text=self._phrases.say(phrase, state.language, **slots), language=state.language)
        return Draft(state=state, outcome=Outcome.SAID, replies=(reply,))


def _with_option(reply: Reply, label: str, act: Act) -> Reply:
    """`reply` with one more option, under the next free key, before the person's."""
    if any(option.act == act for option in reply.options):
        return reply
    taken = {option.key for option in reply.options}
    key = next(key for key in "12345678" if key not in taken)
    person = tuple(option for option in reply.options if option.key == "0")
    others = tuple(option for option in reply.options if option.key != "0")
    return replace(reply, options=(*others, Option(key, label, act), *person))


def _joined(first: Draft, second: Draft) -> Draft:
    """Two drafts of one turn as one. An answer makes what was only said before it needless."""
    said_before = (
        () if first.outcome is Outcome.SAID and second.outcome is Outcome.ANSWERED else first.replies
    )
    heavier = first if _WEIGHT.index(first.outcome) < _WEIGHT.index(second.outcome) else second
    return replace(
        second,
        outcome=heavier.outcome,
        replies=(*said_before, *second.replies),
        service=second.service or first.service,
        aspect=second.aspect or first.aspect,
        candidates=second.candidates or first.candidates,
        case_reason=second.case_reason or first.case_reason,
        rating=second.rating or first.rating,
        messages_wanted=first.messages_wanted if second.messages_wanted is None else second.messages_wanted,
        keeps_facts=first.keeps_facts if second.keeps_facts is None else second.keeps_facts,
        hand_over=first.hand_over or second.hand_over,
        gap=second.gap or first.gap,
        ended=second.ended or first.ended,
        search_ms=first.search_ms + second.search_ms,
    )


def _merged(replies: tuple[Reply, ...]) -> Reply:
    merged, *others = replies
    for reply in others:
        merged = Reply(
            text=spaced(merged.text, reply.text, reply.language),
            language=reply.language,
            notice=spaced(merged.notice, reply.notice, reply.language),
            question=spaced(merged.question, reply.question, reply.language),
            options=(*merged.options, *reply.options),
            sources=(*merged.sources, *reply.sources),
        )
    return merged
