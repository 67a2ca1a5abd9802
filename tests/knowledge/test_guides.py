"""Each event of life is recognised by what people say, and by no question on one service."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import check, plain_language
from knowledge.article import LANGUAGES, Language
from knowledge.aspects import Aspects
from knowledge.cues import GAP
from knowledge.danger import Dangers
from knowledge.guides import Guides
from knowledge.guides.guide import read_guides
from knowledge.library import KnowledgeError
from knowledge.normalise import language_of
from knowledge.search.terms import tidy

ARTICLES, _ = check.read()
ASPECTS = Aspects.load()
GUIDES = Guides.load()
DANGERS = Dangers.load()
NAMES = {
    tidy(name)
    for article in ARTICLES.values()
    for language in LANGUAGES
    for name in (
        *article.names.in_language(language),
        article.texts.in_language(language).title,
    )
}
EVERY_GUIDE = {
    "bereavement",
    "retirement",
    "new_child",
    "serious_illness_away",
    "became_disabled",
    "moving_to_children",
    "cannot_care_for_self",
    "job_loss",
}
STEPS = [(guide, step) for guide in GUIDES.all.values() for step in guide.steps]


def names_a_service(text: str) -> bool:
    return any(name in tidy(text) for name in NAMES)


def found(text: str) -> str | None:
    language: Language = language_of(text) or "zh"
    guide = GUIDES.find(text, language, ASPECTS.detect, names_a_service)
    return guide.id if guide else None


SAID = {
    "bereavement": [
        "我家老人去世了，头一件事做什么",
        "俺奶奶昨晚走了",
        "丈母娘过世了咋办",
        "爹走了，后面的事不晓得怎么弄",
        "外公走了，要跑哪些地方",
        "老爷子走了，家里乱成一团",
        "我老公去世了，该找谁",
        "婆婆刚过世，先做哪样",
        "My father died last night, what now",
        "Yesterday my mother passed away",
    ],
    "retirement": [
        "我妈快要退休了，先做什么",
        "快退休了，啥都不懂",
        "厂里让我退休，下一步弄啥",
        "下个月我就退休了，要忙啥",
        "老伴年底就退休，该跑哪里",
        "干到退休了，后面咋整",
        "俺今年该退休了",
        "I am about to retire, where do I start",
    ],
    "new_child": [
        "昨天媳妇生了个闺女，先办啥",
        "我抱孙子了，要跑哪些地方",
        "家里添丁了，要做些什么",
        "儿媳妇给我生了个大胖小子",
        "宝宝出生了，先去哪",
        "孙女落地了，高兴坏了，先干啥",
        "老二出生了，要办哪些事",
        "My wife just had a baby, what do I do",
    ],
    "serious_illness_away": [
        "老伴查出来是癌，要去上海",
        "县医院说治不了，叫我们去大医院",
        "医生叫我去省里开刀，咋弄",
        "我爸得了重病，要到省城去看",
        "脑子里长了个瘤，想去北京",
        "家里人得了癌症，不晓得咋办",
        "得了大病想去外地看，先做啥",
        "my wife has cancer and must go to Beijing",
    ],
    "became_disabled": [
        "我儿子出事以后成了残疾人了",
        "俺爹残疾了，往后咋整",
        "去年中风半身不遂，能办点啥",
        "机器把手轧没了，怎么办",
        "糖尿病把脚截了，以后咋过",
        "耳朵全聋了，该找谁",
        "爸爸偏瘫了怎么办",
        "My brother lost a leg, what now",
    ],
    "moving_to_children": [
        "我搬到儿子家来了，要办啥",
        "想把老家的爸妈接过来一起住",
        "我来城里给闺女带娃",
        "闺女把我接到城里了",
        "老两口要搬去女儿那边",
        "过完年跟儿子进城，先办啥",
        "老娘要搬来跟我们住",
        "I am moving in with my daughter in the city",
    ],
    "cannot_care_for_self": [
        "老太太瘫在床上了咋办",
        "我妈不认得人了，一刻离不开人",
        "公公生活不能自理了，该找谁",
        "俺娘饭都要人喂了",
        "我爹瘫了，日夜要人",
        "老人下不来床了，家里没人",
        "老伴痴呆了，我也伺候不动",
        "my mother can't look after herself any more",
    ],
    "job_loss": [
        "干了十年被辞退，该咋弄",
        "昨天被公司裁了，下一步做啥",
        "厂子黄了，一家老小咋办",
        "我爱人下岗了，先做什么",
        "老板叫我明天别来了",
        "儿子失业了，在家闲着",
        "四十多岁工作没了，怎么办",
        "I was laid off last week, what should I do",
    ],
}

LOOK_ALIKES = {
    "bereavement": [
        "父亲去世，他名下的车怎么过户",
        "去世老人的存款怎么取",
        "丧葬费怎么领",
        "奶奶走不动了，怎么换身份证",
        "老人走丢了怎么找",
        "我妈的死亡证明去哪开",
        "殡仪馆怎么联系",
        "老人去世前立的遗嘱怎么公证",
    ],
    "retirement": [
        "我今年退休金没涨",
        "退休了公积金怎么取",
        "退休证丢了怎么补",
        "提前退休怎么申请",
        "要退休了，退休金怎么算",
        "职工医保退休以后怎么交",
        "延迟退休是怎么回事",
        "早退休亏不亏",
    ],
    "new_child": [
        "新生儿医保怎么交",
        "出生证丢了怎么补",
        "二胎准生证去哪办",
        "孩子出生了，育儿补贴怎么领",
        "刚生了一场病，去哪里看",
        "想生二胎，生育登记怎么办",
        "我老婆生了病怎么办",
        "闺女要生了，去哪个医院",
    ],
    "serious_illness_away": [
        "异地就医备案怎么办",
        "去北京看病怎么报销",
        "大病救助怎么申请",
        "透析的慢病卡怎么办",
        "得了癌症，大病保险怎么报",
        "转院备案在哪办",
        "得了感冒去哪看",
        "免费体检能查出癌症吗",
    ],
    "became_disabled": [
        "残疾证怎么办",
        "残疾了，残疾证去哪办",
        "轮椅补贴去哪领",
        "聋人考驾照去哪",
        "工伤认定找谁",
        "嗓子哑了挂什么科",
        "残疾人怎么找工作",
        "老花眼看不清字怎么办",
    ],
    "moving_to_children": [
        "老人投靠子女怎么迁户口",
        "居住证去哪办",
        "跟儿子住，怎么分户",
        "外地老人公交卡在哪办",
        "儿子不养我怎么办",
        "帮儿子带孙子，育儿补贴怎么领",
        "儿子住院了，怎么报销",
        "搬家公司去哪找",
    ],
    "cannot_care_for_self": [
        "失能补贴怎么申请",
        "养老券去哪领",
        "长护险怎么申请",
        "不能自理了，怎么换身份证",
        "老人瘫在床上，护理险怎么申请",
        "我老糊涂了，忘了密码",
        "找保姆照顾老人去哪里",
        "老人大小便失禁用哪种尿垫",
    ],
    "job_loss": [
        "失业金怎么领",
        "失业了，失业金去哪领",
        "失业登记去哪办",
        "下岗证丢了怎么补",
        "公司不给工资，讨薪找谁",
        "被辞退了，公积金怎么取",
        "儿子不要我了",
        "单位漏交养老怎么办",
    ],
}


def test_there_is_a_guide_for_each_event() -> None:
    assert set(GUIDES.all) == EVERY_GUIDE == set(SAID) == set(LOOK_ALIKES)


@pytest.mark.parametrize(("guide", "text"), [(guide, text) for guide in SAID for text in SAID[guide]])
def test_a_guide_is_found_by_what_people_say(guide: str, text: str) -> None:
    assert found(text) == guide


@pytest.mark.parametrize("guide", sorted(EVERY_GUIDE))
def test_what_people_say_need_not_be_a_cue(guide: str) -> None:
    cues = GUIDES.all[guide].cues
    unseen = [text for text in SAID[guide] if text.lower() not in (*cues.zh, *cues.en)]
    assert len(unseen) == len(SAID[guide]) >= 6


@pytest.mark.parametrize("text", [text for texts in LOOK_ALIKES.values() for text in texts])
def test_a_question_on_one_service_finds_no_guide(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "家里老人去世了要带什么材料",
        "我下岗了，一个月能领多少钱",
        "要退休了，几号去办",
        "我爸走了，他那边的事情现在全都落在我一个人头上，我真的不知道从哪里开始",
        "my mother died and I need to know how much it costs to have a stone put up and who pays for it all",
    ],
)
def test_what_asks_for_a_single_thing_or_tells_a_story_finds_no_guide(text: str) -> None:
    assert found(text) is None


def test_traditional_script_finds_a_guide() -> None:
    assert found("家裡老人去世了怎麼辦") == "bereavement"


def test_hardly_any_question_of_a_service_file_is_taken_for_an_event() -> None:
    asks = [
        ask
        for article in ARTICLES.values()
        for language in LANGUAGES
        for ask in article.asks.in_language(language)
    ]
    taken = [ask for ask in asks if found(ask)]
    assert len(taken) / len(asks) < 0.003, taken


@pytest.mark.parametrize("guide", sorted(EVERY_GUIDE))
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_finds_its_guide_and_is_no_alarm(guide: str, language: Language) -> None:
    cues = GUIDES.all[guide].cues.in_language(language)
    assert len(cues) >= {"zh": 30, "en": 10}[language]
    assert len(set(cues)) == len(cues)
    for cue in cues:
        said = cue.replace(GAP, "")
        assert found(said) == guide, cue
        assert DANGERS.detect(said) is None, cue


def test_no_cue_stands_in_two_guides() -> None:
    cues = [
        cue
        for guide in GUIDES.all.values()
        for language in LANGUAGES
        for cue in guide.cues.in_language(language)
    ]
    assert sorted(cues) == sorted(set(cues))


@pytest.mark.parametrize("guide", sorted(EVERY_GUIDE))
def test_a_guide_is_short_and_plain(guide: str) -> None:
    told = GUIDES.all[guide]
    assert 4 <= len(told.steps) <= 6
    for step in told.steps:
        assert len(plain_language.sentences(step.say.zh, "zh")) <= 2
        assert len(plain_language.sentences(step.say.en, "en")) <= 2
    assert plain_language.length(told.opening.zh + "".join(step.say.zh for step in told.steps)) <= 125


def test_the_first_three_steps_are_three_services() -> None:
    for guide in GUIDES.all.values():
        assert len({step.service for step in guide.steps[:3]}) == 3, guide.id


def test_every_step_is_a_service_that_says_what_it_rests_on() -> None:
    _, problems = read_guides(articles=ARTICLES)
    assert problems == []
    assert {step.service for _, step in STEPS} <= set(ARTICLES)


def test_a_step_outlives_the_rules_that_end() -> None:
    """A step has no last day of its own, so it may not say what an ending text says."""
    for guide, step in STEPS:
        until = ARTICLES[step.service].aspects[step.aspect].until
        if until is not None:
            numbers = plain_language.numbers(step.say.zh, "zh", ARTICLES[step.service].hotlines)
            assert not numbers, (guide.id, step.service)
            assert not step.sources, (guide.id, step.service)


@pytest.mark.parametrize(
    ("guide", "words"),
    [
        ("bereavement", "城里下葬前办，农村一个月内办"),
        ("bereavement", "20个工作日内，告诉社保停发养老金"),
        ("new_child", "一个月内要办"),
        ("became_disabled", "单位30天内要申报"),
        ("became_disabled", "自己1年内申请"),
        ("serious_illness_away", "出院结账前补上"),
    ],
)
def test_deadlines_are_said(guide: str, words: str) -> None:
    assert words in "".join(step.say.zh for step in GUIDES.all[guide].steps)


FILE = "lost_roof.yml"
GOOD = """\
id: lost_roof
title: {zh: 房顶没了, en: Losing the roof}
opening: {zh: 您别急。, en: "Do not worry."}
cues:
  zh: [房顶没了]
  en: [lost my roof]
