"""The simulator's page, what its script asks for, and the stand-in for the provider's interface."""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from assistant.access import Caller, GuardedBlueprint
from assistant.channels import simulator_line_pages
from assistant.channels.simulator import LONGEST_TEXT, NUMBERS, PHONES, Network, Screens
from assistant.channels.simulator_records import Records
from assistant.rendering.gsm import length
from assistant.settings import Settings
from knowledge.article import Language, spoken

QUESTIONS: dict[Language, tuple[str, ...]] = {
    "zh": ("八十岁那个钱咋领", "办身份证要带啥", "社保卡丢了怎么办", "有人叫我转钱", "重复", "人工"),
    "en": (
        "How do I renew my ID card",
        "Money for people over eighty",
        "Repeat",
        "I want to talk to a person",
    ),
}
KEYS = (
    *(("1", ""), ("2", "ABC"), ("3", "DEF"), ("4", "GHI"), ("5", "JKL"), ("6", "MNO")),
    *(("7", "PQRS"), ("8", "TUV"), ("9", "WXYZ"), ("*", ""), ("0", "+"), ("#", "")),
)

Number = Annotated[str, StringConstraints(pattern=r"^\+\d{7,15}$")]


class Outgoing(BaseModel):
    number: Number
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]


class Asked(BaseModel):
    number: Number
    after: int = Field(0, ge=0)


class Handled(BaseModel):
    """Somebody does something with the telephone: a key is one of its characters."""

    number: Number
    act: Annotated[str, StringConstraints(pattern=r"^(call|answer|hang_up|[0-9*#])$")]


def page_blueprint(settings: Settings, network: Network, screens: Screens) -> GuardedBlueprint:
    """/simulator: for people at this machine only."""
    routes = GuardedBlueprint("simulator", __name__, url_prefix="/simulator", caller=Caller.LOOPBACK)

    simulator_line_pages.add_to(routes, settings, network.lines)

    @routes.get("")
    def phone() -> Response:
        language = spoken(request.args.get("lang"))
        page = render_template(
            "simulator/phone.html",
            language=language,
            phones=PHONES,
            questions=QUESTIONS[language],
            keys=KEYS,
            service_number=settings.twilio_number,
            token=generate_csrf(),
            longest=LONGEST_TEXT,
            longest_said=simulator_line_pages.LONGEST_SAID,
        )
        return Response(page, headers=simulator_line_pages.allowed(settings))

    @routes.post("/messages")
    def send() -> ResponseReturnValue:
        try:
            outgoing = Outgoing.model_validate(request.get_json(silent=True))
        except ValidationError:
            return jsonify(error="The message needs a number and a text."), 400
        shown = network.send(outgoing.number, outgoing.text, _sid())
        return jsonify(messages=[message.to_json() for message in shown])

    @routes.get("/messages")
    def messages() -> ResponseReturnValue:
        try:
            asked = Asked.model_validate(request.args.to_dict())
        except ValidationError:
            return jsonify(error="The question needs a number."), 400
        network.lines.catch_up(asked.number)
        shown = screens.after(asked.number, asked.after)
        return jsonify(
            messages=[message.to_json() for message in shown], call=network.exchange.state(asked.number)
        )

    @routes.post("/call")
    def call() -> ResponseReturnValue:
        try:
            handled = Handled.model_validate(request.get_json(silent=True))
        except ValidationError:
            return jsonify(error="The call needs a number and an act."), 400
        _handle(network, handled)
        return jsonify(call=network.exchange.state(handled.number))

    return routes


def _handle(network: Network, handled: Handled) -> None:
    exchange = network.exchange
    if handled.act == "call":
        network.call(handled.number)
    elif handled.act == "answer":
        exchange.answer(handled.number)
    elif handled.act == "hang_up":
        exchange.hang_up(handled.number)
    else:
        exchange.press(handled.number, handled.act)


def provider_blueprint(settings: Settings, network: Network) -> GuardedBlueprint:
    """The part of the provider's interface that we use, as it answers there."""

    def only_our_account() -> ResponseReturnValue | None:
        given = request.authorization
        if (
            given is not None
            and _same(given.get("username"), settings.twilio_account_sid)
            and _same(given.get("password"), settings.twilio_auth_token)
        ):
            return None
        return _problem(20003, "Authenticate", 401)

    routes = GuardedBlueprint(
        "simulator_provider",
        __name__,
        url_prefix="/simulator/provider",
        caller=Caller.SIGNED,
        guard=only_our_account,
    )

    @routes.post("/2010-04-01/Accounts/<account>/Messages.json")
    def create(account: str) -> ResponseReturnValue:
        if account != settings.twilio_account_sid:
            return _problem(20404, "The account was not found", 404)
        to, sender, body = (request.form.get(name, "") for name in ("To", "From", "Body"))
        if not body:
            return _problem(21602, "Message body is required", 400)
        if sender != settings.twilio_number:
            return _problem(21606, "The From number is not ours", 400)
        if to not in NUMBERS:
            return _problem(21211, "The To number is not a simulated phone", 400)
        if length(body) > LONGEST_TEXT:
            return _problem(21617, "The message body exceeds 1600 characters", 400)
        sid = _sid()
        network.deliver(to, body, sid, request.form.get("StatusCallback", ""))
        return jsonify(
            sid=sid, account_sid=account, status="queued", to=to, body=body, **{"from": sender}
        ), 201

    @routes.post("/2010-04-01/Accounts/<account>/Calls.json")
    def place(account: str) -> ResponseReturnValue:
        if account != settings.twilio_account_sid:
            return _problem(20404, "The account was not found", 404)
        to, sender, url = (request.form.get(name, "") for name in ("To", "From", "Url"))
        if not url:
            return _problem(21205, "Url is not valid", 400)
        if sender != settings.twilio_number:
            return _problem(21210, "The From number is not ours", 400)
        if not network.exchange.accepts(to, url):
            return _problem(21211, "The To number is not a simulated phone", 400)
        sid = network.exchange.place(to, url, request.form.get("StatusCallback", ""))
        return jsonify(sid=sid, account_sid=account, status="queued", to=to, **{"from": sender}), 201

    @routes.get("/2010-04-01/Accounts/<account>/Messages.json")
    def messages(account: str) -> ResponseReturnValue:
        return listed(account, network.messages)

    @routes.get("/2010-04-01/Accounts/<account>/Calls.json")
    def calls(account: str) -> ResponseReturnValue:
        return listed(account, network.calls)

    def listed(account: str, records: Records) -> ResponseReturnValue:
        if account != settings.twilio_account_sid:
            return _problem(20404, "The account was not found", 404)
        path = request.path.removeprefix(routes.url_prefix or "")
        try:
            return jsonify(records.page(account, path, request.args.to_dict()))
        except ValueError:
            return _problem(20001, "A parameter has no meaning", 400)

    return routes


def _sid() -> str:
    return "SM" + secrets.token_hex(16)


def _same(given: str | None, expected: str) -> bool:
    return hmac.compare_digest((given or "").encode(), expected.encode())


def _problem(code: int, message: str, status: int) -> tuple[Response, int]:
    return jsonify(code=code, message=message, status=status), status
