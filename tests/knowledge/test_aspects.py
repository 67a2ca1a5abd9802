import pytest

from knowledge.article import LANGUAGES, Aspect, Language
from knowledge.aspects import Aspects


@pytest.fixture(scope="module")
def aspects() -> Aspects:
    return Aspects.load()


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("低保是什么", "summary"),
        ("啥是失能补贴", "summary"),
        ("多大岁数能领", "eligibility"),
        ("我够不够条件", "eligibility"),
        ("高龄补贴多少钱一个月", "amount"),
        ("一个月几多钱", "amount"),
        ("办身份证要带啥", "materials"),
        ("要准备什么手续", "materials"),
        ("社保卡去哪办", "where"),
        ("找哪个部门", "where"),
        ("八十岁那个钱咋领", "steps"),
        ("怎么申请临时救助", "steps"),
        ("身份证要等多久", "time"),
        ("钱啥时候到账", "time"),
        ("补办社保卡要不要钱", "fee"),
        ("结婚证多少钱", "fee"),
        ("我妈走不动，怎么认证", "proxy"),
        ("儿子能代领吗", "proxy"),
        ("没有智能手机怎么认证", "no_smartphone"),
        ("不会扫码咋办", "no_smartphone"),
        ("要注意什么", "mistakes"),
        ("補辦要帶什麼", "materials"),
    ],
)
def test_a_cue_tells_the_aspect(aspects: Aspects, text: str, aspect: str) -> None:
    assert aspects.detect(text, "zh") == aspect


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("What is the old-age allowance?", "summary"),
        ("Am I entitled to it", "eligibility"),
        ("how much do I get per month", "amount"),
        ("what do I need to bring", "materials"),
        ("where do I go", "where"),
        ("how do I apply", "steps"),
        ("how long does it take", "time"),
        ("how much does it cost", "fee"),
        ("can my son do it for me, I can't walk", "proxy"),
        ("I have no smartphone, how do I verify", "no_smartphone"),
        ("my application was refused", "mistakes"),
    ],
)
def test_an_english_cue_tells_the_aspect(aspects: Aspects, text: str, aspect: str) -> None:
    assert aspects.detect(text, "en") == aspect


@pytest.mark.parametrize("text", ["低保", "社保卡", "", "谢谢"])
def test_without_a_cue_there_is_no_aspect(aspects: Aspects, text: str) -> None:
    assert aspects.detect(text, "zh") is None


def test_an_english_cue_inside_a_word_does_not_count(aspects: Aspects) -> None:
    assert aspects.detect("feeling somewhere-ish coffee", "en") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_is_recognised_as_an_aspect(aspects: Aspects, language: Language) -> None:
    for aspect in Aspect:
        for cue in aspects.cues(aspect, language):
            assert aspects.detect(cue.replace("…", "一" if language == "zh" else " one "), language)


def test_labels_are_short_and_differ(aspects: Aspects) -> None:
    for language in LANGUAGES:
        labels = [aspects.label(aspect, language) for aspect in Aspect]
        assert len(set(labels)) == len(Aspect)
    assert all(len(aspects.label(aspect, "zh")) <= 8 for aspect in Aspect)


def test_what_is_left_without_cues_is_the_thing_itself(aspects: Aspects) -> None:
    assert aspects.without_cues("那没有手机呢", "zh").strip("那呢 ") == ""
    assert aspects.without_cues("身份证要带什么", "zh").strip() == "身份证"
