"""What stands before every view of the console: signed in, a password of one's own, and the right to it."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from assistant.access import Guard
from assistant.staff import roles
from assistant.staff.sitting import Sitting

WITH_ONE_TIME_PASSWORD = frozenset({"staff.password", "staff.sign_out"})


def guard_of(sitting: Sitting) -> Guard:
    """Runs before each view of the console and answers itself to refuse it.

    A view that does not say which right it needs is refused with RuntimeError.
    """

    def guard() -> ResponseReturnValue | None:
        endpoint = request.endpoint or ""
        need = roles.need_of(current_app, endpoint)
        if need is not None and need.right is None:
            return None
        member = sitting.member(counts=need is None or need.counts)
        if member is None:
            return to_sign_in()
        if member.must_change_password and endpoint not in WITH_ONE_TIME_PASSWORD:
            return redirect(url_for("staff.password"), 303)
        if roles.guard_rights(member, endpoint) is None:
            return None
        return render_template("staff/refused.html", home=url_for(roles.home(member))), 403

    return guard


def to_sign_in() -> ResponseReturnValue:
    """The sign-in page, and from there to the page that was wanted; what was sent has to be sent again."""
    if request.method != "GET":
        flash("sign_in_first", "error")
        return redirect(url_for("staff.sign_in"), 303)
    return redirect(url_for("staff.sign_in", next=request.path), 303)


def wanted_page(path: str) -> str | None:
    """`path` when it is a page of this console that a member can be led to, else None."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not path.startswith("/"):
        return None
    try:
        endpoint, _ = adapter.match(path, method="GET")
    except HTTPException:
        return None
    need = roles.need_of(current_app, endpoint)
    return path if endpoint.startswith("staff.") and need is not None and need.right is not None else None
