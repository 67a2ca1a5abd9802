import re
from datetime import date

from assistant.store import gaps, tasks
from assistant.store.models import KnowledgeTask

ENDED = date(2026, 2, 28)
NO_TASK = "00000000-0000-4000-8000-000000000000"


def ask_for_ended(
    installation, service: str = "elder_care_voucher", region: str | None = None, times: int = 1
) -> str:
    """Residents ask for a rule that is over; returns the id of the task."""
    with installation.database.begin() as session:
        for _ in range(times):
            tasks.ended(session, service, "amount", region, ENDED, installation.clock.now())
        found = session.query(KnowledgeTask.id).filter_by(service=service, region=region or "")
        return found.scalar()


def ask_in_vain(installation, cluster: str, times: int) -> None:
    with installation.database.begin() as session:
        for _ in range(times):
            gaps.add(session, cluster, installation.clock.now())


def task(installation, task_id: str) -> KnowledgeTask:
    with installation.database.read() as session:
        return session.get_one(KnowledgeTask, task_id)


def test_an_ended_rule_is_shown_with_where_since_when_and_how_often(installation, visitor) -> None:
    ask_for_ended(installation, region="350100", times=7)

    visitor.get("/staff/knowledge")

    for shown in ("养老服务消费券", "Care voucher", "有多少钱", "how much it is", "福州市", "2026-02-28"):
        assert shown in visitor.page
    assert ">7</td>" in visitor.page


def test_a_rule_of_the_whole_country_says_so(installation, visitor) -> None:
    ask_for_ended(installation)

    visitor.get("/staff/knowledge")

    assert "全国" in visitor.page
    assert "nationwide" in visitor.page


def test_a_service_that_left_the_library_keeps_its_id(installation, visitor) -> None:
    ask_for_ended(installation, "stone_age_allowance")

    visitor.get("/staff/knowledge")

    assert visitor.page.count("stone_age_allowance") == 1


def test_done_ends_the_task_and_is_kept_with_who_and_when(installation) -> None:
    staff_id = installation.hire()
    visitor = installation.visitor()
    visitor.sign_in()
    task_id = ask_for_ended(installation)
    visitor.get("/staff/knowledge")
    assert f"/staff/knowledge/{task_id}/done" in visitor.page

    response = visitor.post(f"/staff/knowledge/{task_id}/done")

    assert response.request.path == "/staff/knowledge"
    assert "记下了，已更新。" in visitor.page
    assert "没有到期的规定要更新。" in visitor.page
    ended = task(installation, task_id)
    assert (ended.staff_id, ended.done_at) == (staff_id, installation.clock.now())
    lately = visitor.page[visitor.page.index("最近更新的") :]
    for shown in ("养老服务消费券", "wang", "2026-03-02 09:30"):
        assert shown in lately


def test_who_was_faster_stays_the_one_who_did_it(installation, visitor) -> None:
    task_id = ask_for_ended(installation)
    other_id = installation.hire("li")
    visitor.get("/staff/knowledge")
    with installation.database.begin() as session:
        tasks.done(session, task_id, other_id, installation.clock.now())

    visitor.post(f"/staff/knowledge/{task_id}/done")

    assert "这件不在清单里了。" in visitor.page
    assert task(installation, task_id).staff_id == other_id


def test_a_task_that_never_was_is_not_on_the_list(visitor) -> None:
    visitor.get("/staff/knowledge")

    visitor.post(f"/staff/knowledge/{NO_TASK}/done")

    assert "这件不在清单里了。" in visitor.page


def test_what_is_no_id_is_no_page(visitor) -> None:
    visitor.get("/staff/cases")

    assert visitor.post("/staff/knowledge/1/done").status_code == 404


def test_done_without_the_token_of_the_form_changes_nothing(installation, visitor) -> None:
    task_id = ask_for_ended(installation)
    visitor.page = ""

    response = visitor.post(f"/staff/knowledge/{task_id}/done")

    assert response.status_code == 400
    assert "页面过期了，请再按一次。" in visitor.page
    assert task(installation, task_id).done_at is None


