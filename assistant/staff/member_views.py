"""The members of the staff, for administrators; and for each member their own profile."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assistant.access import GuardedBlueprint
from assistant.errors import AssistantError
from assistant.staff import numbers
from assistant.staff.desk import Desk
from assistant.staff.member_forms import Choices, MemberForm, NewMemberForm, ProfileForm
from assistant.staff.member_sentences import ROLES
from assistant.staff.roles import Right, needs
from assistant.staff.sentences import sentence
from assistant.store import passwords, sittings, staff
from assistant.store.members import Member, Role


class MemberNotFound(AssistantError):
    code = "member_not_found"


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.errorhandler(MemberNotFound)
    def _no_such_member(_error: MemberNotFound) -> ResponseReturnValue:
        return render_template("staff/sorry.html", message=sentence("no_such_member")), 404

    choices = Choices.of(desk.town, desk.names)
    _add_list(blueprint, desk, choices)
    _add_one(blueprint, desk, choices)
    _add_own(blueprint, desk)


def _add_list(blueprint: GuardedBlueprint, desk: Desk, choices: Choices) -> None:
    @blueprint.get("/members")
    @needs(Right.MEMBERS)
    def members() -> ResponseReturnValue:
        with desk.database.read() as session:
            everyone = staff.list_members(session)
            signed_in = {
                one.staff_id: one.seen_at for one in reversed(sittings.lasting(session, desk.clock.now()))
            }
        return render_template(
            "staff/members.html", members=everyone, signed_in=signed_in, roles=ROLES, choices=choices
        )

    @blueprint.route("/members/add", methods=["GET", "POST"])
    @needs(Right.MEMBERS)
    def add_member() -> ResponseReturnValue:
        form = NewMemberForm(choices=choices)
        status = 200
        if form.validate_on_submit():
            password, now = passwords.one_time(), desk.clock.now()
            try:
                with desk.database.begin() as session:
                    member = staff.create(
                        session,
                        form.name.data,
                        password,
                        now,
                        must_change_password=True,
                        role=Role(form.role.data),
                        profile=form.profile(),
                    )
                    staff.link_subject(session, member.id, form.subject.data or None, now)
            except (staff.NameTaken, staff.SubjectTaken) as error:
                _blame(form, error)
                status = 409
            else:
                return render_template("staff/one_time_password.html", told=member, password=password)
        elif form.is_submitted():
            status = 422
        return _page(form, None), status


def _add_one(blueprint: GuardedBlueprint, desk: Desk, choices: Choices) -> None:
    @blueprint.route("/members/<uuid:member_id>", methods=["GET", "POST"])
    @needs(Right.MEMBERS)
    def member(member_id: UUID) -> ResponseReturnValue:
        with desk.database.read() as session:
            found = _found(session, member_id)
        form = MemberForm(choices=choices, member=found)
        status = 200
        if form.validate_on_submit():
            try:
                with desk.database.begin() as session:
                    now = desk.clock.now()
                    staff.update_profile(session, found.id, form.profile())
                    staff.set_role(session, found.id, Role(form.role.data), now)
                    staff.link_subject(session, found.id, form.subject.data or None, now)
            except (staff.LastAdministrator, staff.SubjectTaken) as error:
                _blame(form, error)
                status = 409
            else:
                flash("member_saved", "done")
                return redirect(url_for("staff.members"), 303)
        elif form.is_submitted():
            status = 422
        return _page(form, found), status

    @blueprint.post("/members/<uuid:member_id>/password")
    @needs(Right.MEMBERS)
    def reset_member(member_id: UUID) -> ResponseReturnValue:
        with desk.database.begin() as session:
            found = _found(session, member_id)
            password = staff.reset_password(session, found.id, desk.clock.now())
        return render_template("staff/one_time_password.html", told=found, password=password)

    @blueprint.post("/members/<uuid:member_id>/deactivate")
    @needs(Right.MEMBERS)
    def deactivate_member(member_id: UUID) -> ResponseReturnValue:
        try:
            with desk.database.begin() as session:
                staff.deactivate(session, _found(session, member_id).id, desk.clock.now())
        except staff.LastAdministrator:
            flash("last_administrator", "error")
            return redirect(url_for("staff.member", member_id=member_id), 303)
        flash("member_deactivated", "done")
        return redirect(url_for("staff.members"), 303)

    @blueprint.post("/members/<uuid:member_id>/activate")
    @needs(Right.MEMBERS)
    def activate_member(member_id: UUID) -> ResponseReturnValue:
        with desk.database.begin() as session:
            staff.activate(session, _found(session, member_id).id)
        flash("member_activated", "done")
        return redirect(url_for("staff.member", member_id=member_id), 303)


def _add_own(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.route("/profile", methods=["GET", "POST"])
    @needs(Right.OWN)
    def profile() -> ResponseReturnValue:
        own = desk.sitting.required()
        form = ProfileForm(data=_own(own))
        status = 200
        if form.validate_on_submit():
            with desk.database.begin() as session:
                staff.rename(session, own.id, (form.shown_name.data or "").strip())
                staff.set_on_duty(session, own.id, form.on_duty.data, desk.clock.now())
                if form.phone.data or form.forget_phone.data:
                    staff.set_phone(session, desk.vault, own.id, form.phone.data or None)
            flash("profile_saved", "done")
            return redirect(url_for("staff.profile"), 303)
        if form.is_submitted():
            status = 422
        with desk.database.read() as session:
            number = staff.phone_of(session, desk.vault, own.id)
        page = render_template(
            "staff/profile.html",
            form=form,
            own=own,
            role=ROLES[own.role],
            phone=numbers.masked(number) if number else None,
            errors_first=bool(form.errors),
        )
        return page, status


def _found(session: Session, member_id: UUID) -> Member:
    """Raises MemberNotFound."""
    found = staff.find(session, str(member_id))
    if found is None:
        raise MemberNotFound("there is no such member of the staff")
    return found


def _own(member: Member) -> Mapping[str, object]:
    shown = member.shown_name if member.shown_name != member.name else ""
    return {"shown_name": shown, "on_duty": member.on_duty_since is not None}


def _page(form: MemberForm, member: Member | None) -> str:
    return render_template("staff/member.html", form=form, found=member, errors_first=bool(form.errors))


def _blame(form: MemberForm, error: Exception) -> None:
    if isinstance(error, staff.NameTaken):
        form.name.errors = ["name_taken"]
    elif isinstance(error, staff.SubjectTaken):
        form.subject.errors = ["subject_taken"]
    else:
        form.role.errors = ["last_administrator"]
