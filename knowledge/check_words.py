"""The sentences in which a mistake in a service file is reported, Chinese and English, by code."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # the file
    "no_files": (
        "这个文件夹里没有服务文件。请放入 .yml 文件。",
        "This folder holds no service file: add a .yml file.",
    ),
    "suffix": ("文件名要以 .yml 结尾。请改名。", "The file name must end in .yml: rename it."),
    "not_utf8": ("文件不是 UTF-8 编码。请另存为 UTF-8。", "The file is not UTF-8: save it as UTF-8."),
    "bad_yaml": (
        "这里的格式读不懂（{detail}）。请看缩进、冒号和引号。",
        "The layout cannot be read here ({detail}): look at indents, colons and quotes.",
    ),
    "not_entries": (
        "文件里没有内容。请照另一个服务文件写。",
        "The file holds no entries: copy another service file.",
    ),
    "twice": ("“{name}”写了两次。请删掉一个。", "“{name}” is given twice: remove one of them."),
    "file_name": (
        "文件名和 id“{id}”不一样。请把文件叫做 {id}.yml。",
        "The file name differs from the id “{id}”: name the file {id}.yml.",
    ),
    # the schema
    "missing": ("“{where}”里缺少“{name}”。请补上。", "“{name}” is missing in “{where}”: add it."),
    "unknown": ("不认识“{name}”这一项。{zh_hint}", "“{name}” is not known here: {en_hint}."),
    "words": ("“{name}”要写成文字。请加上引号。", "“{name}” must be words: put it in quotes."),
    "empty": ("“{name}”是空的。请写上内容。", "“{name}” is empty: fill it in."),
    "list": ("“{name}”要写成一列，像 [甲, 乙]。", "“{name}” must be a list such as [a, b]."),
    "entries": ("“{name}”下面要有缩进的小项。", "“{name}” must hold indented entries."),
    "date": ("“{name}”要写日期，像 2026-12-31。", "“{name}” must be a date such as 2026-12-31."),
    "yes_no": ("“{name}”只能写 true 或 false。", "“{name}” must be true or false."),
    "one_of": ("“{name}”只能是：{allowed}。", "“{name}” must be one of: {allowed}."),
    "shape_phone": (
        "“{name}”不是电话号码。只写数字和短横。",
        "“{name}” is no phone number: write digits and hyphens.",
    ),
    "shape_region": (
        "地区代码“{name}”要是六位数字，加引号。",
        "The region code “{name}” must be six digits in quotes.",
    ),
    "shape_id": (
        "“{name}”只能用小写英文字母、数字和下划线。",
        "“{name}” may hold only lower-case letters, digits and underscores.",
    ),
    "other": ("“{name}”写错了（{detail}）。", "“{name}” is wrong: {detail}."),
    # sources and aspects
    "aspect_missing": (
        "aspects 里缺少“{name}”。请写上是谁说的。",
        "“{name}” is missing in “aspects”: say who states it.",
    ),
    "source_unknown": (
        "sources 里没有“{name}”。请先在 sources 里写明它。",
        "“{name}” does not stand in “sources”: describe it there first.",
    ),
    "source_unused": (
        "来源“{name}”没有用到。请用上或删掉。",
        "The source “{name}” is not used: use it or remove it.",
    ),
    "checked_early": (
        "来源“{name}”的核对日早于公布日。请改日期。",
        "The source “{name}” was checked before its own date: correct the dates.",
    ),
    "no_grade": (
        "“{name}”没有甲级或乙级（A、B）来源。请补来源，或写 confirm: true。",
        "“{name}” has no source graded A or B: add one or write “confirm: true”.",
    ),
    "confirm_number": (
        "“{name}”还要再确认，不能说“{words}”。请删掉，或补来源。",
        "“{name}” is to be confirmed and may not name “{words}”: remove it or add a source.",
    ),
    "weak_number": (
        "“{words}”只有 C 级来源，不能说。请删掉，或补来源。",
        "“{words}” rests on grade C alone: remove it or add a source graded A or B.",
    ),
    "related_unknown": (
        "related 里的“{name}”没有服务文件。请改正或删掉。",
        "The related service “{name}” has no file: correct or remove it.",
    ),
    "related_self": ("related 里写了自己。请删掉。", "The service is related to itself: remove it."),
    "region_uneven": (
        "“{name}”在 aspects 和 texts 里要都写。",
        "“{name}” must stand both in “aspects” and in “texts” of the region.",
    ),
    "ended": (
        "这段话到{date}为止，已经过期。请更新或删掉。",
        "This has ended on {date}: renew or remove it.",
    ),
    # words
    "ask_twice": (
        "“{words}”写了两次（也在{first}）。请留一个。",
        "“{words}” is given twice (also in {first}): keep one.",
    ),
    "link": ("文字里不能有网址“{words}”。请删掉。", "A text may hold no link such as “{words}”: remove it."),
    "not_closed": ("“{words}”后面缺句号。", "“{words}” does not end its sentence: add a full stop."),
    "space": (
        "“{words}”中间有空格。请去掉，或写在同一行。",
        "There is a space inside “{words}”: take it out.",
    ),
    "latin": ("中文里有英文“{words}”。请换成中文。", "The Chinese text holds “{words}”: say it in Chinese."),
    "han_in_english": (
        "英文里有中文“{words}”。请译成英文。",
        "The English text holds “{words}”: say it in English.",
    ),
    "long_sentence": (
        "这句有{count}个字，最多{limit}个。请拆成两句：{words}",
        "A sentence has {count} characters, at most {limit} are allowed: split “{words}”.",
    ),
    "long_clause": (
        "这一段{count}个字没停顿，最多{limit}个。请加逗号：{words}",
        "A clause has {count} characters, at most {limit} are allowed: add a comma in “{words}”.",
    ),
    "long_english": (
        "这句英文有{count}个词，最多{limit}个。请拆成两句：{words}",
        "A sentence has {count} words, at most {limit} are allowed: split “{words}”.",
    ),
    "phone_unknown": (
        "电话{words}没写在 hotlines 里。请补上或改正。",
        "The phone number {words} does not stand in “hotlines”: add or correct it.",
    ),
}
