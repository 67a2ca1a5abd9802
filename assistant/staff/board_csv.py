"""Figures and cases as tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from assistant.cases.kinds import BREACHES
from assistant.staff import board_sentences as said
from assistant.staff.board_figures import Board, ShownRate
from assistant.staff.shown import Names, local_time
from assistant.store.outcomes import Listed
from knowledge.article import Bilingual

MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8; without it an older Excel shows nonsense for Chinese."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_CASE_HEADINGS = (
    "编号 number",
    "种类 kind",
    "状态 status",
    "事项 service",
    "地区 district",
    "渠道 channel",
    "部门 department",
    "开 opened",
    "接单 taken",
    "首次联系 first answer",
    "办结 settled",
    "结束 closed",
    "接单用时（分） taken after min",
    "首次联系用时（分） first answer after min",
    "办结用时（分） settled after min",
    "超时 late",
    "重办次数 times reopened",
    "退单次数 times sent back",
    "评价 rating",
    "解决了 solved",
)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (CWE-1236, OWASP CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def figures(board: Board) -> str:
    """All tables of the board, one below the other."""
    lines: list[Sequence[str]] = [("时间 time", f"{board.period.first} – {board.period.last}"), ()]
    lines.append(("数字 figure", "个数 part", "总数 of", "百分比 percent", "算法 how it is counted"))
    lines += [
        (_both(rate.name), *_counts(rate), _both(rate.meaning))
        for rate in (*board.rates, *(step.late for step in board.times))
    ]
    lines += [(), ("用时（秒） time (s)", "个数 n", "P50", "P75", "P90", "P95", "算法 how it is counted")]
    for step in board.times:
        spread = step.times
        cells = (spread.n, spread.median, spread.p75, spread.p90, spread.p95)
        lines.append((_both(step.name), *(_number(cell) for cell in cells), _both(step.meaning)))
    lines += [(), ("从 from", "开的 opened", "已办结 settled")]
    lines += [
        (stretch.first.isoformat(), str(stretch.opened), str(stretch.settled)) for stretch in board.volume
    ]
    for group in board.groups:
        lines += [(), (_both(group.name), "个案 cases", *(_both(rate.name) for rate in board.rates))]
        lines += [
            (_both(line.name), str(line.opened), *(_both(rate) for rate in line.rates))
            for line in group.lines
        ]
    lines += [(), ("部门 department", "派单 sent", "退单 sent back", "办好 finished")]
    lines += [
        (_both(line.name), str(line.sent), str(line.sent_back), str(line.finished))
        for line in board.departments
    ]
    return _written(lines)


def cases(listed: Iterable[Listed], names: Names, departments: Mapping[str, Bilingual]) -> str:
    """One line a case: numbers, codes and times, nothing of the resident or the staff."""
    lines: list[Sequence[str]] = [_CASE_HEADINGS]
    lines += [_case(one, names, departments) for one in listed]
    return _written(lines)


def _case(one: Listed, names: Names, departments: Mapping[str, Bilingual]) -> tuple[str, ...]:
    """The mark before the number keeps a spreadsheet from reading 2031-5 as a month."""
    moments = (one.opened_at, one.taken_at, one.replied_at, one.resolved_at, one.closed_at)
    return (
        f"#{one.number}",
        _both(said.named(said.KINDS, one.kind)),
        _both(said.named(said.STATUSES, one.status)),
        _both(names.service(one.service)),
        _both(names.region(one.region)),
        _both(said.named(said.CHANNELS, one.channel)),
        _both(said.named(departments, one.department)) if one.department else "",
        *(_moment(at) for at in moments),
        *(_minutes(seconds) for seconds in (one.take_s, one.reply_s, one.resolve_s)),
        " ".join(said.STEPS[step].name.zh for step, bit in BREACHES.items() if one.breaches & bit),
        str(one.reopened),
        str(one.sent_back),
        _both(said.named(said.RATINGS, one.rating)) if one.rating else "",
        "" if one.solved is None else _both(said.YES if one.solved else said.NO),
    )


def _written(lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return MARK + text.getvalue()


def _counts(rate: ShownRate) -> tuple[str, str, str]:
    percent = rate.rate.percent
    return str(rate.rate.part), str(rate.rate.whole), "" if percent is None else f"{percent:.1f}"


def _both(words: Bilingual) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _minutes(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds / 60:.1f}"


def _moment(at: datetime | None) -> str:
    return "" if at is None else local_time(at)
