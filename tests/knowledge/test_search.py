import pytest

from assistant.conversation.answers import Content
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.normalise import language_of
from knowledge.search import Calibration, Search
from tests.character_embedder import CharacterEmbedder


@pytest.fixture(scope="module")
def library(content: Content) -> Library:
    return content.library


@pytest.fixture(scope="module")
def few(library: Library) -> Library:
    """Enough services to build a search over, and quick."""
    return Library({service: library.articles[service] for service in ("id_card", "minimum_living", "fraud")})


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return Calibration.load()


@pytest.fixture(scope="module")
def search(content: Content) -> Search:
    """By words and sounds alone."""
    return content.search


def find(search: Search, query: str, hint: str | None = None):
    return search.find(query, language_of(query) or "zh", hint)


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("八十岁那个钱咋领", "old_age_allowance"),
        ("办身份证要带啥", "id_card"),
        ("低保", "minimum_living"),
        ("社保卡", "social_security_card"),
        ("结婚登记要什么", "marriage_registration"),
        ("養老金認證怎麼弄", "pension_verification"),
        ("老年卡坐公交", "senior_card"),
        ("合作医疗今年交几多钱", "resident_medical_insurance"),
        ("异地看病能报吗", "remote_medical"),
        ("残疾人补贴一个月多少", "disability_subsidy"),
        ("how do I renew my ID card", "id_card"),
        ("I lost my social security card", "social_security_card"),
    ],
)
def test_an_everyday_question_is_answered_with_its_service(search: Search, query: str, service: str) -> None:
    found = find(search, query)
    assert found.outcome == "answer"
    assert found.candidates[0].service == service


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("深粉证丢了怎么办", "id_card"),
        ("社饱卡怎么补", "social_security_card"),
        ("低宝怎么申请", "minimum_living"),
        ("养老今认正", "pension_verification"),
        ("残机人补贴", "disability_subsidy"),
    ],
)
def test_a_misheard_name_still_ranks_its_service_first(search: Search, query: str, service: str) -> None:
    assert find(search, query).candidates[0].service == service


@pytest.mark.parametrize(
    "query",
    [
        "今天天气怎么样",
        "你好",
        "讲个笑话",
        "我要跟人说话",
        "what is the weather",
        "膝盖疼吃什么药",
        "火车票怎么退",
        "红烧肉怎么做",
        "?",
        "",
    ],
)
def test_what_no_article_answers_is_not_answered(search: Search, query: str) -> None:
    assert find(search, query).outcome != "answer"


def test_a_long_story_is_searched_by_its_parts(search: Search) -> None:
    story = (
        "领导您好,我是一个普通的农民,今年七十二岁了,老伴前些年走了,我一个人住在山上。村里的路不好走,"
        "儿子在外面打工很少回来。上个月我下山赶集把身份证弄丢了,现在想补办一张,不知道要去哪里,麻烦告诉我一声,谢谢。"
    )
    assert find(search, story).candidates[0].service == "id_card"


def test_candidates_are_the_ten_likeliest_services_best_first(search: Search, library: Library) -> None:
    found = find(search, "身份证")
    scores = [candidate.score for candidate in found.candidates]
    assert len({candidate.service for candidate in found.candidates} & set(library.articles)) == 10
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert set(found.candidates[0].features) == set(found.candidates[-1].features)


def test_an_explanation_adds_up_to_what_was_found(search: Search) -> None:
    explained = search.explain("身份证丢了怎么办", "zh", topics=6)
    assert explained.found == find(search, "身份证丢了怎么办")
    best = explained.topics[0]
    assert (best.topic, best.covered) == ("id_card", True)
    assert best.score == explained.found.candidates[0].score
    assert {"text_match", "linear"} <= set(best.parts)
    assert sum(best.parts.values()) > sum(explained.topics[1].parts.values())


def test_the_aspect_is_told_with_the_service(search: Search) -> None:
    assert find(search, "办身份证要带啥").aspect == "materials"
    assert find(search, "how do I renew my ID card").aspect == "steps"
    assert find(search, "身份证").aspect is None


@pytest.mark.parametrize(
    "query",
    [
        "要带什么",
        "去哪里办",
        "我妈能代办吗",
        "要花钱吗",
        "在哪办",
        "没有手机怎么办",
        "那我老伴能领吗",
        "今年有多少钱",
        "办下来要多久呀",
        "how long does it take",
    ],
)
def test_a_question_without_a_subject_goes_on_about_the_service_before(search: Search, query: str) -> None:
    found = find(search, query, hint="senior_card")
    assert found.outcome == "answer"
    assert found.candidates[0].service == "senior_card"
    assert found.aspect is not None


@pytest.mark.parametrize("query", ["医保断了一年再交有影响不", "房子漏水找谁", "户口怎么迁"])
def test_a_question_with_a_subject_of_its_own_leaves_the_service_before(search: Search, query: str) -> None:
    assert find(search, query, hint="senior_card").candidates[0].service != "senior_card"


def test_a_question_on_something_else_leaves_the_service_before(search: Search) -> None:
    assert find(search, "社保卡去哪里办", hint="id_card").candidates[0].service == "social_security_card"
    assert find(search, "公积金怎么取", hint="id_card").candidates[0].service == "housing_fund"


def test_an_unknown_hint_changes_nothing(search: Search) -> None:
    assert find(search, "低保", hint="no_such_service") == find(search, "低保")


def test_choices_are_two_or_three_of_the_best(search: Search) -> None:
    queries = ("我妈90了每个月发多少钱", "有人推销保健品给我妈", "身份证", "今天天气怎么样")
    found = [find(search, query) for query in queries]
    chosen = [one for one in found if one.outcome == "choose"]
    assert chosen
    for one in chosen:
        assert 2 <= len(one.choices) <= 3
        assert one.choices == tuple(candidate.service for candidate in one.candidates[: len(one.choices)])
    assert all(not one.choices for one in found if one.outcome != "choose")


@pytest.mark.slow
def test_an_embedder_that_was_measured_is_used(few: Library, calibration: Calibration) -> None:
    assert calibration.dense is not None
    embedder = CharacterEmbedder(str(calibration.dense.embedder))
    search = Search.build(few, Aspects.load(), embedder, calibration)
    assert search.dense
    assert "dense_best" in find(search, "身份证丢了").candidates[0].features


@pytest.mark.slow
def test_an_embedder_that_was_not_measured_is_left_out_and_said(
    few: Library, calibration: Calibration, caplog: pytest.LogCaptureFixture
) -> None:
    search = Search.build(few, Aspects.load(), CharacterEmbedder("unknown-9"), calibration)
    assert not search.dense
    assert "embedder_not_calibrated" in caplog.text


def test_the_calibration_says_what_it_was_measured_on(calibration: Calibration) -> None:
    for mode in (calibration.lexical, calibration.dense):
        assert mode is not None
        assert mode.cross_validated.in_scope > 50
        assert mode.cross_validated.top1 >= 0.85
        assert mode.cross_validated.answered_wrong <= 0.05
    assert calibration.data


@pytest.mark.slow
def test_the_known_questions_of_a_service_rank_it_first(search: Search, library: Library) -> None:
    """Two services may be asked about in one breath: of a hundred known questions one may rank another."""
    asked = [
        (ask, service)
        for service, article in library.articles.items()
        for ask in (*article.asks.zh, *article.names.zh)
    ]
    wrong = [ask for ask, service in asked if find(search, ask).candidates[0].service != service]
    assert len(wrong) <= len(asked) * 0.01, wrong
