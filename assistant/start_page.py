"""The page at /: where to go."""

from __future__ import annotations

from flask import render_template

from assistant.access import Caller, GuardedBlueprint
from assistant.settings import Settings


def blueprint(settings: Settings, *, with_staff: bool) -> GuardedBlueprint:
    links = [{"url": "/readyz", "zh": "运行状况", "en": "Health"}]
    if with_staff:
        links.insert(0, {"url": "/staff/", "zh": "工作人员登录", "en": "Staff sign-in"})
    if settings.simulator:
        links.insert(0, {"url": "/simulator", "zh": "试用手机", "en": "Test phone"})
    routes = GuardedBlueprint("start", __name__, caller=Caller.PUBLIC)

    @routes.get("/")
    def start() -> str:
        return render_template("start.html", links=links)

    return routes
