"""The doors of the console with one page behind them, for signing in through a service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant.access import Caller, GuardedBlueprint, RateLimit
from assistant.staff import oidc_views, sign_in_views
from assistant.staff.desk import Desk
from assistant.staff.guard import guard_of
from assistant.staff.oidc import SignInService
from assistant.staff.roles import Right, needs
from assistant.staff.sentences import sentence
from assistant.staff.shown import local_time
from assistant.staff.sitting import Sitting
from assistant.store import staff
from assistant.store.database import Database
from tests.assistant.staff.sign_in_service import Service
from tests.conftest import FakeClock

PASSWORD = "bamboo river lantern"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Console:
    """The doors of the console and one page behind them."""

    client: FlaskClient
    database: Database
    clock: FakeClock
    service: Service

    def hire(self, subject: str | None = "sub-of-wang", *, one_time: bool = False) -> str:
        now = self.clock.now()
        with self.database.begin() as session:
            member = staff.create(session, "wang", PASSWORD, now, must_change_password=one_time)
            staff.link_subject(session, member.id, subject, now)
        return member.id

    def leave(self, wanted: str = "") -> str:
        """The address at the service that the browser is sent to."""
        query = {"next": wanted} if wanted else {}
        answer = self.client.get("/staff/sign-in/service", query_string=query)
        assert answer.status_code == 303
        return str(answer.headers["Location"])

    def come_back(self, **query: str) -> TestResponse:
        return self.client.get("/staff/sign-in/back", query_string=query)

    def sign_in(self, wanted: str = "") -> TestResponse:
        state, code = self.service.authorise(self.leave(wanted))
        return self.come_back(state=state, code=code)

    @property
    def is_in(self) -> bool:
        return self.client.get("/staff/cases").status_code == 200


def app_of(database: Database, clock: FakeClock, doors: SignInService | None) -> Flask:
    parts = SimpleNamespace(
        database=database,
        clock=clock,
        sitting=Sitting(database, clock),
        tries=RateLimit(10, 300.0, clock),
    )
    desk = cast(Desk, parts)
    blueprint = GuardedBlueprint(
        "staff",
        "assistant.staff.console",
        caller=Caller.STAFF,
        guard=guard_of(desk.sitting),
        url_prefix="/staff",
        template_folder="templates",
        static_folder="static",
    )
    blueprint.add_app_template_filter(local_time, "local_time")
    blueprint.add_app_template_filter(sentence, "sentence")
    sign_in_views.add_to(blueprint, desk)
    oidc_views.add_to(blueprint, desk, doors)

    @blueprint.get("/cases")
    @needs(Right.READ_CASES)
    def case_list() -> str:
        return f"the cases, for {desk.sitting.required().name}"

    @blueprint.get("/cases/<number>")
    @needs(Right.READ_CASES)
    def case_page(number: str) -> str:
        return f"case {number}"

    app = Flask("console")
    app.register_blueprint(blueprint)
    return app
