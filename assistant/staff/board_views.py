"""The supervisor's board, the monthly report, and both as tables to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.cases import periods
from assistant.cases.kinds import BREACHES
from assistant.cases.periods import NoPeriod
from assistant.messages import Channel
from assistant.rendering.moments import LOCAL_TIME
from assistant.staff import board_csv, board_figures, board_filters
from assistant.staff import board_sentences as said
from assistant.staff.board_filters import Asked
from assistant.staff.desk import Desk
from assistant.staff.roles import Right, needs
from assistant.staff.shown import Names
from assistant.store import outcomes
from assistant.store.outcomes import Choices, Listed
from knowledge.article import Bilingual

MOST_LATE = 100
"""So many late cases are listed in a report."""


@dataclass(frozen=True, slots=True)
class Select:
    """A list to choose from; each option is a code with its name."""

    name: str
    label: Bilingual
    options: tuple[tuple[str, Bilingual], ...]
    chosen: str | None


@dataclass(frozen=True, slots=True)
class Late:
    """A case of which limits were passed."""

    number: str
    kind: Bilingual
    service: Bilingual
    district: Bilingual
    opened_at: datetime
    steps: tuple[Bilingual, ...]


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.get("/board")
    @needs(Right.BOARD)
    def board() -> ResponseReturnValue:
        asked = board_filters.read(request.args, _today(desk))
        period = asked.wanted()
        with desk.database.read() as session:
            shown = board_figures.board(session, desk, asked)
            now = board_figures.present(session, desk, asked)
            choices = outcomes.choices(session, period.start, period.end)
        return render_template(
            "staff/board.html",
            board=shown,
            now=now,
            asked=asked,
            selects=_selects(desk, asked, choices),
            said=said,
            sentences=said.SENTENCES_OF_BOARD,
            month=f"{asked.period.last:%Y-%m}",
        )

    @blueprint.get("/board/figures.csv")
    @needs(Right.BOARD)
    def board_figures_csv() -> ResponseReturnValue:
        asked = board_filters.read(request.args, _today(desk))
        with desk.database.read() as session:
            text = board_csv.figures(board_figures.board(session, desk, asked))
        return _file(text, "figures", asked)

    @blueprint.get("/board/cases.csv")
    @needs(Right.BOARD)
    def board_cases_csv() -> ResponseReturnValue:
        asked = board_filters.read(request.args, _today(desk))
        with desk.database.read() as session:
            listed = outcomes.listed(session, asked.wanted())
        return _file(
            board_csv.cases(listed, desk.names, board_figures.department_names(desk)), "cases", asked
        )

    @blueprint.get("/report")
    @needs(Right.BOARD)
    def report() -> ResponseReturnValue:
        try:
            period = periods.month(request.args.get("month") or _last_month(_today(desk)))
        except NoPeriod:
            wrong = said.SENTENCES_OF_BOARD["no_month"]
            return render_template("staff/sorry.html", message=wrong), 400
        asked = Asked("between", period)
        with desk.database.read() as session:
            shown = board_figures.board(session, desk, asked)
            late = outcomes.breached(session, asked.wanted(), MOST_LATE + 1)
        return render_template(
            "staff/report.html",
            board=shown,
            month=f"{period.first:%Y-%m}",
            asked=asked,
            late=[_late(one, desk.names) for one in late[:MOST_LATE]],
            more_late=len(late) > MOST_LATE,
            most_late=MOST_LATE,
            made_at=desk.clock.now(),
            said=said,
            sentences=said.SENTENCES_OF_BOARD,
        )


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(LOCAL_TIME).date()


def _last_month(today: date) -> str:
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def _selects(desk: Desk, asked: Asked, choices: Choices) -> tuple[Select, ...]:
    departments = board_figures.department_names(desk)
    return (
        _select(
            "service", said.BY_SERVICE, {one: desk.names.service(one) for one in choices.services}, asked
        ),
        _select("region", said.BY_DISTRICT, {one: desk.names.region(one) for one in choices.regions}, asked),
        _select("channel", said.BY_CHANNEL, {one.value: said.CHANNELS[one] for one in Channel}, asked),
        _select("kind", said.BY_KIND, dict(said.KINDS), asked),
        _select("department", said.BY_DEPARTMENT, departments, asked),
    )


def _select(name: str, label: Bilingual, options: dict[str, Bilingual], asked: Asked) -> Select:
    """What is chosen stays among the options, although no case of this time is about it."""
    chosen: str | None = getattr(asked, name)
    if chosen is not None and chosen not in options:
        options = options | {chosen: Bilingual(zh=chosen, en=chosen)}
    return Select(name, label, tuple(options.items()), chosen)


def _late(one: Listed, names: Names) -> Late:
    return Late(
        number=one.number,
        kind=said.named(said.KINDS, one.kind),
        service=names.service(one.service),
        district=names.region(one.region),
        opened_at=one.opened_at,
        steps=tuple(said.STEPS[step].name for step, bit in BREACHES.items() if one.breaches & bit),
    )


def _file(text: str, name: str, asked: Asked) -> Response:
    first, last = asked.period.first.isoformat(), asked.period.last.isoformat()
    return Response(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="bangban-{name}-{first}-{last}.csv"'},
    )