def test_opening_the_address_of_done_changes_nothing(installation, visitor) -> None:
    task_id = ask_for_ended(installation)

    assert visitor.get(f"/staff/knowledge/{task_id}/done").status_code == 405
    assert task(installation, task_id).done_at is None


def test_what_was_asked_three_times_in_vain_is_shown_and_nothing_rarer(installation, visitor) -> None:
    ask_in_vain(installation, "牌照 电动车", 2)
    ask_in_vain(installation, "彩票", 2)
    ask_in_vain(installation, "?", 3)
    ask_in_vain(installation, "en", 3)
    installation.clock.advance(days=1)
    ask_in_vain(installation, "牌照 电动车", 1)
    visitor.sign_in()

    visitor.get("/staff/knowledge")

    row = visitor.page[visitor.page.index("牌照 电动车") :].split("</tr>")[0]
    assert re.findall(r">(\d+)<", row) == ["3", "2"]
    for shown in ("写一个服务文件，或补叫法", "看不出是什么事", "用英文问的", "add English names"):
        assert shown in visitor.page
    assert "彩票" not in visitor.page


def test_what_was_asked_longer_ago_than_thirty_days_is_not_shown(installation, visitor) -> None:
    ask_in_vain(installation, "彩票", 3)
    installation.clock.advance(days=30)
    visitor.sign_in()

    visitor.get("/staff/knowledge")

    assert "彩票" not in visitor.page
    assert "近30天，没有问了3次还答不上的事。" in visitor.page


def test_an_empty_page_says_that_there_is_nothing(visitor) -> None:
    visitor.get("/staff/knowledge")

    assert "没有到期的规定要更新。" in visitor.page
    assert "nothing was asked 3 times without an answer" in visitor.page
    assert "最近更新的" not in visitor.page


def test_every_page_counts_what_is_open_in_the_menu(installation, visitor) -> None:
    for service in ("elder_care_voucher", "old_age_allowance"):
        task_id = ask_for_ended(installation, service, times=3)

    for path in ("/staff/cases", "/staff/knowledge", "/staff/password"):
        visitor.get(path)
        assert "要更新的内容（2）" in visitor.page
        assert "Knowledge to renew (2)" in visitor.page

    visitor.get("/staff/knowledge")
    visitor.post(f"/staff/knowledge/{task_id}/done")
    assert "要更新的内容（1）" in visitor.page


def test_the_menu_names_no_number_when_nothing_is_open(visitor) -> None:
    visitor.get("/staff/cases")

    assert ">要更新的内容<" in visitor.page
    assert "要更新的内容（" not in visitor.page


def test_nobody_who_is_not_signed_in_learns_what_is_open(installation) -> None:
    task_id = ask_for_ended(installation)
    installation.hire("new", one_time=True)
    visitor = installation.visitor()

    for path in ("/staff/sign-in", "/staff/knowledge"):
        visitor.get(path)
        assert "要更新的内容" not in visitor.page
    visitor.sign_in("new", "one-time-password")
    assert visitor.get("/staff/knowledge").request.path == "/staff/password"
    visitor.post(f"/staff/knowledge/{task_id}/done")
    assert task(installation, task_id).done_at is None


def test_each_button_is_described_by_what_it_ends(installation, visitor) -> None:
    ask_for_ended(installation)
    ask_for_ended(installation, "old_age_allowance", "350100")

    visitor.get("/staff/knowledge")

    described = re.findall(r'<button[^>]*aria-describedby="([^"]+)"', visitor.page)
    assert len(set(described)) == 2
    for one in " ".join(described).split():
        assert f'id="{one}"' in visitor.page


def test_a_cluster_is_never_markup(installation, visitor) -> None:
    name = "<script>alert(1)</script>"
    ask_in_vain(installation, name, 3)

    raw = visitor.client.get("/staff/knowledge").text

    assert name not in raw
    assert "&lt;script&gt;" in raw


def test_the_page_holds_no_style_and_no_script_of_its_own(installation, visitor) -> None:
    ask_for_ended(installation)

    response = visitor.get("/staff/knowledge")

    assert "<style" not in response.text
    assert not re.search(r'\sstyle="|\son[a-z]+="|<script', response.text)
    assert response.headers["Cache-Control"] == "no-store"
