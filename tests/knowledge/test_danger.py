from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.danger import Dangers


@pytest.fixture(scope="module")
def dangers() -> Dangers:
    return Dangers.load()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("medical", "救命"),
        ("medical", "我胸口好痛"),
        ("medical", "胸口像石头压着，喘不上气"),
        ("medical", "老伴叫不醒了"),
        ("medical", "我老头子晕倒了怎么办"),
        ("medical", "像是中风，嘴歪了"),
        ("medical", "我妈摔倒了起不来"),
        ("medical", "孙子吃错药了"),
        ("medical", "他没有呼吸了"),
        ("medical", "心臟病發作了"),
        ("medical", "鱼刺卡在喉咙里，脸都紫了"),
        ("medical", "我奶奶昏迷不醒 快来人"),
        ("medical", "他喝了农药"),
        ("medical", "流了好多血止不住"),
        ("medical", "我现在心绞痛，以前也有过"),
        ("fire", "家里着火了"),
        ("fire", "厨房冒烟了"),
        ("fire", "闻到煤气味怎么办"),
        ("fire", "燃气好像漏了"),
        ("fire", "樓下電瓶車燒起來了"),
        ("suicide", "不想活了"),
        ("suicide", "活着没意思，想死"),
        ("suicide", "我要跳楼"),
        ("suicide", "我老伴想不开要喝农药"),
        ("fraud", "骗子让我转账"),
        ("fraud", "刚把钱转过去了"),
        ("fraud", "要我的验证码怎么办"),
        ("fraud", "有人说是公安局的，叫我把钱转到安全账户"),
        ("fraud", "说我孙子出事了要我打钱"),
        ("fraud", "我被骗了三万块"),
        ("fraud", "客服让我把验证码念给他"),
        ("crime", "有人砸门要打我"),
        ("crime", "儿子打我，把我关在家里不让出门"),
        ("crime", "家里进贼了"),
        ("crime", "我被抢了"),
        ("crime", "我害怕，有人跟踪我"),
        ("crime", "孙子不见了，孩子走丢了"),
    ],
)
def test_danger_now_is_recognised(dangers: Dangers, kind: str, text: str) -> None:
    assert dangers.detect(text) == kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("medical", "My husband has collapsed!"),
        ("medical", "I think he is having a heart attack"),
        ("medical", "she’s not breathing"),
        ("medical", "My mother fell and can't get up"),
        ("medical", "I have chest pain"),
        ("fire", "my kitchen is on fire"),
        ("fire", "I smell gas in the flat"),
        ("suicide", "I don't want to live any more"),
        ("suicide", "I want to kill myself"),
        ("fraud", "someone is asking me to transfer money to a safe account"),
        ("fraud", "he wants my verification code"),
        ("fraud", "I was just scammed"),
        ("crime", "someone is breaking in"),
        ("crime", "my son is beating me"),
    ],
)
def test_danger_now_is_recognised_in_english(dangers: Dangers, kind: str, text: str) -> None:
    assert dangers.detect(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "被骗了怎么举报",
        "报警电话是多少",
        "火警电话多少",
        "中暑报销",
        "火化补贴",
        "自杀保险赔不赔",
        "我爸去年中风了，能办残疾证吗",
        "以前心梗住过院",
        "没有着火",
        "他不是心脏病发作",
        "怎么预防煤气中毒",
        "如何防止电信诈骗",
        "煤气费怎么交",
        "燃气过户要什么手续",
        "火车票怎么买",
        "心脏病住院报销多少",
        "工伤摔断腿怎么赔",
        "打我电话",
        "有事给我打电话",
        "抢劫罪判几年",
        "家里着火烧光了，能申请救助吗",
        "诈骗罪的标准",
        "老人走不动了，能上门办吗",
        "怕着火，灭火器哪里买",
        "想死你了",
        "医生说要抽血",
        "听说隔壁村有人被骗了两万",
        "丧葬补贴怎么领",
        "老人去世了怎么办",
        "低保多少钱",
        "今天天气怎么样",
        "",
    ],
)
def test_a_question_about_rules_or_the_past_is_no_danger(dangers: Dangers, text: str) -> None:
    assert dangers.detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "what is the number of the fire station",
        "how do I report a scam",
        "how to prevent a heart attack",
        "my father had a heart attack last year, can he get a subsidy",
        "is a heart attack covered by insurance",
        "how do I pay the gas bill",
        "he did not collapse",
        "how do I renew my ID card",
    ],
)
def test_an_english_question_about_rules_or_the_past_is_no_danger(dangers: Dangers, text: str) -> None:
    assert dangers.detect(text) is None


def test_a_long_story_is_no_danger_unless_it_says_now(dangers: Dangers) -> None:
    story = "我家住在村东头，房子是老房子，儿子在外地打工，一年回来一次，他有一回晕倒了，" * 2
    assert dangers.detect(story) is None
    assert dangers.detect(story + "我老伴现在晕倒了") == "medical"


def test_the_gravest_of_two_dangers_is_told(dangers: Dangers) -> None:
    assert dangers.detect("着火了，我妈晕倒了") == "fire"


def test_a_file_without_all_dangers_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "danger.yml"
    file.write_text("kinds: {}\n", encoding="utf-8")
    with pytest.raises(ValidationError):
        Dangers.load(file)
