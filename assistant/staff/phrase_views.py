"""Phrases that staff send again and again: seen, added, taken away."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField, TextAreaField  # type: ignore[import-untyped]
from wtforms.validators import InputRequired, Length  # type: ignore[import-untyped]

from assistant.access import GuardedBlueprint
from assistant.staff.desk import Desk
from assistant.staff.forms import ConsoleForm
from assistant.staff.roles import Right, may, needs
from assistant.store import canned

LONGEST_TITLE, LONGEST_PHRASE = 64, 300


class PhraseForm(ConsoleForm):
    title = StringField(
        validators=[InputRequired("phrase_title_missing"), Length(max=LONGEST_TITLE, message="too_long")]
    )
    zh = TextAreaField(
        validators=[InputRequired("phrase_zh_missing"), Length(max=LONGEST_PHRASE, message="too_long")]
    )
    en = TextAreaField(
        validators=[InputRequired("phrase_en_missing"), Length(max=LONGEST_PHRASE, message="too_long")]
    )
    shared = BooleanField()


def add_to(blueprint: GuardedBlueprint, desk: Desk) -> None:
    @blueprint.route("/phrases", methods=["GET", "POST"])
    @needs(Right.ANSWER)
    def phrases() -> ResponseReturnValue:
        member, form = desk.sitting.required(), PhraseForm()
        shares = may(member, Right.PHRASES)
        if form.validate_on_submit():
            owner = None if shares and form.shared.data else member.id
            with desk.database.begin() as session:
                canned.add(session, owner, form.title.data, form.zh.data, form.en.data, desk.clock.now())
            flash("phrase_kept", "done")
            return redirect(url_for("staff.phrases"), 303)
        with desk.database.read() as session:
            known = canned.usable(session, member.id)
        page = render_template(
            "staff/phrases.html", form=form, known=known, shares=shares, errors_first=bool(form.errors)
        )
        return page, 422 if form.is_submitted() else 200

    @blueprint.post("/phrases/<uuid:phrase_id>/remove")
    @needs(Right.ANSWER)
    def phrase_remove(phrase_id: UUID) -> ResponseReturnValue:
        member = desk.sitting.required()
        with desk.database.begin() as session:
            removed = canned.remove(
                session,
                str(phrase_id),
                member.id,
                shared_too=may(member, Right.PHRASES),
                now=desk.clock.now(),
            )
        flash("phrase_removed" if removed else "phrase_gone", "done" if removed else "error")
        return redirect(url_for("staff.phrases"), 303)
