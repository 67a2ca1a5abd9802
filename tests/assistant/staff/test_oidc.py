"""Signing in through a service that speaks OpenID Connect, played over real HTTP."""

from __future__ import annotations

import socket
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant import access
from assistant.settings import Settings, load_settings
from assistant.settings_checks import unsafe
from assistant.staff.oidc import Attempt, SignInService
from assistant.store import staff
from assistant.store.database import Database
from tests.assistant.staff.doors import PASSWORD, TOKEN, Console, app_of
from tests.assistant.staff.sign_in_service import CLIENT, SECRET, Service, running
from tests.conftest import FakeClock


@pytest.fixture
def service(clock: FakeClock):
    with running(clock) as service:
        yield service


@pytest.fixture
def console(sqlite_database: Database, clock: FakeClock, service: Service, tmp_path) -> Console:
    doors = SignInService(service.address, CLIENT, SECRET, clock, label="榕城统一登录")
    app = app_of(sqlite_database, clock, doors)
    access.protect(app, load_settings(data_dir=tmp_path))
    return Console(app.test_client(), sqlite_database, clock, service)


def test_who_is_known_to_the_service_gets_in(console: Console) -> None:
    console.hire()

    answer = console.sign_in()

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/staff/cases"
    assert console.client.get("/staff/cases").text == "the cases, for wang"


def test_the_sign_in_page_offers_the_service_and_keeps_the_page_that_was_wanted(console: Console) -> None:
    page = console.client.get("/staff/sign-in?next=/staff/cases/4571-9").text
    assert "榕城统一登录入口" in page
    assert "/staff/sign-in/service?next=/staff/cases/4571-9" in page

    console.hire()
    assert console.sign_in("/staff/cases/4571-9").headers["Location"] == "/staff/cases/4571-9"


def test_signing_in_through_the_service_never_leads_out_of_the_console(console: Console) -> None:
    console.hire()
    assert console.sign_in("https://example.org/").headers["Location"] == "/staff/cases"


def test_without_a_service_there_is_no_way_to_one(
    sqlite_database: Database, clock: FakeClock, tmp_path
) -> None:
    app = app_of(sqlite_database, clock, None)
    access.protect(app, load_settings(data_dir=tmp_path))
    client = app.test_client()
    assert "统一登录" not in client.get("/staff/sign-in").text
    assert client.get("/staff/sign-in/service").status_code == 404


def test_an_identity_that_nobody_registered_is_told_to_its_owner_and_stays_out(console: Console) -> None:
    console.hire(subject=None)

    answer = console.sign_in()

    assert answer.status_code == 403
    assert "请把它告诉管理员：sub-of-wang" in answer.text
    assert not console.is_in


def test_the_name_to_sign_in_with_is_not_enough(console: Console) -> None:
    console.hire(subject=None)
    console.service.claims = {"preferred_username": "wang", "email": "wang@example.org"}
    assert console.sign_in().status_code == 403
    assert not console.is_in


def test_who_left_the_staff_stays_out_also_through_the_service(console: Console) -> None:
    member_id = console.hire()
    with console.database.begin() as session:
        staff.deactivate(session, member_id, console.clock.now())
    assert console.sign_in().status_code == 403
    assert not console.is_in


def test_a_wrong_state_lets_nobody_in_and_asks_the_service_nothing(console: Console) -> None:
    console.hire()
    _, code = console.service.authorise(console.leave())
    asked = len(console.service.asked)

    assert console.come_back(state="another", code=code).status_code == 401
    assert len(console.service.asked) == asked
    assert not console.is_in


def test_only_the_browser_that_began_can_end_a_sign_in(console: Console) -> None:
    console.hire()
    state, code = console.service.authorise(console.leave())
    other = console.client.application.test_client()

    answer = other.get("/staff/sign-in/back", query_string={"state": state, "code": code})

    assert answer.status_code == 400
    assert other.get("/staff/cases").status_code == 303


def test_coming_back_twice_with_one_code_is_one_sign_in(console: Console) -> None:
    console.hire()
    state, code = console.service.authorise(console.leave())
    assert console.come_back(state=state, code=code).status_code == 303
    assert console.come_back(state=state, code=code).status_code == 400


