import pytest

from knowledge.article import Language
from knowledge.spoken.answers import after_denial, is_cancel, read_yes_no

YES = (
    "对", "是", "是的", "好", "行", "中", "成", "要得", "嗯", "嗯嗯", "没错", "就这样", "对头", "可以",
    "对对对", "好的谢谢", "对，是明天上午", "没问题", "不错", "OK", "嗯对的", "好嘞", "就这么定",
    "行行行", "昂", "需要", "我确定",
)  # fmt: skip
NO = (
    "不", "不是", "不对", "错了", "不行", "不要", "甭", "莫", "不用了", "不是的", "没有", "你听错了",
    "不对，是明天", "不对不对是明天", "不是明天，是后天", "不是明天是后天", "不是我妈", "不是我妈是我爸",
    "不行，后天", "不行后天", "不要明天要后天", "不，后天", "错了应该是三点", "不方便", "不办了",
    "不约了", "不要了", "不麻烦你了", "不需要", "不了",
)  # fmt: skip
NEITHER = (
    "不要讲那么快", "不要机器人", "不要繁体字", "好不好嘛",
    "不好意思", "不知道", "不清楚", "不过", "对面", "是我妈", "行动不便", "可以带什么", "中午", "成年",
    "对不对", "是不是", "行不行", "对吗", "好多钱", "要什么", "没事", "不一定", "明天", "算了", "取消",
    "不用了算了", "别弄了", "算了多少钱", "取消低保", "怎么取消", "取消预约", "帮我取消",
    "算了，我自己去", "算了吧谢谢", "我不想办了", "拉倒", "算了我不办了", "不办低保行吗",
)  # fmt: skip
ENGLISH_YES = (
    "yes", "yeah", "yes please", "ok", "that's right", "correct", "sure", "yes, tomorrow",
)  # fmt: skip
ENGLISH_NO = (
    "no", "no thanks", "wrong", "not right", "no, it's tomorrow", "not tomorrow, Friday",
    "not Monday but Tuesday", "nope", "no, cancel it", "it's not my mother",
)  # fmt: skip
ENGLISH_NEITHER = (
    "I don't know", "maybe", "never mind", "cancel", "cancel my appointment", "forget it",
    "how do I cancel", "no problem", "north street", "notice", "never mind, thanks",
)  # fmt: skip
CANCELS = (
    "不用了", "算了", "不办了", "不约了", "取消", "不用了算了", "别弄了", "不要了", "取消预约",
    "帮我取消", "算了，我自己去", "算了吧谢谢", "我不想办了", "拉倒", "算了我不办了",
)  # fmt: skip
ENGLISH_CANCELS = (
    "never mind", "cancel", "cancel my appointment", "forget it", "no, cancel it", "never mind, thanks",
)  # fmt: skip

DENIALS: tuple[tuple[str, Language, str], ...] = (
    ("不对，是明天", "zh", "是明天"),
    ("不对不对是明天", "zh", "是明天"),
    ("不是明天，是后天", "zh", "是后天"),
    ("不是明天是后天", "zh", "是后天"),
    ("不是我妈是我爸", "zh", "是我爸"),
    ("不行，后天", "zh", "后天"),
    ("不行后天", "zh", "后天"),
    ("不要明天要后天", "zh", "要后天"),
    ("不，后天", "zh", "后天"),
    ("错了应该是三点", "zh", "应该是三点"),
    ("no, it's tomorrow", "en", "it's tomorrow"),
    ("not tomorrow, Friday", "en", "Friday"),
    ("not Monday but Tuesday", "en", "Tuesday"),
    ("no, cancel it", "en", "cancel it"),
)


@pytest.mark.parametrize(
    ("said", "agreed"),
    [*((said, True) for said in YES), *((said, False) for said in NO), *((said, None) for said in NEITHER)],
)
def test_a_short_reply_is_yes_no_or_neither(said: str, agreed: bool | None) -> None:
    assert read_yes_no(said, "zh") is agreed


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        *((said, True) for said in ENGLISH_YES),
        *((said, False) for said in ENGLISH_NO),
        *((said, None) for said in ENGLISH_NEITHER),
    ],
)
def test_an_english_reply_is_yes_no_or_neither(said: str, agreed: bool | None) -> None:
    assert read_yes_no(said, "en") is agreed


@pytest.mark.parametrize(
    ("said", "agreed"), [*((said, True) for said in YES), *((said, False) for said in NO)]
)
def test_fillers_and_particles_change_no_reply(said: str, agreed: bool) -> None:
    for around in ("嗯，{}", "{}吧", "{}啊", "{}呀，谢谢", "那个{}。"):
        assert read_yes_no(around.format(said), "zh") is agreed, around


@pytest.mark.parametrize(("said", "language", "rest"), DENIALS)
def test_what_follows_a_denial_is_the_correction(said: str, language: Language, rest: str) -> None:
    assert after_denial(said, language) == rest


@pytest.mark.parametrize("said", ["不", "不是", "不对", "错了", "不是我妈", "不方便"])
def test_after_a_bare_denial_nothing_follows(said: str) -> None:
    assert after_denial(said, "zh") == ""


@pytest.mark.parametrize("said", [*YES, "不好意思", "不知道", "明天", "对面", "没错", "不错"])
def test_what_denies_nothing_is_no_denial(said: str) -> None:
    assert after_denial(said, "zh") is None


@pytest.mark.parametrize("said", CANCELS)
def test_giving_up_is_a_cancel_with_and_without_particles(said: str) -> None:
    for around in ("{}", "那个{}", "嗯{}吧", "{}啊，谢谢", "{}。"):
        assert is_cancel(around.format(said), "zh"), around


@pytest.mark.parametrize("said", ENGLISH_CANCELS)
def test_giving_up_in_english_is_a_cancel(said: str) -> None:
    assert is_cancel(said, "en")


@pytest.mark.parametrize(
    "said", ["算了多少钱", "取消低保", "怎么取消", "不办低保行吗", "不要", "不", "好", "取消要带什么"]
)
def test_asking_about_it_is_no_cancel(said: str) -> None:
    assert not is_cancel(said, "zh")


@pytest.mark.parametrize("said", ["how do I cancel", "no problem", "no", "cancel my pension"])
def test_asking_about_it_in_english_is_no_cancel(said: str) -> None:
    assert not is_cancel(said, "en")


@pytest.mark.parametrize("said", ["算了吧谢谢", "好吧", "不对", "取消", "嗯"])
def test_a_reply_that_is_said_very_often_is_read_as_ever(said: str) -> None:
    assert is_cancel(said * 300 + "多少钱", "zh") is False
    assert read_yes_no(said * 300 + "多少钱", "zh") is not True


def test_english_said_very_often_is_read_as_ever() -> None:
    assert not is_cancel("never mind " * 200 + "how much", "en")
    assert after_denial("no, " * 400 + "Tuesday", "en") == "Tuesday"
