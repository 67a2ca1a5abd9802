"""Tickets open the line's ears for two minutes, to pages of ours alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from itsdangerous import URLSafeSerializer

from assistant.channels.hear_tickets import HearTickets, TicketRefused, hear_url, our_origins
from assistant.ports import SystemClock
from assistant.settings import Settings
from tests.conftest import FakeClock

KEY = "a key of tickets, for tests alone"


def test_a_ticket_is_read_by_whoever_has_the_key_for_two_minutes(clock: FakeClock) -> None:
    ticket = HearTickets(KEY, clock).hear_ticket()
    read = HearTickets(KEY, clock).read
    assert read(ticket).id == read(ticket).id
    clock.advance(timedelta(minutes=1, seconds=58))
    read(ticket)
    clock.advance(timedelta(seconds=3))
    with pytest.raises(TicketRefused, match="ticket_old"):
        read(ticket)


def test_no_two_tickets_are_the_same(clock: FakeClock) -> None:
    tickets = HearTickets(KEY, clock)
    assert tickets.read(tickets.hear_ticket()).id != tickets.read(tickets.hear_ticket()).id


@pytest.mark.parametrize(
    "ticket",
    [
        "",
        "x",
        "x" * 500,
        "票",
        HearTickets("another key than that of the tests", SystemClock()).hear_ticket(),
        URLSafeSerializer(KEY, salt="something else").dumps(["a", 9999999999]),
        URLSafeSerializer(KEY, salt="hear").dumps({"a": 1}),
        URLSafeSerializer(KEY, salt="hear").dumps(["a", "soon"]),
    ],
    ids=["nothing", "a letter", "long", "chinese", "another key", "another use", "an object", "no time"],
)
def test_anything_else_opens_nothing(clock: FakeClock, ticket: str) -> None:
    with pytest.raises(TicketRefused, match="ticket_wrong"):
        HearTickets(KEY, clock).read(ticket)


def test_the_socket_is_beside_the_door_of_the_provider() -> None:
    assert hear_url(Settings(line_url="wss://bangban.example/media")) == "wss://bangban.example/hear"


def test_pages_of_ours_are_those_of_the_public_address_and_of_this_machine() -> None:
    settings = Settings(public_url="https://Bangban.example", port=8081)
    assert our_origins(settings) == {
        "https://bangban.example",
        "http://127.0.0.1:8081",
        "http://localhost:8081",
    }
    in_production = Settings(environment="production", public_url="https://bangban.example/", port=8081)
    assert our_origins(in_production) == {"https://bangban.example", "http://127.0.0.1:8081"}
