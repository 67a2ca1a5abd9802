"""Conditions over facts in three values: true, false, and None for not known (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, model_validator

Truth = bool | None
Value = bool | str | float


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Test(_Strict):
    """One fact compared: `is` one of some values, or a number `from` (included) or `below` (excluded)."""

    __test__ = False

    fact: str
    is_: tuple[bool | str, ...] | bool | str | None = Field(default=None, alias="is")
    from_: float | None = Field(default=None, alias="from")
    below: float | None = None

    @model_validator(mode="after")
    def _compares(self) -> Test:
        if (self.is_ is None) == (self.from_ is None and self.below is None):
            raise ValueError("compare a fact either by “is” or by “from” and “below”")
        return self

    @property
    def accepted(self) -> tuple[bool | str, ...]:
        return self.is_ if isinstance(self.is_, tuple) else () if self.is_ is None else (self.is_,)


class All(_Strict):
    all: tuple[Expression, ...] = Field(min_length=1)


class Any(_Strict):
    any: tuple[Expression, ...] = Field(min_length=1)


class Not(_Strict):
    not_: Expression = Field(alias="not")


class Local(_Strict):
    """What each place decides for itself and nobody has established: never known."""

    local: bool


Expression = Test | All | Any | Not | Local
All.model_rebuild()
Any.model_rebuild()
Not.model_rebuild()


@dataclass(frozen=True, slots=True)
class Judged:
    """`open` names the facts that can still change `truth`, in the order in which the rule names them."""

    truth: Truth
    open: tuple[str, ...] = ()


def judge(expression: Expression, known: Mapping[str, Value]) -> Judged:
    """What `expression` comes to by what is `known`, and which facts still matter to it."""
    if isinstance(expression, Test):
        if expression.fact not in known:
            return Judged(None, (expression.fact,))
        return Judged(_holds(expression, known[expression.fact]))
    if isinstance(expression, Local):
        return Judged(None)
    if isinstance(expression, Not):
        inner = judge(expression.not_, known)
        return Judged(None if inner.truth is None else not inner.truth, inner.open)
    if isinstance(expression, All):
        return _joined([judge(part, known) for part in expression.all], decides=False)
    return _joined([judge(part, known) for part in expression.any], decides=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """What an expression can still become by facts that may yet be told."""

    true: bool
    false: bool


def reach(expression: Expression, known: Mapping[str, Value], unsure: Collection[str]) -> Reach:
    """What `expression` can come to when every fact not in `unsure` is told in the end."""
    if isinstance(expression, Test):
        if expression.fact in known:
            holds = _holds(expression, known[expression.fact])
            return Reach(holds, not holds)
        told = expression.fact not in unsure
        return Reach(told, told)
    if isinstance(expression, Local):
        return Reach(False, False)
    if isinstance(expression, Not):
        inner = reach(expression.not_, known, unsure)
        return Reach(inner.false, inner.true)
    parts = expression.all if isinstance(expression, All) else expression.any
    found = [reach(part, known, unsure) for part in parts]
    if isinstance(expression, All):
        return Reach(all(part.true for part in found), any(part.false for part in found))
    return Reach(any(part.true for part in found), all(part.false for part in found))


def facts_of(expression: Expression) -> tuple[str, ...]:
    """Every fact that `expression` names."""
    if isinstance(expression, Test):
        return (expression.fact,)
    if isinstance(expression, Local):
        return ()
    if isinstance(expression, Not):
        return facts_of(expression.not_)
    parts = expression.all if isinstance(expression, All) else expression.any
    return tuple(dict.fromkeys(fact for part in parts for fact in facts_of(part)))


def tests_of(expression: Expression) -> tuple[Test, ...]:
    """Every comparison in `expression`."""
    if isinstance(expression, Test):
        return (expression,)
    if isinstance(expression, Local):
        return ()
    if isinstance(expression, Not):
        return tests_of(expression.not_)
    parts = expression.all if isinstance(expression, All) else expression.any
    return tuple(test for part in parts for test in tests_of(part))


def _joined(parts: list[Judged], *, decides: bool) -> Judged:
    """One part with the truth `decides` settles it; otherwise each must be known."""
    truths = [part.truth for part in parts]
    if decides in truths:
        return Judged(decides)
    if None not in truths:
        return Judged(not decides)
    return Judged(None, tuple(dict.fromkeys(fact for part in parts for fact in part.open)))


def _holds(test: Test, value: Value) -> bool:
    if test.accepted:
        return value in test.accepted
    number = float(value)
    return (test.from_ is None or number >= test.from_) and (test.below is None or number < test.below)
