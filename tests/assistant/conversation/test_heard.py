"""Words by which residents say that they want it otherwise, and questions that only sound like them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from assistant.conversation import heard
from assistant.messages import Act
from assistant.preferences import Preferences
from knowledge.article import LANGUAGES
from knowledge.library import Library
from knowledge.normalise import bare

SAID: Mapping[str, str] = {
    "slower": """
        慢点 | 慢一点。 | 说慢点 | 说慢一点 | 你说慢点儿 | 请说慢一点 | 讲慢点 | 您讲慢些 | 慢慢说
        慢慢地说 | 太快了 | 你说得太快了 | 说太快啦 | 恁快 | 跟不上 | 我跟不上 | 慢着点 | 慢点慢点
        能慢点吗 | 可以慢一点吗 | 能不能说慢一点 | 麻烦您说慢点 | 不好意思，慢一点 | 說慢一點 | 請講慢點
        你讲话慢一点好吗 | 有点快 | slow down | Please speak more slowly | Too fast!
        you speak too fast | slower please
        """,
    "faster": """
        快点 | 说快点 | 说快一点 | 讲快些 | 太慢了 | 有点慢 | 你说得太慢了 | 說快一點 | 能不能快点
        speak faster | speed up | too slow
        """,
    "louder": """
        大声点 | 大声一点 | 声音大点 | 声音大一点 | 说大声点 | 声音太小了 | 声音有点小 | 声音小了
        大点声 | 大点声说 | 听不见，大声点 | 听不见 | 我听不清 | 听不清楚 | 聽不見 | 響一點 | 高声点
        音量调大 | 把声音调大 | 声音再大点 | 大聲點 | 请大声一点 | 能大声点吗 | speak up | louder please
        turn it up | turn up the volume | it's too quiet | I can't hear you
        """,
    "softer": """
        小声点 | 声音小点 | 声音太大了 | 声音大了 | 太吵了 | 有点吵 | 小点声 | 轻声点 | 轻一点
        声音调小 | 音量调小一点 | 小聲一點 | 声音太响了 | softer please | turn it down | too loud
        quieter
        """,
    "bigger": """
        字大一点 | 字太小了 | 字小了 | 字有点小 | 字大点 | 大字 | 大字版 | 放大 | 放大一点 | 把字放大
        把字调大一点 | 看不清字 | 看不清 | 看不见 | 字看不清 | 字太小看不清 | 字體大一點 | 大点字
        字号调大 | bigger text | make the text bigger | the letters are too small
        """,
    "smaller": """
        字小一点 | 字太大了 | 字大了 | 字小点 | 缩小 | 把字调小 | 小点字 | 字體小一點 | smaller text
        make it smaller | text too big
        """,
    "hant": """
        繁体 | 繁体字 | 用繁体 | 换成繁体字 | 我要繁体字 | 写繁体 | 繁體字 | 正體字 | 繁體中文
        traditional chinese | in traditional chinese
        """,
    "hans": """
        简体 | 简体字 | 简体中文 | 换成简体字 | 簡體字 | simplified | switch to simplified chinese
        """,
    "en": """
        说英语 | 讲英文 | 用英文 | 换成英语 | 我要英文 | 用英语说 | 請說英語 | 能说英语吗
        English please | speak English | can you speak English
        """,
    "zh": """
        说普通话 | 讲中文 | 用普通话 | 说国语 | 講國語 | 換成中文 | 用中文说 | 改说中文 | chinese please
        speak Chinese | in Mandarin
        """,
    "repeat": """
        请再说一遍 | 再讲一次 | 重说一遍 | 再念一遍 | 没听清 | 没听清楚 | 我没听见 | 没听到，再说一遍
        你说啥 | 刚才说什么 | 再說一遍 | say that again please | what did you say | pardon
        I didn't hear you
        """,
    "simplify": """
        听不懂 | 听不明白 | 我听不懂 | 俺听不懂 | 还是听不懂 | 没听懂 | 我还是不明白 | 看不懂 | 弄不懂
        不太懂 | 听不太懂 | 听不懂啊 | 听不懂你说什么 | 你说的我听不懂 | 你说啥我听不懂 | 完全听不懂
        我一点都听不懂 | 说简单点 | 讲简单一点 | 说明白点 | 说白一点 | 太复杂了 | 说人话 | 说大白话
        简单点说 | 能不能说简单点 | 聽不懂 | 沒聽懂 | 說簡單點 | I don't understand | I don’t understand
        simpler please | say it more simply | too complicated
        """,
    "explain": """
        啥意思 | 什么意思 | 这是啥意思 | 这个是什么意思 | 那是啥意思 | 这话啥意思 | 么子意思
        这个词是什么 | 什麼意思 | 這是什麼意思 | what does that mean | what do you mean?
        """,
    "more": """
        还有呢 | 还有吗 | 还有什么 | 还有啥 | 还有别的吗 | 还有没有 | 还有哪些 | 还有没 | 然后呢
        接下来呢 | 接着说 | 继续说 | 继续 | 往下说 | 说下去 | 還有呢 | 繼續說 | what else?
        anything else | go on | tell me more
        """,
    "back": """
        回到刚才 | 回到刚才的问题 | 回到刚才那个 | 返回 | 返回上一个 | 上一个 | 刚才那个 | 刚才那件事
        刚才说的事 | 接着刚才的说 | 说回刚才 | 之前的问题 | 退回去 | 回到剛才 | 咱们回到刚才的事
        go back | back | go back to the previous one
        """,
    "cancel": """
        算了 | 算了吧 | 还是算了 | 算啦 | 算了算了 | 算了，不办了 | 不办了 | 我不办了 | 俺不办了
        不想办了 | 不约了 | 先不办 | 先不办了 | 不要了 | 不用了 | 别办了 | 取消 | 取消预约 | 取消吧
        不預約了 | never mind | forget it | cancel it please
        """,
    "about": """
        那我老伴呢 | 我老伴呢 | 那我妈呢 | 我妈妈呢 | 那我爸也能领吗 | 我老伴能领吗 | 我老公呢
        那我邻居呢 | 要是我妈呢 | 换成我老伴呢 | 那老伴儿呢 | 那俺娘呢 | 那我自己呢 | 那我呢 | 那俺呢
        我也能领吗 | 那我老伴能不能领呀 | 那我公公婆婆呢 | 那我爸妈呢 | 我老伴行不行 | 我媽呢 | 老伴咧
        那我家那口子呢 | What about my wife | how about me | and my mother | what about myself
        """,
}

SOMETHING_ELSE = """
    慢性病怎么报销 | 慢病卡怎么办 | 快递 | 快递丢了找谁投诉 | 大声喧哗投诉哪里 | 邻居大声放音乐怎么办
    小字不识 | 字不识怎么填表 | 低保算了没有 | 低保算了多少 | 取消了吗 | 不办了吗 | 回到老家怎么办社保
    回到农村户口怎么办 | 还有多久到账 | 还有几天 | 还有什么材料 | 还有什么补贴 | 还有别人能领吗
    我妈能领多少 | 我老伴能领多少钱 | 听不懂普通话的老人怎么办 | 听不懂医生说的话 | 取消订单 | 取消低保
    取消预约怎么办 | 预约取消了怎么重新约 | 换成英文名怎么改户口 | 英语四级证怎么补 | 翻译成英文
    英文版出生证明 | 普通话证书 | 繁体字的户口本能用吗 | 看不清字的残疾证 | 眼睛看不清
    听不见怎么办残疾证 | 视力看不清能办残疾证吗 | 说话不清楚能办残疾证吗 | 不办了会怎么样 | 不领了怎么停
    不用了怎么退 | 上一个月的养老金 | 上一个单位的社保 | 之前的社保怎么转 | 刚才交的钱 | 返回原籍
    退回社保 | 退回多交的钱 | 继续交社保 | 继续教育 | 接着交医保 | 后面怎么办 | 然后怎么办
    后来呢怎么报 | 什么叫低保 | 什么是慢特病 | 啥时候发钱 | 意思是要去窗口吗 | 我妈住院怎么报
    我爸的养老金 | 我爱人是军人 | 我儿子没工作 | 孩子上户口 | 老人走失 | 我自己交社保 | 我能领吗
    我自己能不能办身份证 | 大病怎么报 | 小病怎么报 | 快七十了能领吗 | 快到期的身份证 | 声音 | 字 | 快
    慢 | 不懂法怎么打官司 | 不明白怎么交社保 | 不清楚 | 搞不清楚 | 不知道 | 看不懂申请表怎么填
    没听说过长护险 | 简单的医保报销 | 放大镜能报销吗 | 大字报 | 再说吧 | 说什么都没用 | more money
    more about pension | back pain | go back to my village pension | cancel my insurance
    slow payment of pension | I don't understand the pension form | large print id card
    english birth certificate | what does dibao cover | my mother's pension | how about the pension
    my wife is disabled | me too | too expensive | repeat prescription | 好的 | 是 | 不是 | 不要 | 对
    谢谢 | 明天上午 | 下周三 | 我妈 | 老伴 | 替我妈办 | 我自己 | 大桥下面 | 我家在东街口
    """


def rows(table: str) -> list[str]:
    """The messages of a table, which stand between bars and line ends."""
    return [row.strip() for row in re.split(r"[|\n]", table) if row.strip()]


def means(text: str) -> str | None:
    act = heard.read(bare(text))
    return None if act is None else str(act.get("value") or act.kind)


@pytest.mark.parametrize(
    ("text", "meant"), [(text, meant) for meant, texts in SAID.items() for text in rows(texts)]
)
def test_who_wants_it_otherwise_is_understood_without_a_model(text, meant):
    assert means(text) == meant


@pytest.mark.parametrize("text", rows(SOMETHING_ELSE))
def test_whoever_says_more_or_answers_a_question_is_left_to_the_dialogue(text):
    assert means(text) is None


def test_no_question_about_a_service_is_taken_for_a_wish_how_to_be_spoken_to():
    taken = [
        (article.id, asked, means(asked))
        for article in Library.load().articles.values()
        for language in LANGUAGES
        for asked in article.asks.in_language(language)
        if means(asked) is not None
    ]
    assert taken == []


def test_every_change_of_how_it_is_said_is_one_that_can_be_made():
    acts = [heard.read(bare(text)) for texts in SAID.values() for text in rows(texts)]
    changes = {(act.get("name"), act.get("value")) for act in acts if act and act.kind == "preference"}
    assert {value for name, value in changes if name == "language"} == set(LANGUAGES)
    for name, value in changes:
        if name != "language":
            assert Preferences(rate=80, volume=1, size=1).changed(name, value)


def test_who_asks_for_somebody_else_is_quoted():
    assert heard.read("那我老伴呢") == Act("about", {"query": "那我老伴呢"})
