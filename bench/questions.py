"""What the measured residents ask, and in which order: fixed, so that two runs measure the same work."""

from __future__ import annotations

from collections.abc import Iterator

# One conversation a line; each resident asks one of them from top to bottom.
CONVERSATIONS: tuple[tuple[str, ...], ...] = (
    ("八十岁那个钱咋领", "要带什么", "鼓楼区"),
    ("老人补贴一个月有多少", "我住晋安区", "谢谢"),
    ("办身份证要带啥", "多少钱", "几天能拿到"),
    ("身份证丢了怎么办", "在哪里办"),
    ("养老金认证怎么弄", "我没有智能手机", "重复"),
    ("城乡居民养老保险能领多少", "什么时候开始领"),
    ("我妈腿脚不好，谁能帮她办社保卡", "要带什么材料"),
    ("社保卡丢了咋补", "要花钱吗"),
    ("医保一年交多少钱", "什么时候交"),
    ("在外地看病能报销吗", "要先备案吗"),
    ("低保怎么申请", "什么人能领", "仓山区"),
    ("家里失火了没钱，能救急吗", "去哪里申请"),
    ("残疾人补贴有几种", "怎么领"),
    ("坐公交的老人卡怎么办", "多大年纪能办"),
    ("养老服务消费券怎么用", "是什么"),
    ("结婚登记要带户口本吗", "能跨省办吗"),
    ("有人叫我转钱说我中奖了", "是不是骗子"),
    ("接到电话说我医保卡停了", "怎么办"),
    ("how do I renew my ID card", "what do I bring", "how long does it take"),
    ("is there any money for people over eighty", "where do I apply"),
    ("how do we get married here", "does it cost anything"),
    ("can I use my medical insurance in another city", "what should I do first"),
    ("今天天气怎么样", "那养老金几号发"),
    ("八十歲那個錢怎麼領", "我要帶什麼"),
    ("高龄津贴", "1", "2"),
    ("低保", "多少钱", "台江区"),
    ("帮助", "社保卡"),
    ("残疾证补贴", "代办可以吗"),
    ("电动车在哪买", "老年卡怎么年审"),
    ("异地就医备案", "没有手机怎么办", "重复"),
)


def residents(start: int, step: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Endless residents, each with a number of their own and what they ask.

    `start` and `step` give each of several places its own residents. The numbers have the form of Chinese
    mobile numbers; nothing is sent to them, because the measured product answers inline.
    """
    index = start
    while True:
        yield f"+86139{index:08d}", CONVERSATIONS[index % len(CONVERSATIONS)]
        index += step
