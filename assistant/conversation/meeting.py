"""One conversation across channels: who texted and then rings is met where they stopped.

A phone is shared in a family, so nothing of the earlier conversation is said until the resident has named
what it was about: that is the check. Facts are taken over and never read out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.state import ConversationState
from assistant.store import conversations
from assistant.store.conversations import SHARED_FAMILIES, SILENCE, Earlier
from assistant.store.crypto import Vault
from knowledge.normalise import bare

__all__ = ["ASKED", "Earlier", "close", "fits", "is_vague", "taken_over", "waiting"]

ASKED = "meet"
"""What `asked` of a state is while the resident is to say what the earlier conversation was about."""

_STAYS = ("code:", "data:", ASKED)
"""How `asked` begins when it waits for something that belongs where it was asked."""

_HELLO = (
    r"(?:喂+|(?:你们?|您|这里|这儿)?是?(?:帮办|便民中心|服务大厅|大厅|社区|街道)(?:吗|么|不|吧)|您好|你好|你们好|哈喽|嗨|在吗|有人吗|在不在|早上好|上午好|下午好|晚上好|帮办|小帮"
    r"|hello|hi|good (?:morning|afternoon|evening)|anybody there)"
)
_BEFORE = r"(?:刚才|刚刚|之前|先前|前面|上午|下午|早上|昨天|昨晚|上次|上回|前头)"
_WAY = r"(?:(?:用|在|发|打)?(?:短信|电话|微信|信息|手机)(?:里|上)?)"
_TO_YOU = r"(?:(?:给|跟)你们?)?"
_MATTER = r"(?:那|这)?(?:个|件|一?件|条)?(?:事情?|问题|短信|电话)?"
_GO_ON = r"(?:接着|继续)(?:刚才|之前|上次|上回|那个|前面)?的?(?:说|讲|办|问|聊|来|弄)?(?:吧|啊|呀)?"
_WROTE = (
    rf"{_BEFORE}?{_TO_YOU}(?:发|打|写)(?:过|了)?(?:个|一个|一条|条)?(?:短信|电话|信息)(?:过|了|的)?{_TO_YOU}"
)
_ASKED_BEFORE = (
    rf"{_BEFORE}我?{_WAY}?{_TO_YOU}(?:问|说|讲|办|聊|发|打)?(?:过|了|到)?(?:一半)?的?{_MATTER}"
    r"(?:呢|啊|怎么样了?)?"
)
_BY_TEXT = rf"{_WAY}(?:问|说|讲|办|发)(?:过|了)?的{_MATTER}"
_THAT = r"(?:还是)?(?:那|这)(?:个|件)事情?呢?"
_VAGUE = re.compile(
    rf"(?:{_HELLO}[\W_]*)+"
    rf"|(?:{_HELLO}[\W_]*)*(?:我|俺|我们)?是?(?:想|要|来)?(?:{_GO_ON}|{_WROTE}|{_ASKED_BEFORE}|{_BY_TEXT}|{_THAT})"
    r"|i (?:sent|wrote|texted|called|rang)(?: you)?(?: a (?:text|message))?(?: before| earlier| just now)?"
    r"|(?:let us |let's |please )?(?:go on|continue)(?: from before)?"
    r"|(?:about )?(?:what i asked|my question) (?:before|earlier|by text)"
)


def waiting(
    session: Session, vault: Vault, resident_id: str, conversation_id: str, family: str, now: datetime
) -> Earlier | None:
    """The last conversation of the resident on another line of theirs with something left to go on with.

    None at a terminal, where nobody's line is. Meant for the first turn of a conversation, and the second
    when the first asked.
    """
    if family in SHARED_FAMILIES:
        return None
    for earlier in conversations.others(session, vault, resident_id, conversation_id, family, now - SILENCE):
        state = earlier.state
        if state.task or state.interview or state.service:
            return earlier
    return None


def is_vague(text: str) -> bool:
    """Whether a message tells nothing of what it is about: a greeting, silence, 接着说, 上次那个事."""
    said = bare(text)
    return not said or _VAGUE.fullmatch(said) is not None


def fits(earlier: Earlier, service: str | None, task: str | None) -> bool:
    """Whether what the resident names is what the earlier conversation was about."""
    state = earlier.state
    if task is not None and task == state.task:
        return True
    return service is not None and service in (state.service, state.interview, state.slots.get("service"))


def taken_over(state: ConversationState, earlier: Earlier) -> ConversationState:
    """The state to go on from: the earlier one, in the words and the way of speaking of this conversation.

    What was said last, and what is on offer there, stays there.
    """
    there = earlier.state
    asked = there.asked
    return replace(
        there,
        asked=None if asked is None or asked.startswith(_STAYS) else asked,
        language=state.language,
        region=there.region or state.region,
        preferences=state.preferences,
        preferences_kept=state.preferences_kept,
        options=(),
        last_reply=None,
        rest="",
        open_case=None,
        owner=None,
        wrong_codes=state.wrong_codes,
        misses=0,
    )


def close(session: Session, vault: Vault, earlier_id: str) -> None:
    """Let go, in the earlier conversation, of what goes on in another: it is taken over once.

    What was talked about stays, so that a question asked there afterwards still has its context.
    """
    there = conversations.locked(session, vault, earlier_id)
    if there is None:
        return
    state = there.state.with_(task=None, slots={}, interview=None, fact=None, asked=None, options=())
    conversations.replace_state(session, vault, earlier_id, state)
