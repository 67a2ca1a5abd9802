import re

import pytest

from assistant.staff import roles

NOBODY = "00000000-0000-4000-8000-000000000000"


def path_of(rule: str, number: str) -> str:
    """A path that the rule matches, whatever stands in it."""
    filled = re.sub(r"<uuid:\w+>", NOBODY, rule.replace("<number>", number))
    return re.sub(r"<(?:\w+:)?\w+>", "1", filled)


def test_every_page_but_the_sign_in_wants_a_member_of_the_staff(installation) -> None:
    number = installation.waiting_case().number
    for rule in installation.app.url_map.iter_rules():
        need = roles.need_of(installation.app, rule.endpoint)
        if not rule.endpoint.startswith("staff.") or (need is not None and need.right is None):
            continue
        visitor = installation.visitor()
        visitor.get("/staff/sign-in")
        method = "POST" if "POST" in rule.methods else "GET"
        path = path_of(rule.rule, number)

        visitor.post(path) if method == "POST" else visitor.get(path)

        assert 'name="secret"' in visitor.page, rule.rule
        assert number not in visitor.page.replace(f"next=/staff/cases/{number}", ""), rule.rule


def test_the_right_password_opens_the_list_of_cases(installation) -> None:
    installation.hire()
    visitor = installation.visitor()

    response = visitor.sign_in()

    assert response.request.path == "/staff/cases"
    assert "现在没有人在等" in visitor.page


@pytest.mark.parametrize(
    ("name", "secret"), [("wang", "bamboo river lanterns"), ("li", "bamboo river lantern")]
)
def test_a_wrong_name_and_a_wrong_password_sound_the_same(installation, name: str, secret: str) -> None:
    installation.hire()
    visitor = installation.visitor()

    response = visitor.sign_in(name, secret)

    assert response.status_code == 401
    assert "用户名或密码不对。" in visitor.page
    assert "The user name or the password is wrong." in visitor.page


def test_a_missing_password_is_asked_for(installation) -> None:
    visitor = installation.visitor()

    response = visitor.sign_in("wang", "")

    assert response.status_code == 422
    assert "请输入密码。" in visitor.page


def test_after_ten_tries_even_the_right_password_waits_five_minutes(installation) -> None:
    installation.hire()
    visitor = installation.visitor()
    for _ in range(10):
        assert visitor.sign_in(secret="guess").status_code == 401

    assert visitor.sign_in().status_code == 429
    assert "试得太多了" in visitor.page

    installation.clock.advance(minutes=5, seconds=1)
    assert visitor.sign_in().request.path == "/staff/cases"


def test_the_page_that_was_wanted_comes_after_signing_in(installation) -> None:
    installation.hire()
    number = installation.waiting_case().number
    visitor = installation.visitor()
    wanted = visitor.get(f"/staff/cases/{number}").request

    visitor.post(f"{wanted.path}?{wanted.query_string.decode()}", name="wang", secret="bamboo river lantern")

    assert f"个案 {number}" in visitor.page


def test_the_page_of_the_knowledge_comes_after_signing_in_when_it_was_wanted(installation) -> None:
    installation.hire()
    visitor = installation.visitor()
    wanted = visitor.get("/staff/knowledge").request

    visitor.post(f"{wanted.path}?{wanted.query_string.decode()}", name="wang", secret="bamboo river lantern")

    assert "到期的规定" in visitor.page


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/staff/cases", "/simulator"])
def test_signing_in_never_leads_out_of_the_console(installation, elsewhere: str) -> None:
    installation.hire()
    visitor = installation.visitor()
    visitor.get("/staff/sign-in")

    response = visitor.post(f"/staff/sign-in?next={elsewhere}", name="wang", secret="bamboo river lantern")

    assert response.request.path == "/staff/cases"


def test_a_new_password_ends_the_sessions_of_the_old_one(installation) -> None:
    installation.hire()
    here, elsewhere = installation.visitor(), installation.visitor()
    for visitor in (here, elsewhere):
        assert visitor.sign_in().request.path == "/staff/cases"
    here.get("/staff/password")
    new = "quiet mountain rain"
    here.post("/staff/password", current="bamboo river lantern", new=new, again=new)
    assert here.get("/staff/cases").request.path == "/staff/cases"
    assert elsewhere.get("/staff/cases").request.path == "/staff/sign-in"


def test_a_one_time_password_must_be_changed_before_anything_else(installation) -> None:
    installation.hire(one_time=True)
    number = installation.waiting_case().number
    visitor = installation.visitor()
    visitor.sign_in(secret="one-time-password")

    assert visitor.get(f"/staff/cases/{number}").request.path == "/staff/password"
    assert "这是一次性密码" in visitor.page

    fields = {"current": "one-time-password", "new": "bamboo river lantern", "again": "bamboo river lantern"}
    visitor.post("/staff/password", **fields)
    assert "密码改好了。" in visitor.page

    again = installation.visitor()
    assert again.sign_in(secret="one-time-password").status_code == 401
    assert again.sign_in().request.path == "/staff/cases"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"current": "not this one"}, "现在的密码不对。"),
        ({"current": ""}, "请输入现在的密码。"),
        ({"new": "short", "again": "short"}, "新密码至少要12个字符。"),
        ({"new": "bamboo river lantern", "again": "bamboo river lantern"}, "新密码要和现在的不一样。"),
        ({"new": "wang wang wang wang", "again": "wang wang wang wang"}, "新密码里不要有用户名。"),
        ({"again": "another great wall"}, "两次输入的新密码不一样。"),
    ],
)
def test_a_password_that_cannot_be_taken_is_explained_and_changes_nothing(
    installation, visitor, fields: dict[str, str], said: str
) -> None:
    good = {"current": "bamboo river lantern", "new": "a great wall of rice", "again": "a great wall of rice"}
    visitor.get("/staff/password")

    response = visitor.post("/staff/password", **(good | fields))

    assert response.status_code == 422
    assert said in visitor.page
    assert installation.visitor().sign_in().request.path == "/staff/cases"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(installation) -> None:
    installation.hire()
    client = installation.app.test_client()

    cookie = client.get("/staff/sign-in").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/sign-out", "/staff/password"])
def test_a_form_without_its_token_is_refused(installation, visitor, path: str) -> None:
    visitor.page = ""

    response = visitor.post(path, name="wang", secret="bamboo river lantern")

    assert response.status_code == 400
    assert "页面过期了，请再按一次。" in visitor.page
    assert visitor.get("/staff/cases").request.path == "/staff/cases"
