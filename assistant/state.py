"""What the assistant itself remembers of a conversation between two turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from assistant.messages import Option, Reply
from assistant.preferences import Preferences
from knowledge.article import Language


@dataclass(frozen=True, slots=True)
class ConversationState:
    """What the assistant itself remembers between two turns of one conversation.

    `interview` is the service whose interview is under way or broken off, `fact` the question it last asked;
    while that waits for its answer, `asked` is "fact". `facts` are the answers so far, by fact; `facts_kept`
    says whether the resident wants them remembered after this conversation, None before it was asked.
    `preferences_kept` is the same as `facts_kept` for how the resident likes to be spoken to.
    `task` is what a person is to do, under way or broken off, `slots` what is known for it; while a step
    waits for its answer, `asked` is "task:" and the step. `subject` is for whom the resident asks, in the
    resident's own word, None for the resident; `own_facts` are the resident's own answers meanwhile.
    `earlier` are the services and aspects talked about before, the latest last.
    `owner` is the resident, by id, whose conversation goes on at a shared terminal.
    `explained` are the glossary's terms explained so far; `wrong_codes` counts codes that opened nothing.
    """

    language: Language = "zh"
    region: str | None = None
    service: str | None = None
    aspect: str | None = None
    misses: int = 0
    asked: str | None = None
    options: tuple[Option, ...] = ()
    last_reply: Reply | None = None
    rest: str = ""
    open_case: str | None = None
    interview: str | None = None
    fact: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    facts_kept: bool | None = None
    owner: str | None = None
    explained: tuple[str, ...] = ()
    wrong_codes: int = 0
    preferences: Preferences = field(default_factory=Preferences)
    preferences_kept: bool | None = None
    task: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    subject: str | None = None
    own_facts: Mapping[str, str] | None = None
    earlier: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "region": self.region,
            "service": self.service,
            "aspect": self.aspect,
            "misses": self.misses,
            "asked": self.asked,
            "options": [option.to_json() for option in self.options],
            "last_reply": self.last_reply.to_json() if self.last_reply else None,
            "rest": self.rest,
            "open_case": self.open_case,
            "interview": self.interview,
            "fact": self.fact,
            "facts": dict(self.facts),
            "facts_kept": self.facts_kept,
            "owner": self.owner,
            "explained": list(self.explained),
            "wrong_codes": self.wrong_codes,
            "preferences": self.preferences.to_json(),
            "preferences_kept": self.preferences_kept,
            "task": self.task,
            "slots": dict(self.slots),
            "subject": self.subject,
            "own_facts": None if self.own_facts is None else dict(self.own_facts),
            "earlier": [list(topic) for topic in self.earlier],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rows written before interviews and tasks existed lack what belongs to them."""
        last_reply = data["last_reply"]
        return cls(
            language=data["language"],
            region=data["region"],
            service=data["service"],
            aspect=data["aspect"],
            misses=data["misses"],
            asked=data["asked"],
            options=tuple(Option.from_json(option) for option in data["options"]),
            last_reply=Reply.from_json(last_reply) if last_reply else None,
            rest=data["rest"],
            open_case=data["open_case"],
            interview=data.get("interview"),
            fact=data.get("fact"),
            facts=dict(data.get("facts", {})),
            facts_kept=data.get("facts_kept"),
            owner=data.get("owner"),
            explained=tuple(data.get("explained", ())),
            wrong_codes=data.get("wrong_codes", 0),
            preferences=Preferences.from_json(data.get("preferences", {})),
            preferences_kept=data.get("preferences_kept"),
            task=data.get("task"),
            slots=dict(data.get("slots", {})),
            subject=data.get("subject"),
            own_facts=data.get("own_facts"),
            earlier=tuple((service, aspect) for service, aspect in data.get("earlier", ())),
        )

    def with_(self, **changes: Any) -> ConversationState:
        return replace(self, **changes)