def test_a_code_that_the_service_does_not_know_lets_nobody_in(console: Console) -> None:
    console.hire()
    state, _ = console.service.authorise(console.leave())
    assert console.come_back(state=state, code="made up").status_code == 401
    assert not console.is_in


def test_who_is_refused_by_the_service_is_told_so(console: Console) -> None:
    state, _ = console.service.authorise(console.leave())
    answer = console.come_back(state=state, error="access_denied")
    assert answer.status_code == 401
    assert "统一登录没有让您进来" in answer.text


def test_while_the_service_is_away_it_says_so_and_the_password_still_works(
    sqlite_database: Database, clock: FakeClock, tmp_path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
    app = app_of(sqlite_database, clock, SignInService(address, CLIENT, SECRET, clock, label="统一登录"))
    access.protect(app, load_settings(data_dir=tmp_path))
    console = Console(app.test_client(), sqlite_database, clock, Service(clock))
    console.hire()

    answer = console.client.get("/staff/sign-in/service")
    assert answer.status_code == 503
    assert "现在连不上统一登录，请用密码登录。" in answer.text
    found = TOKEN.search(answer.text)
    assert found is not None
    assert 'action="/staff/sign-in"' in answer.text
    form = {"csrf_token": found.group(1), "name": "wang", "secret": PASSWORD}
    assert console.client.post("/staff/sign-in", data=form).status_code == 303
    assert console.is_in


def test_the_service_describes_itself_once_an_hour(console: Console) -> None:
    console.hire()
    for _ in range(2):
        console.sign_in()
    assert console.service.asked.count("/.well-known/openid-configuration") == 1
    console.clock.advance(hours=1)
    console.sign_in()
    assert console.service.asked.count("/.well-known/openid-configuration") == 2


def test_proving_who_one_is_ends_the_one_time_password(console: Console) -> None:
    console.hire(one_time=True)
    assert console.sign_in().headers["Location"] == "/staff/cases"
    assert console.is_in
    with console.database.read() as session:
        assert staff.verify(session, "wang", PASSWORD) is None


def test_ten_departures_in_five_minutes_are_enough(console: Console) -> None:
    for _ in range(10):
        console.leave()
    assert console.client.get("/staff/sign-in/service").status_code == 429


def test_the_service_is_given_the_public_address_to_come_back_to(service: Service, clock: FakeClock) -> None:
    doors = SignInService(service.address, CLIENT, SECRET, clock)
    url, _ = doors.begin("https://bangban.example/staff/sign-in/back")
    query = parse_qs(urlsplit(url).query)
    assert query["redirect_uri"] == ["https://bangban.example/staff/sign-in/back"]
    assert query["scope"] == ["openid"]


@pytest.mark.parametrize(
    ("environment", "issuer", "client_id", "said"),
    [
        ("production", "http://id.example", CLIENT, ["BANGBAN_OIDC_ISSUER is not https"]),
        ("production", "https://id.example", CLIENT, []),
        ("development", "http://127.0.0.1:9000", CLIENT, []),
        ("development", "http://127.0.0.1:9000", "", ["BANGBAN_OIDC_CLIENT_ID is missing"]),
        ("development", "", "", []),
    ],
)
def test_a_service_is_reached_safely_and_knows_us(
    environment: str, issuer: str, client_id: str, said: list[str]
) -> None:
    settings = Settings(environment=environment, oidc_issuer=issuer, oidc_client_id=client_id)
    about_it = [sentence for sentence in unsafe(settings) if "OIDC" in sentence]
    assert [sentence.split(":")[0] for sentence in about_it] == said


def test_a_sign_in_that_has_begun_survives_the_cookie() -> None:
    attempt = Attempt("state", "nonce", "verifier")
    assert Attempt.from_json(attempt.to_json()) == attempt


@pytest.mark.parametrize(
    "kept", [None, "x", {}, {"state": "s"}, {"state": "s", "nonce": "", "verifier": "v"}]
)
def test_what_is_no_begun_sign_in_is_none(kept: object) -> None:
    assert Attempt.from_json(kept) is None