steps:
  - service: work_injury
    aspect: time
    sources: [work_injury_rules]
    say: {zh: 单位30天内要申报。, en: "The employer reports it within 30 days."}
  - service: temporary_relief
    say: {zh: 打12345问临时救助。, en: "Ring 12345 about temporary relief."}
"""

# what is written, what stands there instead, a part of the line that is reported, a part of the sentence
MISTAKES = {
    "bad layout": ("title: {", "title: x: {", "title: x", "cannot be read here"),
    "a key twice": (
        "id: lost_roof\n",
        "id: lost_roof\nid: lost_roof\n",
        "id: lost_roof",
        "“id” is given twice",
    ),
    "an unknown key": ("    aspect: time", "    aspects: time", "    aspects", "perhaps “aspect”"),
    "a missing key": ("title: {zh: 房顶没了, en: Losing the roof}\n", "", "id:", "“title” is missing"),
    "a missing language": (', en: "Do not worry."', "", "opening", "“en” is missing in “opening”"),
    "no cue": ("  zh: [房顶没了]", "  zh: []", "  zh: []", "“zh” is empty"),
    "a cue that is no list": ("  zh: [房顶没了]", "  zh: 房顶没了", "  zh: 房", "must be a list"),
    "a text that is no words": ("title: {zh: 房顶没了", "title: {zh: 12", "title", "put it in quotes"),
    "a word in place of entries": (
        'opening: {zh: 您别急。, en: "Do not worry."}',
        "opening: 无",
        "opening",
        "indented",
    ),
    "an unknown aspect": (
        "    aspect: time",
        "    aspect: times",
        "    aspect: times",
        "must be one of: summary,",
    ),
    "an id in capitals": ("id: lost_roof", "id: LostRoof", "id: LostRoof", "lower-case"),
    "another id than the file": ("id: lost_roof", "id: lost_wall", "id: lost_wall", "lost_wall.yml"),
    "no full stop": ("您别急。", "您别急", "opening", "add a full stop"),
    "a link": ("问临时救助。", "问www.gov.cn。", "    say: {zh: 打12345", "no link such as"),
    "a space in Chinese": ("您别急。", "您别 急。", "opening", "a space inside"),
    "English in Chinese": ("您别急。", "您用APP办。", "opening", "holds “APP”"),
    "Chinese in English": ("Do not worry.", "Do not 急.", "opening", "say it in English"),
    "a long sentence": (
        "打12345问临时救助。",
        "打12345问一问，临时救助怎么申请，要找谁办。",
        "    say: {zh: 打12345",
        "at most 20",
    ),
    "a long clause": (
        "打12345问临时救助。",
        "打12345问临时救助怎么申请好。",
        "    say: {zh: 打12345",
        "at most 15",
    ),
    "a long English sentence": ("Do not worry.", "Go " + "and go " * 10 + "on.", "opening", "has 22 words"),
    "a service without a file": (
        "service: temporary_relief",
        "service: roof_relief",
        "  - service: roof_relief",
        "no service file “roof_relief”",
    ),
    "a source that the service has not": (
        "[work_injury_rules]",
        "[work_injury_rules, tv]",
        "    sources",
        "has no source “tv”",
    ),
    "a number without a source": (
        "    sources: [work_injury_rules]\n",
        "",
        "    say: {zh: 单位",
        "“30” has no source",
    ),
    "a phone number of another service": (
        "打12345问",
        "打12329问",
        "    say: {zh: 打12329",
        "“12329” has no source",
    ),
    "only one step": (
        GOOD[GOOD.index("  - service: temporary_relief") :],
        "",
        "steps:",
        "“steps” is empty",
    ),
}


def write_guide(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_a_right_file_has_no_problem(tmp_path: Path) -> None:
    guides, problems = read_guides(write_guide(tmp_path, GOOD), ARTICLES)
    assert problems == []
    assert list(guides) == ["lost_roof"]
    assert Guides(guides).find("我家房顶没了", "zh", ASPECTS.detect, names_a_service) is guides["lost_roof"]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_file_line_and_sentence(name: str, tmp_path: Path) -> None:
    right, wrong, reported, sentence = MISTAKES[name]
    assert right in GOOD
    text = GOOD.replace(right, wrong, 1)

    _, problems = read_guides(write_guide(tmp_path, text), ARTICLES)

    matching = [problem for problem in problems if sentence in problem.sentence]
    start = text.rindex(reported) if name == "a key twice" else text.index(reported)
    assert [problem.line for problem in matching][:1] == [text[:start].count("\n") + 1], problems
    assert matching[0].file == f"guides/{FILE}"
    assert matching[0].sentence_zh


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "holds no entries"), (b"- a\n", "holds no entries"), ("id: 房".encode("gbk"), "not UTF-8")],
)
def test_a_file_that_holds_no_guide_is_reported(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    guides, problems = read_guides(tmp_path)
    assert guides == {}
    assert [(problem.line, sentence in problem.sentence) for problem in problems] == [(1, True)]


def test_wrong_guides_are_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="lost_roof"):
        Guides.load(write_guide(tmp_path, GOOD.replace("您别急。", "您别急")))
