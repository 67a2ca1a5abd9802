"""Who may do what in the console: rights by role, and the right that each view says it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from flask import Flask, current_app

from assistant.store.members import Member, Role

__all__ = [
    "RIGHTS",
    "Need",
    "Right",
    "Role",
    "guard_rights",
    "home",
    "may",
    "need_of",
    "needs",
    "sees",
    "undeclared",
    "without_sign_in",
]

View = TypeVar("View", bound=Callable[..., Any])


class Right(StrEnum):
    """Something that not everybody may do. `OWN` is one's own password, profile and sign-out."""

    OWN = "own"
    READ_CASES = "read_cases"
    CLAIM = "claim"
    ANSWER = "answer"
    REVEAL = "reveal"
    CLOSE = "close"
    DISPATCH = "dispatch"
    DEPARTMENT_WORK = "department_work"
    ASSIGN = "assign"
    DECIDE = "decide"
    CALENDAR = "calendar"
    HALL = "hall"
    BOARD = "board"
    KNOWLEDGE = "knowledge"
    PHRASES = "phrases"
    PRACTICE = "practice"
    OUTBOX = "outbox"
    MEMBERS = "members"
    API_KEYS = "api_keys"


_CASEWORK = frozenset(
    {
        Right.OWN,
        Right.READ_CASES,
        Right.CLAIM,
        Right.ANSWER,
        Right.REVEAL,
        Right.CLOSE,
        Right.DISPATCH,
        Right.CALENDAR,
        Right.PRACTICE,
    }
)

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.AGENT: _CASEWORK,
        Role.COUNTER: _CASEWORK | {Right.HALL},
        Role.DEPARTMENT: frozenset(
            {Right.OWN, Right.READ_CASES, Right.ANSWER, Right.REVEAL, Right.DEPARTMENT_WORK}
        ),
        Role.SUPERVISOR: frozenset(Right) - {Right.MEMBERS, Right.API_KEYS},
        Role.EDITOR: frozenset({Right.OWN, Right.KNOWLEDGE, Right.PHRASES}),
        Role.ADMINISTRATOR: frozenset(Right),
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """What a view asks of whoever calls it. `right` is None for those who have not signed in.

    A request that does not count leaves the sitting as idle as it is: a page that asks for news by itself
    says nothing about whether somebody sits before it.
    """

    right: Right | None
    counts: bool = True


_NEED = "staff_need"


def needs(right: Right, *, counts: bool = True) -> Callable[[View], View]:
    """Say which right a view needs; written under the route. A view that says nothing is refused to all."""
    return _declared(Need(right, counts))


def without_sign_in(view: View) -> View:
    """Say that a view is for those who have not signed in."""
    return _declared(Need(None))(view)


def need_of(app: Flask, endpoint: str) -> Need | None:
    """What the view of an endpoint asks for; None when it does not say. Static files ask for nothing."""
    if endpoint.endswith(".static"):
        return Need(None)
    found: Need | None = getattr(app.view_functions.get(endpoint), _NEED, None)
    return found


def undeclared(app: Flask, blueprint: str = "staff") -> list[str]:
    """The endpoints of a blueprint that do not say which right they need."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    return sorted(
        endpoint
        for endpoint in endpoints
        if endpoint.startswith(f"{blueprint}.") and need_of(app, endpoint) is None
    )


def may(member: Member | None, right: Right) -> bool:
    return member is not None and right in RIGHTS[member.role]


def guard_rights(member: Member, endpoint: str) -> Right | None:
    """The right that the member lacks for an endpoint of the current app; None when nothing is missing.

    Raises RuntimeError for an endpoint that does not say what it needs.
    """
    need = need_of(current_app, endpoint)
    if need is None:
        raise RuntimeError(f"{endpoint} does not say which right it needs")
    return None if need.right is None or may(member, need.right) else need.right


def sees(member: Member, case_department: str | None) -> bool:
    """Whether the cases of a department are shown to the member: those of a department see only its own."""
    if not may(member, Right.READ_CASES):
        return False
    if member.role is not Role.DEPARTMENT:
        return True
    return member.department is not None and member.department == case_department


def home(member: Member) -> str:
    """The endpoint of the page that the member's work begins with."""
    if may(member, Right.READ_CASES):
        return "staff.case_list"
    return "staff.knowledge" if may(member, Right.KNOWLEDGE) else "staff.profile"


def _declared(need: Need) -> Callable[[View], View]:
    def declare(view: View) -> View:
        setattr(view, _NEED, need)
        return view

    return declare
