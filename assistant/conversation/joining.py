"""Several drafts and replies of one turn as one."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.draft import Draft, spaced
from assistant.messages import Act, Option, Outcome, Reply

# When a turn holds several acts, what it came to is the first of these.
_WEIGHT = (
    Outcome.EMERGENCY,
    Outcome.CASE,
    Outcome.ANSWERED,
    Outcome.CLARIFY,
    Outcome.UNSURE,
    Outcome.SAID,
)


def joined(first: Draft, second: Draft) -> Draft:
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
        wanted=second.wanted or first.wanted,
        undone=second.undone or first.undone,
        rating=second.rating or first.rating,
        drops=second.drops or first.drops,
        messages_wanted=first.messages_wanted if second.messages_wanted is None else second.messages_wanted,
        keeps_facts=first.keeps_facts if second.keeps_facts is None else second.keeps_facts,
        keeps_preferences=(
            first.keeps_preferences if second.keeps_preferences is None else second.keeps_preferences
        ),
        erase=first.erase or second.erase,
        met=second.met or first.met,
        hand_over=first.hand_over or second.hand_over,
        gap=second.gap or first.gap,
        ended=second.ended or first.ended,
        search_ms=first.search_ms + second.search_ms,
    )


def merged(replies: tuple[Reply, ...]) -> Reply:
    """One reply that says all of them, in their order."""
    whole, *others = replies
    for reply in others:
        whole = Reply(
            text=spaced(whole.text, reply.text, reply.language),
            language=reply.language,
            notice=spaced(whole.notice, reply.notice, reply.language),
            question=spaced(whole.question, reply.question, reply.language),
            options=(*whole.options, *reply.options),
            sources=(*whole.sources, *reply.sources),
        )
    return whole


def with_option(reply: Reply, label: str, act: Act) -> Reply:
    """`reply` with one more option, under the next free key, before the person's."""
    if any(option.act == act for option in reply.options):
        return reply
    taken = {option.key for option in reply.options}
    key = next((key for key in "12345678" if key not in taken), None)
    if key is None:
        return reply
    person = tuple(option for option in reply.options if option.key == "0")
    others = tuple(option for option in reply.options if option.key != "0")
    return replace(reply, options=(*others, Option(key, label, act), *person))
