import pytest

from assistant.staff.answered import Answered, Interviews
from knowledge.article import Bilingual

FACTS = {"age": "83", "in_fujian": "no", "level": "severe"}


def section(page: str) -> str:
    return page[page.index("回答过的问题") :].split("</section>")[0]


def test_each_question_of_an_interview_stands_with_its_answer(installation, visitor) -> None:
    recorded = installation.says("人工", "好的。")
    case = installation.opens_case(recorded, facts=FACTS, interview="elder_care_voucher")

    visitor.get(f"/staff/cases/{case.number}")

    shown = section(visitor.page)
    words = ["养老服务消费券", "今年多大岁数？", "83", "住在福建吗？", "不是", "评上哪种？", "重度"]
    places = [shown.index(word) for word in words]
    assert places == sorted(places)
    for english in ("Care voucher", "How old?", "Living in Fujian?", "severe"):
        assert english in shown
    assert "没有核对" in shown


def test_the_answers_stand_between_the_summary_and_the_conversation(installation, visitor) -> None:
    case = installation.opens_case(installation.says("人工", "好的。"), facts={"age": "83"})

    visitor.get(f"/staff/cases/{case.number}")

    titles = [visitor.page.index(title) for title in ("这位居民", "回答过的问题", "说过的话")]
    assert titles == sorted(titles)
    assert "还没问完" not in visitor.page


def test_an_interview_that_has_just_begun_is_named(installation, visitor) -> None:
    case = installation.opens_case(installation.says("人工", "好的。"), interview="elder_care_voucher")

    visitor.get(f"/staff/cases/{case.number}")

    assert "还没问完" in section(visitor.page)
    assert "养老服务消费券" in section(visitor.page)


def test_a_case_without_an_interview_shows_no_answers(installation, visitor) -> None:
    case = installation.waiting_case()

    visitor.get(f"/staff/cases/{case.number}")

    assert "回答过的问题" not in visitor.page


@pytest.mark.parametrize(
    ("fact", "kept", "zh", "en"),
    [
        ("in_fujian", "yes", "是", "yes"),
        ("in_fujian", "no", "不是", "no"),
        ("in_fujian", "unknown", "不知道", "I don't know"),
        ("age", "unknown", "不知道", "I don't know"),
        ("age", "67.5", "67.5", "67.5"),
        ("level", "mild", "轻度", "mild"),
        ("level", "no_such_level", "no_such_level", "no_such_level"),
    ],
)
def test_a_kept_answer_is_said_in_both_languages(knowledge, fact: str, kept: str, zh: str, en: str) -> None:
    [one] = Interviews(knowledge.eligibility, knowledge.regions, knowledge.phrases).answered({fact: kept})

    assert one.answer == Bilingual(zh=zh, en=en)
    assert one.question == knowledge.eligibility.book.get(fact).question


def test_a_question_that_is_no_longer_asked_keeps_its_name(knowledge) -> None:
    [one] = Interviews(knowledge.eligibility, knowledge.regions, knowledge.phrases).answered(
        {"shoe_size": "yes"}
    )

    assert one == Answered(Bilingual(zh="shoe_size", en="shoe_size"), Bilingual(zh="是", en="yes"))
