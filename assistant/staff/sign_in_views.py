"""Signing in, signing out, and the password."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.staff.desk import Desk
from assistant.staff.forms import PasswordForm, SignInForm
from assistant.staff.sentences import PASSWORD_RULE
from assistant.store import staff


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.route("/sign-in", methods=["GET", "POST"])
    def sign_in() -> ResponseReturnValue:
        form = SignInForm()
        status = 200
        if form.validate_on_submit():
            name = form.name.data.strip()
            if _tried_too_often(desk, name):
                form.form_errors.append("too_many_tries")
                status = 429
            else:
                with desk.database.read() as session:
                    member = staff.verify(session, name, form.secret.data)
                if member is not None:
                    desk.sitting.begin(member)
                    return redirect(_next_page(), 303)
                form.form_errors.append("wrong_sign_in")
                status = 401
        elif form.is_submitted():
            status = 422
        return render_template("staff/sign_in.html", form=form, errors_first=bool(form.errors)), status

    @blueprint.post("/sign-out")
    def sign_out() -> ResponseReturnValue:
        desk.sitting.end()
        flash("signed_out", "done")
        return redirect(url_for("staff.sign_in"), 303)

    @blueprint.route("/password", methods=["GET", "POST"])
    def password() -> ResponseReturnValue:
        member = desk.sitting.required()
        form = PasswordForm(staff_name=member.name)
        status = 200
        if form.validate_on_submit():
            if _tried_too_often(desk, member.name):
                form.form_errors.append("too_many_tries")
                status = 429
            else:
                with desk.database.read() as session:
                    is_right = staff.verify(session, member.name, form.current.data) is not None
                if is_right:
                    with desk.database.begin() as session:
                        member = staff.change_password(session, member.id, form.new.data)
                    g.pop("staff_member", None)
                    desk.sitting.begin(member)
                    flash("password_changed", "done")
                    return redirect(url_for("staff.case_list"), 303)
                form.current.errors = ["current_wrong"]
                status = 422
        elif form.is_submitted():
            status = 422
        page = render_template(
            "staff/password.html",
            form=form,
            forced=member.must_change_password,
            rule=PASSWORD_RULE,
            errors_first=bool(form.errors),
        )
        return page, status


def _tried_too_often(desk: Desk, name: str) -> bool:
    """Counts a try from this place and for this name; neither alone stops a guesser."""
    places = (f"from {request.remote_addr}", f"for {name.casefold()}")
    return max(desk.tries.wait_s(place) for place in places) > 0


def _next_page() -> str:
    """Where the member wanted to go, when that is a page of this console."""
    wanted = request.args.get("next", "")
    home = url_for("staff.case_list")
    known = wanted in (home, url_for("staff.knowledge")) or wanted.startswith(f"{home}/")
    return wanted if known else home
