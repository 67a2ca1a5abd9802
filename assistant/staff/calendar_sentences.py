"""What the console says about slots, bookings and the hall, by name, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.cases.appointments import KEPT, MISSED
from assistant.cases.kinds import CaseKind
from assistant.cases.timetable import LONGEST_MINUTES, MOST_DAYS, MOST_PLACES, SHORTEST_MINUTES
from assistant.staff.wording import pair
from knowledge.article import Bilingual

SLOT_KINDS: Mapping[CaseKind, Bilingual] = MappingProxyType(
    {
        CaseKind.APPOINTMENT: pair("到窗口办", "Appointment"),
        CaseKind.HOME_VISIT: pair("上门", "Home visit"),
    }
)
OUTCOMES: Mapping[str, Bilingual] = MappingProxyType(
    {KEPT: pair("来了", "kept"), MISSED: pair("没来", "missed")}
)
LANES: Mapping[int, Bilingual] = MappingProxyType(
    {1: pair("65岁以上", "65 and over"), 2: pair("普通", "ordinary")}
)

SENTENCES_OF_CALENDAR: Mapping[str, Bilingual] = MappingProxyType(
    {
        "date_wrong": pair("请选日期。", "Choose a date."),
        "slot_days_wrong": pair(f"请填1到{MOST_DAYS}的数字。", f"Enter a number from 1 to {MOST_DAYS}."),
        "time_wrong": pair("时间要写成 8:30 这样。", "Write the time like 8:30."),
        "times_wrong": pair("结束要比开始晚。", "The end has to come after the start."),
        "minutes_wrong": pair(
            f"请填{SHORTEST_MINUTES}到{LONGEST_MINUTES}的数字。",
            f"Enter a number from {SHORTEST_MINUTES} to {LONGEST_MINUTES}.",
        ),
        "places_wrong": pair(f"请填1到{MOST_PLACES}的数字。", f"Enter a number from 1 to {MOST_PLACES}."),
        "office_missing": pair("请选办事点。", "Choose an office."),
        "slot_kind_missing": pair("请选到窗口办还是上门。", "Choose what the times are for."),
        "slots_opened": pair("时间开好了。", "The times are open."),
        "slots_none": pair(
            "没有新的时间：不在上班时间，或者已经有了。",
            "Nothing was added: outside working time, or there already.",
        ),
        "slot_closed": pair("已停约。里面已约的人，请改时间。", "Closed. Move those who are booked in it."),
        "slot_reopened": pair("又可以约了。", "It can be booked again."),
        "slot_not_found": pair("没有这个时间。", "There is no such time."),
        "slot_full": pair(
            "这个时间刚约满或停约了，请选别的。", "That time is full or closed. Choose another."
        ),
        "slot_over": pair("这个时间已经过了，请选别的。", "That time is over. Choose another."),
        "already_booked": pair(
            "这个个案已经约了别的时间，可以改。", "The case is booked for another time: move it."
        ),
        "not_booked": pair("这个个案现在没有约时间。", "The case is not booked now."),
        "booking_too_early": pair("时间还没到，不能记。", "The time has not come yet."),
        "only_practice": pair("练习的个案不能约真的时间。", "A case for practice takes no real place."),
        "booking_case_over": pair("这个个案办完了，不能再约。", "The case is finished: nothing to book."),
        "case_of_other": pair("这个个案别人在办。", "Somebody else has this case."),
        "booking_made": pair("约好了，会发短信告诉居民。", "Booked. The resident is told by text."),
        "booking_moved": pair("改好了，会发短信告诉居民。", "Moved. The resident is told by text."),
        "booking_untold": pair(
            "约好了。发不了短信，请当面或打电话告诉居民。",
            "Booked. No text can be sent: tell the resident yourself.",
        ),
        "booking_given_up": pair("取消了。", "Cancelled."),
        "booking_noted": pair("记下了。", "Noted."),
        "address_missing": pair("上门要写地址。", "A home visit needs the address."),
        "why_missing": pair("请写为什么要看。", "Say why you need to see it."),
        "counter_wrong": pair("请写窗口号，例如 3。", "Enter the counter, such as 3."),
        "nobody_waits": pair("现在没有人在等。", "Nobody is waiting now."),
        "ticket_gone": pair("这个号已经变了，请看最新的。", "That ticket has changed meanwhile."),
        "ticket_absent": pair("记为过号，可以再叫回。", "Noted as absent; it can be recalled."),
        "ticket_done": pair("这位办完了。", "Served."),
        "ticket_left": pair("这位走了。", "Noted: left."),
        "not_booked_here": pair(
            "这个个案今天在这里没有预约，可以取普通号。",
            "This case is not booked here today; an ordinary ticket can be issued.",
        ),
        "number_unknown": pair("没有这个编号，请再看一遍。", "There is no such number. Please check it."),
        "number_missing": pair("请写个案编号。", "Enter the number of the case."),
    }
)
