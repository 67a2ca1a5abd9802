"""What the console says about members of the staff, by name, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.staff.wording import pair
from assistant.store.members import Role
from knowledge.article import Bilingual

ROLES: Mapping[Role, Bilingual] = MappingProxyType(
    {
        Role.AGENT: pair("坐席", "Agent"),
        Role.COUNTER: pair("窗口", "Counter"),
        Role.DEPARTMENT: pair("部门", "Department"),
        Role.SUPERVISOR: pair("班长", "Supervisor"),
        Role.EDITOR: pair("知识编辑", "Knowledge editor"),
        Role.ADMINISTRATOR: pair("管理员", "Administrator"),
    }
)

SENTENCES_OF_MEMBERS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "name_wrong": pair(
            "用户名只能用文字、数字和 . _ - @，不能有空格。",
            "A user name has letters, digits and . _ - @ only, no spaces.",
        ),
        "name_taken": pair("这个用户名有人用了。", "Somebody has this user name already."),
        "role_missing": pair("请选角色。", "Choose a role."),
        "not_on_list": pair("请从列表里选。", "Choose from the list."),
        "department_missing": pair("部门人员要选部门。", "Choose the department for this role."),
        "most_open_wrong": pair("请填1到99的数字，或者空着。", "Enter a number from 1 to 99, or nothing."),
        "subject_wrong": pair(
            "统一登录身份只能用英文、数字和符号，不能有空格。",
            "The identity has Latin letters, digits and signs only, no spaces.",
        ),
        "subject_taken": pair("这个统一登录身份别人用了。", "Another member has this identity."),
        "last_administrator": pair(
            "最后一个管理员要留着。请先加一个管理员。",
            "The last administrator has to stay. Add another one first.",
        ),
        "no_such_member": pair("没有这个人员。", "There is no such member."),
        "member_saved": pair("存好了。", "Saved."),
        "member_deactivated": pair("已停用，所有登录都退出了。", "Deactivated and signed out everywhere."),
        "member_activated": pair("已恢复。", "Active again."),
        "profile_saved": pair("存好了。", "Saved."),
        "phone_wrong": pair(
            "电话号码不对，请写手机号或者带区号的座机号。",
            "That is no phone number. Enter a mobile number, or one with its area code.",
        ),
        "service_refused": pair(
            "统一登录没有让您进来。请再试，或者用密码登录。",
            "The sign-in service did not let you in. Try again, or use your password.",
        ),
        "service_again": pair(
            "统一登录没有成功。请再试一次，或者用密码登录。",
            "Signing in through the service did not work. Try once more, or use your password.",
        ),
        "service_away": pair(
            "现在连不上统一登录，请用密码登录。",
            "The sign-in service cannot be reached now. Please use your password.",
        ),
    }
)


def unknown_identity(subject: str) -> Bilingual:
    """The identity is shown to whoever has just proven it, so that an administrator can be told."""
    return pair(
        f"这个身份还没有登记。请把它告诉管理员：{subject}",
        f"This identity is not registered here. Tell an administrator: {subject}",
    )
