"""Requests for somebody to do something, and questions that only hold such words."""

from __future__ import annotations

import pytest

from assistant.cases.kinds import CaseKind
from assistant.conversation import kinds
from assistant.conversation.commands import Commands
from assistant.conversation.tasks.plans import TASKS
from assistant.state import ConversationState

REQUESTS = {
    CaseKind.CALLBACK: (
        "给我回个电话",
        "打电话给我",
        "麻烦给我回个电话吧",
        "能不能打电话给我",
        "你们能给我打个电话吗",
        "叫人给我回个电话",
        "让你们的人给我打电话",
        "请街道的人回我电话",
        "有空给我回电",
        "请回电",
        "回个电话",
        "明天上午给我打电话",
        "让工作人员联系我",
        "我听不懂，打电话给我说",
        "電話聯繫我",
        "請給我回個電話",
        "Please call me back",
        "can someone call me",
        "I need a call back",
        "could you call me please",
        "请管事的给我打电话",
        "街道的人给我打电话",
        "叫街道的人联系我",
    ),
    CaseKind.APPOINTMENT: (
        "我要预约",
        "我想预约",
        "帮我约个时间",
        "我想约个时间办身份证",
        "给我约个时间吧",
        "我想预约明天上午去大厅",
        "预约",
        "帮我预约一下",
        "能不能帮我约个时间",
        "想约个时间去你们那办社保",
        "I want to make an appointment",
        "can you book an appointment for me",
        "I'd like an appointment",
    ),
    CaseKind.HOME_VISIT: (
        "请上门帮我办",
        "能不能来我家帮我办一下",
        "派个人来我家一趟",
        "我走不动，来不了",
        "我妈下不了楼，去不了大厅",
        "你们到我家来办行吗",
        "麻烦派人上门",
        "能不能派人上门",
        "我走不动，你们上门来帮我办",
        "来我家一趟",
        "叫人上门给我办",
        "我需要上门服务",
        "腿脚不好来不了",
        "please come to my home",
        "can you send someone to my house",
        "I need a home visit",
    ),
    CaseKind.ASSISTED_FILING: (
        "帮我办",
        "帮我办一下吧",
        "你直接帮我办吧",
        "帮我填表",
        "帮我填一下表",
        "我不会填",
        "这个表我不会填",
        "不会填表，帮我填一下",
        "我想找人代办",
        "能不能帮我代办",
        "你们帮我代办一下",
        "麻烦帮我填个申请表",
        "请帮我办理一下",
        "I can't fill in the form",
        "please help me fill in the form",
    ),
    CaseKind.COMPLAINT: (
        "我要投诉",
        "我想投诉",
        "我要投诉你们窗口的人",
        "我要举报",
        "我要举报邻居乱搭乱建",
        "我想反映一个问题",
        "我要反映情况",
        "帮我投诉一下",
        "I want to complain",
        "I want to make a complaint about the clerk",
    ),
}

QUESTIONS = (
    "预约挂号怎么弄",
    "帮我查下养老金",
    "代办要带什么材料",
    "别人能代办吗",
    "代办怎么收费",
    "可以上门办吗",
    "能上门办理吗",
    "上门认证怎么办理",
    "投诉电话是多少",
    "去哪里投诉物业",
    "投诉物业",
    "反映社保局办事效率低",
    "举报有用吗",
    "举报人信息会泄露吗",
    "有人给我打电话说我中奖了",
    "别给我打电话",
    "我要打电话问",
    "电话打不通",
    "你们给我打电话了吗",
    "谁给我打的电话",
    "我去我家附近的社保局",
    "去我家怎么走",
    "有人上门收养老钱是真的吗",
    "有人来我家推销保健品",
    "上门护理怎么申请",
    "上门打针咋弄",
    "我走不动，别人能代办吗",
    "我走不动怎么办",
    "帮我算算能不能领",
    "帮我看看能不能办",
    "帮我妈看看能不能领",
    "女儿帮我办老人卡行不行",
    "可以叫女儿帮我办吗",
    "说帮我办补贴，先交手续费",
    "有人说花钱能帮我办低保，可信吗",
    "不识字不会填表，谁能帮我办低保",
    "我腿不方便，能不能叫村里帮我办残疾补贴",
    "帮我写封情书",
    "帮我放个笑话",
    "给我儿子打电话",
    "预约好了要带什么",
    "预约以后多久能办",
    "怎么预约",
    "预约办身份证要几天",
    "我预约了明天",
    "身份证预约",
    "网上预约不了",
    "我已经投诉了",
    "我投诉了没人管",
    "投诉以后怎样查处理结果",
    "给我妈办上门看病",
    "给我办身份证要带什么",
    "帮我叫救护车",
    "我约了朋友",
    "约个时间要多久",
    "填表要填什么",
    "表在哪里填",
    "how do I book an appointment",
    "do I need an appointment",
    "who can fill in the form for me",
    "where do I complain",
    "the police called me",
    "is a home visit free",
    "I called you yesterday",
    "我打电话了",
    "打了电话没人接",
    "电话联系不上",
)

COMMANDS = Commands.load()


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in REQUESTS.items() for text in texts]
)
def test_a_request_begins_the_task_of_its_kind(text, kind):
    assert kinds.requested(text) is kind
    decision = COMMANDS.read(text, ConversationState())
    assert decision is not None
    (act,) = decision.acts
    assert act.to_json() == {"kind": "task", "step": "start", "task": TASKS[kind], "query": text}


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_left_to_be_answered(text):
    assert kinds.requested(text) is None


def test_a_long_letter_is_no_request():
    letter = "我们小区的物业一直不管电梯，老人下不了楼，打了几次电话没人接。" * 2
    assert kinds.requested(letter + "请给我回个电话") is None


@pytest.mark.parametrize(
    ("text", "reason", "kind"),
    [
        ("找你们的人上门来说", "requested", CaseKind.HOME_VISIT),
        ("人工，帮我办一下", "requested", CaseKind.ASSISTED_FILING),
        ("人工", "requested", CaseKind.QUESTION),
        ("1", "offered", CaseKind.QUESTION),
        ("我急死了", "distress", CaseKind.URGENT),
        ("气死我了", "complaint", CaseKind.COMPLAINT),
        ("I want a person to call me", "requested", CaseKind.CALLBACK),
    ],
)
def test_once_a_person_is_wanted_the_words_tell_what_for(text, reason, kind):
    assert kinds.of(text, reason) is kind
