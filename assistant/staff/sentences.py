"""What the console says to staff, by name, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.staff.board_sentences import SENTENCES_OF_BOARD
from assistant.staff.calendar_sentences import SENTENCES_OF_CALENDAR
from assistant.staff.case_sentences import SENTENCES_OF_CASES
from assistant.staff.member_sentences import SENTENCES_OF_MEMBERS
from assistant.staff.tool_sentences import SENTENCES_OF_TOOLS
from assistant.staff.wording import pair
from assistant.store.staff import SHORTEST_PASSWORD
from knowledge.article import Bilingual

_OF_EVERY_PAGE: Mapping[str, Bilingual] = MappingProxyType(
    {
        "name_missing": pair("请输入用户名。", "Enter your user name."),
        "secret_missing": pair("请输入密码。", "Enter your password."),
        "too_long": pair("写得太长了。", "That is too long."),
        "wrong_sign_in": pair("用户名或密码不对。", "The user name or the password is wrong."),
        "too_many_tries": pair(
            "试得太多了，请过几分钟再来。", "Too many tries. Please come back in a few minutes."
        ),
        "signed_out": pair("已经退出。", "You are signed out."),
        "sign_in_first": pair("请先登录。", "Please sign in first."),
        "form_expired": pair(
            "页面过期了，请再按一次。", "The page had expired. Please press the button again."
        ),
        "current_missing": pair("请输入现在的密码。", "Enter your current password."),
        "current_wrong": pair("现在的密码不对。", "The current password is wrong."),
        "new_missing": pair("请输入新密码。", "Enter a new password."),
        "new_too_short": pair(
            f"新密码至少要{SHORTEST_PASSWORD}个字符。",
            f"The new password needs at least {SHORTEST_PASSWORD} characters.",
        ),
        "new_not_new": pair("新密码要和现在的不一样。", "The new password must differ from the current one."),
        "new_not_name": pair("新密码里不要有用户名。", "Leave your user name out of the new password."),
        "again_differs": pair("两次输入的新密码不一样。", "The two new passwords are not the same."),
        "password_changed": pair("密码改好了。", "Your password is changed."),
        "task_done": pair("记下了，已更新。", "Noted as renewed."),
        "task_gone": pair("这件不在清单里了。", "This is no longer on the list."),
        "no_such_page": pair("没有这个页面。", "There is no such page."),
    }
)
PARTS = (
    _OF_EVERY_PAGE,
    SENTENCES_OF_CASES,
    SENTENCES_OF_MEMBERS,
    SENTENCES_OF_BOARD,
    SENTENCES_OF_CALENDAR,
    SENTENCES_OF_TOOLS,
)
SENTENCES: Mapping[str, Bilingual] = MappingProxyType(
    {name: said for part in PARTS for name, said in part.items()}
)


def too_many_characters(over: int) -> Bilingual:
    return pair(f"写长了，请减少{over}个字。", f"Too long: take away {over} characters.")


def sentence(said: str | Bilingual) -> Bilingual:
    """The sentence of that name; a ready sentence stays itself. Raises KeyError on an unknown name."""
    return said if isinstance(said, Bilingual) else SENTENCES[said]


PASSWORD_RULE = pair(
    f"至少{SHORTEST_PASSWORD}个字符。几个词连起来最好记。",
    f"At least {SHORTEST_PASSWORD} characters. A few words in a row are easiest to remember.",
)
