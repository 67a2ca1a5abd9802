"""Signing in, signing out, and the password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assistant.access import GuardedBlueprint
from assistant.staff import roles
from assistant.staff.desk import Desk
from assistant.staff.forms import PasswordForm, SignInForm
from assistant.staff.guard import wanted_page
from assistant.staff.roles import Right, needs, without_sign_in
from assistant.staff.sentences import PASSWORD_RULE
from assistant.store import staff
from assistant.store.members import Member


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.route("/sign-in", methods=["GET", "POST"])
    @without_sign_in
    def sign_in() -> ResponseReturnValue:
        form = SignInForm()
        status = 200
        if form.validate_on_submit():
            name = form.name.data.strip()
            if tried_too_often(desk, f"for {name.casefold()}"):
                form.form_errors.append("too_many_tries")
                status = 429
            else:
                with desk.database.read() as session:
                    member = staff.verify(session, name, form.secret.data)
                if member is not None and desk.sitting.begin(member):
                    return redirect(first_page(member, request.args.get("next", "")), 303)
                form.form_errors.append("wrong_sign_in")
                status = 401
        elif form.is_submitted():
            status = 422
        return sign_in_page(form), status

    @blueprint.post("/sign-out")
    @needs(Right.OWN)
    def sign_out() -> ResponseReturnValue:
        with desk.database.begin() as session:
            staff.set_on_duty(session, desk.sitting.required().id, on=False, now=desk.clock.now())
        desk.sitting.end()
        flash("signed_out", "done")
        return redirect(url_for("staff.sign_in"), 303)

    @blueprint.route("/password", methods=["GET", "POST"])
    @needs(Right.OWN)
    def password() -> ResponseReturnValue:
        member = desk.sitting.required()
        form = PasswordForm(staff_name=member.name)
        status = 200
        if form.validate_on_submit():
            if tried_too_often(desk, f"for {member.name.casefold()}"):
                form.form_errors.append("too_many_tries")
                status = 429
            else:
                with desk.database.read() as session:
                    is_right = staff.verify(session, member.name, form.current.data) is not None
                if is_right:
                    with desk.database.begin() as session:
                        changed = staff.change_password(session, member.id, form.new.data, desk.clock.now())
                    desk.sitting.begin(changed)
                    flash("password_changed", "done")
                    return redirect(url_for(roles.home(changed)), 303)
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


def sign_in_page(form: SignInForm) -> str:
    return render_template("staff/sign_in.html", form=form, errors_first=bool(form.errors))


def first_page(member: Member, wanted: str) -> str:
    """Where the member wanted to go, when that is a page of this console."""
    return wanted_page(wanted) or url_for(roles.home(member))


def tried_too_often(desk: Desk, *sources: str) -> bool:
    """Counts a try from this place and for these; neither alone stops a guesser."""
    places = (f"from {request.remote_addr}", *sources)
    return max(desk.tries.wait_s(place) for place in places) > 0
