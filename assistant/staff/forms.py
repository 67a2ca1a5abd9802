"""What staff can type. An error is the name of a sentence, or a ready sentence where it counts something."""

from __future__ import annotations

import hashlib
from typing import Any

from flask_wtf import FlaskForm  # type: ignore[import-untyped]
from wtforms import (  # type: ignore[import-untyped]
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (  # type: ignore[import-untyped]
    EqualTo,
    InputRequired,
    Length,
    Regexp,
    StopValidation,
)

from assistant.staff import length
from assistant.staff.sentences import too_many_characters
from assistant.store.staff import SHORTEST_PASSWORD

LONGEST_NAME = 64
LONGEST_PASSWORD = 200
LONGEST_TEXT = 2000
TICKET = r"^[0-9a-f]{32}$"
"""What a page makes for each of its forms that is to count once."""


class ConsoleForm(FlaskForm):  # type: ignore[misc]
    """A form that stays good as long as the session, so that no half-written reply is lost (WCAG 2.2.1)."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf_time_limit = None

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if "csrf_token" in self.errors:
            self.csrf_token.errors = ["form_expired"]
        return valid


class SignInForm(ConsoleForm):
    name = StringField(
        validators=[InputRequired("name_missing"), Length(max=LONGEST_NAME, message="too_long")]
    )
    secret = PasswordField(
        validators=[InputRequired("secret_missing"), Length(max=LONGEST_PASSWORD, message="too_long")]
    )


class PasswordForm(ConsoleForm):
    current = PasswordField(
        validators=[InputRequired("current_missing"), Length(max=LONGEST_PASSWORD, message="too_long")]
    )
    new = PasswordField(
        validators=[
            InputRequired("new_missing"),
            Length(min=SHORTEST_PASSWORD, message="new_too_short"),
            Length(max=LONGEST_PASSWORD, message="too_long"),
        ]
    )
    again = PasswordField(validators=[EqualTo("new", "again_differs")])

    def __init__(self, *args: Any, staff_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff_name = staff_name

    def validate_new(self, field: Field) -> None:
        if field.data == self.current.data:
            raise StopValidation("new_not_new")
        if self.staff_name.casefold() in field.data.casefold():
            raise StopValidation("new_not_name")


class ReplyForm(ConsoleForm):
    """A reply that fits after `signature`.

    `ticket` is made with the page: the same words sent twice from one page are one reply. `seen` is the last
    event that the page shows. `anyway` sends it although somebody else writes, or has answered since.
    """

    ticket = HiddenField(validators=[Regexp(TICKET, message="form_expired")])
    seen = HiddenField(validators=[Regexp(r"^\d{1,18}$", message="form_expired")])
    text = TextAreaField(validators=[Length(max=LONGEST_TEXT, message="too_long")])
    waits = BooleanField()
    anyway = BooleanField()

    def __init__(self, *args: Any, signature: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signature = signature

    def validate_text(self, field: Field) -> None:
        field.data = _one_line_ends(field.data or "").strip()
        if not field.data:
            raise StopValidation("text_missing")
        if too_many := length.over(self.signature + field.data):
            raise StopValidation(too_many_characters(too_many))

    def key(self) -> str:
        """Identifies these words from this page; without the ticket it tells nothing about them."""
        return hashlib.sha256(f"{self.ticket.data}\n{self.text.data}".encode()).hexdigest()[:32]


def _one_line_ends(text: str) -> str:
    """Browsers end the lines of a text area with two characters, which would count twice."""
    return text.replace("\r\n", "\n")
