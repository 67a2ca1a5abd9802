from __future__ import annotations

import re

import pytest

from knowledge import gaps
from knowledge.gaps import IN_ENGLISH, NO_WORDS, cluster_of
from knowledge.name_words import NameWords

# What a resident wrote, and the parts of it that name a person, a place or a number.
TELLING = (
    ("我叫张建国，住在福州鼓楼区五四路12号，想问宠物狗证怎么办", "张建国 建国 福州 鼓楼 五四"),
    ("我是陈小明，家住仓山区建新镇，要装电梯", "陈小明 小明 仓山 建新"),
    ("王秀英老师的退休金怎么没发", "王秀英 秀英"),
    ("高建设家的高压线断了", "高建设 建设"),
    ("黄金丽的彩票中奖了", "黄金 黄金丽"),
    ("刘平安的车被拖走了", "平安 刘平安"),
    ("帮郭和平问一下路灯坏了", "和平 郭和平"),
    ("我孙子张三要上幼儿园", "张三"),
    ("我老公向水仙的牌照丢了", "水仙"),
    ("林志强欠我五万块工资不还", "林志强 志强 五万"),
    ("姓名周春风，电话13812345678，电动车被偷", "春风 周春风"),
    ("请建设师傅来修下水道", "建设"),
    ("我叫周到，想问充电桩怎么装", "周到"),
    ("李阿姨家的狗天天叫", "李"),
    ("叫欧阳娜娜来接电话，宽带不通", "欧阳 娜娜"),
    ("泉州东湖街道温陵路的下水道堵了", "泉州 东湖 温陵"),
    ("我住阳光小区3栋502，垃圾没人收", "阳光 3 502"),
    ("和平新村停水了", "和平"),
    ("上街镇的公交车几路到", "上街"),
    ("幸福家园小区的噪音谁管", "幸福 家园"),
    ("三明和大田那边的天气怎么样", "三明 大田"),
    ("人民医院的停车场满了", "人民"),
    ("身份证号350102194001011234，护照丢了", "350102194001011234"),
    ("2025年12月买的股票亏了", "2025 12"),
    ("我的银行卡6222020200012345被人盗刷，卡在晋江办的", "晋江 6222020200012345"),
)


@pytest.fixture(scope="module")
def name_words() -> NameWords:
    return NameWords.load()


@pytest.mark.parametrize(("text", "telling"), TELLING)
def test_nothing_of_a_name_a_place_or_a_number_is_in_a_cluster(text: str, telling: str) -> None:
    words = cluster_of(text).split()

    assert not [part for part in telling.split() if any(part in word for word in words)]
    assert not [word for word in words if re.search(r"\d", word)]


def test_most_questions_still_say_what_they_are_about() -> None:
    assert sum(cluster_of(text) != NO_WORDS for text, _ in TELLING) >= 20


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("电动车牌照咋办", "给电动车上个牌照要啥手续"),
        ("下水道堵了找谁", "我家门口下水道又堵住了"),
        ("小区装电梯谁出钱", "我们想装电梯要找谁"),
        ("停水了找谁", "怎么又停水了"),
        ("我想给狗上户口", "狗的户口怎么上"),
        ("宠物狗办证", "宠物办证去哪里"),
        ("垃圾沒人收", "垃圾没人收"),
        ("垃圾 没人收！！", "垃圾没人收"),
    ],
)
def test_the_same_need_in_other_words_is_the_same_cluster(first: str, second: str) -> None:
    assert cluster_of(first) == cluster_of(second) != NO_WORDS


@pytest.mark.parametrize(
    ("text", "cluster"),
    [
        ("电动车牌照咋办", "牌照 电动车"),
        ("幼儿园怎么报名", "幼儿园"),
        ("路灯坏了", "路灯"),
        ("停水了", "停水"),
    ],
)
def test_a_cluster_is_what_the_question_is_about(text: str, cluster: str) -> None:
    assert cluster_of(text) == cluster


@pytest.mark.parametrize("text", ["", "   ", "？？？", "12345", "😀", "嗯嗯", "这个怎么办", "福州"])
def test_what_says_nothing_has_the_cluster_of_no_words(text: str) -> None:
    assert cluster_of(text) == NO_WORDS


def test_a_question_in_english_is_counted_and_not_named() -> None:
    assert cluster_of("my name is Peter Smith, how do I get a dog licence") == IN_ENGLISH


def test_a_long_story_has_a_short_cluster_that_fits_its_column() -> None:
    story = "。".join(text for text, _ in TELLING) * 20

    cluster = cluster_of(story)

    assert len(cluster.split()) == 2
    assert len(cluster) <= 96


@pytest.mark.parametrize("cluster", [NO_WORDS, IN_ENGLISH, "牌照 电动车"])
def test_every_cluster_can_be_shown_with_what_to_do(cluster: str) -> None:
    assert gaps.called(cluster).zh not in (NO_WORDS, IN_ENGLISH)
    assert gaps.next_step(cluster).zh


def test_for_words_a_service_file_is_to_be_written() -> None:
    assert gaps.next_step("彩票").zh == "写一个服务文件，或补叫法"
    assert gaps.next_step(IN_ENGLISH) != gaps.next_step("彩票") != gaps.next_step(NO_WORDS)


@pytest.mark.parametrize(
    ("tokens", "hidden"),
    [
        (["高", "建设", "家"], {0, 1}),
        (["黄金", "丽", "的"], {0, 1}),
        (["张", "建", "国", "问"], {0, 1, 2}),
        (["黄金", "多少", "钱"], set()),
        (["建新", "镇"], {0}),
        (["金色", "阳光", "小区"], {0, 1}),
        (["我", "叫", "周到"], {2}),
        (["找", "建设", "师傅"], {1}),
        (["高", "的", "树"], set()),
        (["温陵路"], {0}),
        (["高速公路"], set()),
        (["鼓楼区"], {0}),
    ],
)
def test_words_beside_names_tell_what_is_a_name(
    name_words: NameWords, tokens: list[str], hidden: set[int]
) -> None:
    assert name_words.hidden(tokens) == hidden
