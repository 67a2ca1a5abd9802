"""A fraud that goes on is danger now; a question about fraud is a question."""

from __future__ import annotations

import pytest

from knowledge.article import LANGUAGES
from knowledge.danger import Dangers
from knowledge.phrases import Phrases

DANGERS = Dangers.load()


@pytest.mark.parametrize(
    "text",
    [
        "有人打电话说我中奖了，要先交税",
        "说我中了二等奖要先交手续费",
        "短信说我中大奖，让先交钱才能领",
        "抽奖中了冰箱，要我先付运费和税",
        "公安局的人让我转到安全账户",
        "检察院打电话说我账户有问题，要把钱转到安全账户",
        "法院的说我欠钱，叫我汇钱",
        "警察视频说我涉案，让我保密不要告诉家里",
        "社保局打电话说我的卡停了，让我按1提供卡号",
        "让我共享屏幕",
        "叫我装个软件，说要看我手机里的钱",
        "他让我下载一个软件，说能退款",
        "有人打电话说是我孙子，要借两万块",
        "电话里说他是我孙子，在外面出事了要钱",
        "自称我外孙，要我打钱",
        "有人冒充孙子跟我借钱",
        "微信上有人冒充我儿子借钱",
        "一个人说是我侄子，急用钱让我送过去",
        "有人要上门来拿现金",
        "让我把现金交给来的人",
        "卖保健品的说能退我的钱，要先交手续费",
        "有人说能帮我追回买保健品的钱，要先交费",
        "说能帮我把被骗的钱追回来，让我先交保证金",
        "养老公司让我投资，说利息很高",
        "有人叫我投钱养老项目，一年给百分之二十",
        "业务员劝我把存款拿去买养老床位，说高息",
        "让我交十万预定养老床位，说每年返利",
        "老师拉我进群炒股，让我充钱",
        "说有内部消息，让我投钱稳赚不赔",
        "叫我用房子抵押贷款去投资养老",
        "刷单让我先垫钱",
        "网上谈的对象让我给他汇钱",
        "说我的快递丢了要给我赔钱，让我点链接",
        "说我的养老金要停，叫我点链接认证",
        "说我儿子出车祸了，要打钱",
        "有人說我中獎了，要先交稅",
        "someone says I won a prize and must pay tax first",
        "the police told me to transfer money to a safe account",
        "they want me to share my screen",
        "someone says he is my grandson and needs money",
        "he says I get my money back if I pay a fee first",
        "a salesman wants me to invest my savings with high interest",
        "they asked me to install an app",
        "I just gave my password to a stranger",
        "someone will come to collect cash from me",
        "they say my pension will stop unless I click a link",
    ],
)
def test_a_fraud_that_goes_on_is_danger_now(text: str) -> None:
    assert DANGERS.detect(text) == "fraud"


@pytest.mark.parametrize(
    "text",
    [
        "怎么防诈骗",
        "诈骗怎么举报",
        "被骗了怎么报案",
        "怎么识别养老诈骗",
        "中奖短信怎么识别是不是骗人",
        "96110打电话来是不是骗子",
        "国家反诈中心软件要不要装",
        "社区让我下载国家反诈中心",
        "民政局让我下载民政通办补贴",
        "保健品诈骗举报",
        "养老院要先交一大笔预定金，是不是骗局",
        "以房养老是怎么回事",
        "非法集资怎么举报",
        "银行卡借给别人用有没有事",
        "投诉推销保健品的",
        "县医院叫我转省城，要不要备案",
        "医生让我转院怎么报销",
        "派出所让我转户口要什么",
        "住院让我先交押金合理吗",
        "窗口让我先交材料再等通知",
        "办房产证要交多少手续费",
        "养老金要停了怎么认证",
        "我孙子要借我的社保卡",
        "我儿子说他来代办行不行",
        "听说隔壁的人被骗了投资款",
        "高龄津贴先交钱才给办，对吗",
        "how do I protect myself from fraud",
        "how do I report a fake prize",
        "is 96110 a real number",
        "my grandson wants to help me apply",
        "which app do I need for the pension check",
    ],
)
def test_a_question_about_fraud_or_a_visit_to_an_office_is_no_danger(text: str) -> None:
    assert DANGERS.detect(text) is None


def test_the_advice_names_the_police_and_the_line_against_fraud() -> None:
    for language in LANGUAGES:
        advice = Phrases.load().say("danger_fraud", language)
        assert advice.index("110") < advice.index("96110")
