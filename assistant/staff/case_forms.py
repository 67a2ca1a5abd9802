"""What staff can say about a case. An error is the name of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField  # type: ignore[import-untyped]
from wtforms.fields import SelectChoice  # type: ignore[import-untyped]
from wtforms.validators import (  # type: ignore[import-untyped]
    InputRequired,
    Length,
    NumberRange,
    Regexp,
    StopValidation,
)

from assistant.cases.departments import LONGEST_EXTENSION
from assistant.cases.views import CaseView
from assistant.staff.board_sentences import KINDS
from assistant.staff.forms import LONGEST_TEXT, TICKET, ConsoleForm
from assistant.staff.member_forms import NOTHING, OneOf
from assistant.staff.shown import UNKNOWN
from assistant.staff.wording import pair
from knowledge.article import Bilingual
from knowledge.regions import Regions

LONGEST_WHY = 500


WHY = pair("原因", "Reason")
DEPARTMENT = pair("部门", "Department")


@dataclass(frozen=True, slots=True)
class Options:
    """What the forms of one case offer. `others` are cases of the resident that it can be joined with."""

    view: CaseView
    regions: Regions
    place: Bilingual
    members: tuple[SelectChoice, ...]
    departments: tuple[SelectChoice, ...]
    services: tuple[SelectChoice, ...]
    others: tuple[SelectChoice, ...]


def choices(named: Iterable[tuple[str, Bilingual]]) -> tuple[SelectChoice, ...]:
    """Codes with their names in both languages."""
    return tuple(
        SelectChoice(code, name.zh if name.zh == name.en else f"{name.zh} {name.en}") for code, name in named
    )


class CaseForm(ConsoleForm):
    """One of the forms on the page of a case. `of` keeps the ids of its controls apart from the others'."""

    labels: ClassVar[Mapping[str, Bilingual]] = {}

    def __init__(self, options: Options, *, of: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = options
        for field in self:
            field.id = f"{of}-{field.short_name}"
        self.offer(options)

    def offer(self, options: Options) -> None:
        """Fill in what there is to choose from."""


class Bare(CaseForm):
    """A button alone."""


class Ticketed(CaseForm):
    """A button that counts once, however often the page is sent."""

    ticket = HiddenField(validators=[Regexp(TICKET, message="form_expired")])


class Why(CaseForm):
    labels: ClassVar = {"why": pair("原因（可以不写）", "Reason (if you like)")}
    why = TextAreaField(validators=[Length(max=LONGEST_WHY, message="too_long")])


class Reason(CaseForm):
    labels: ClassVar = {"why": WHY}
    why = TextAreaField(validators=[Length(max=LONGEST_WHY, message="too_long")])

    def validate_why(self, field: Field) -> None:
        _required(field, "reason_missing")


class Note(CaseForm):
    labels: ClassVar = {"why": pair("备注，居民看不到", "Note, not shown to the resident")}
    why = TextAreaField(validators=[Length(max=LONGEST_TEXT, message="too_long")])

    def validate_why(self, field: Field) -> None:
        _required(field, "note_missing")


class Result(CaseForm):
    labels: ClassVar = {"why": pair("办的结果", "What came of it")}
    why = TextAreaField(validators=[Length(max=LONGEST_TEXT, message="too_long")])

    def validate_why(self, field: Field) -> None:
        _required(field, "result_missing")


class Outcome(Why):
    labels: ClassVar = {"why": pair("办的结果（可以不写）", "What came of it (if you like)")}


class Assign(Why):
    labels: ClassVar = {"to": pair("派给谁", "Give it to"), **Why.labels}
    to = OneOf(validators=[InputRequired("member_missing")])

    def offer(self, options: Options) -> None:
        self.to.choices = (NOTHING, *options.members)


class Dispatch(Why):
    labels: ClassVar = {"to": DEPARTMENT, **Why.labels}
    to = OneOf(validators=[InputRequired("department_not_chosen")])

    def offer(self, options: Options) -> None:
        self.to.choices = (NOTHING, *options.departments)


class Decide(Reason):
    labels: ClassVar = {"to": pair("归谁办", "Whose case it is"), **Reason.labels}
    to = OneOf()

    def offer(self, options: Options) -> None:
        self.to.choices = (SelectChoice("", "自己办 The desk itself"), *options.departments)


class Extend(Reason):
    labels: ClassVar = {"days": pair("延几个工作日", "By how many working days"), **Reason.labels}
    days = IntegerField(
        validators=[InputRequired("days_wrong"), NumberRange(1, LONGEST_EXTENSION, message="days_wrong")]
    )


class Change(CaseForm):
    labels: ClassVar = {
        "kind": pair("种类", "Kind"),
        "service": pair("事项", "Service"),
        "place": pair("地区", "District"),
    }
    kind = OneOf(validators=[InputRequired("kind_missing")])
    service = OneOf()
    place = StringField(validators=[Length(max=LONGEST_WHY, message="too_long")])

    def __init__(self, options: Options, **kwargs: Any) -> None:
        now = {
            "kind": options.view.kind.value,
            "service": options.view.service or "",
            "place": _typed(options.place),
        }
        self.region = options.view.region
        super().__init__(options, data=now, **kwargs)

    def offer(self, options: Options) -> None:
        self.kind.choices = choices((kind, name) for kind, name in KINDS.items())
        self.service.choices = (NOTHING, *options.services)

    def validate_place(self, field: Field) -> None:
        """Leaves the code of the place in `region`."""
        said = (field.data or "").strip()
        if said == _typed(self.options.place):
            return
        found = self.options.regions.find(said, "zh") or self.options.regions.find(said, "en")
        if said and found is None:
            raise StopValidation("no_such_place")
        self.region = found.code if found else None


class Merge(CaseForm):
    labels: ClassVar = {"into": pair("并到哪个个案", "Join it with")}
    into = OneOf(validators=[InputRequired("other_not_chosen")])

    def offer(self, options: Options) -> None:
        self.into.choices = (NOTHING, *options.others)


class Reveal(Why):
    """Why somebody looks at what is hidden. `what` is the button that was pressed."""

    labels: ClassVar = {
        "reason": pair("为什么要看", "Why you need to look"),
        "why": pair("补充说明（可以不写）", "More about it (if you like)"),
    }
    reason = OneOf(validators=[InputRequired("reason_not_chosen")])
    what = StringField(
        validators=[InputRequired("reveal_missing"), Regexp("number|words", message="reveal_missing")]
    )

    def offer(self, options: Options) -> None:
        self.reason.choices = (NOTHING, *choices(REVEAL_REASONS.items()))

    def said(self) -> str:
        """The reason as it is kept."""
        parts = (
            REVEALED[self.what.data].zh,
            REVEAL_REASONS[self.reason.data].zh,
            (self.why.data or "").strip(),
        )
        return "，".join(part for part in parts if part)


REVEALED: Mapping[str, Bilingual] = {
    "number": pair("手机号", "the phone number"),
    "words": pair("对话里的号码", "numbers in the conversation"),
}
REVEAL_REASONS: Mapping[str, Bilingual] = {
    "call": pair("要打电话", "to ring the resident"),
    "identity": pair("要核对身份", "to check who it is"),
    "filing": pair("要填表办事", "to fill in a form for them"),
    "visit": pair("要上门", "to visit them"),
    "other": pair("别的原因", "another reason"),
}


def _typed(place: Bilingual) -> str:
    return "" if place == UNKNOWN else place.zh


def _required(field: Field, missing: str) -> None:
    field.data = (field.data or "").replace("\r\n", "\n").strip()
    if not field.data:
        raise StopValidation(missing)
