"""The sentences in which a mistake in a service file is reported, Chinese and English, by code."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # the file
    "no_files": (
        "这个文件夹里没有服务文件。请放入 .yml 文件。",
        "This folder holds no service file: add a .yml file.",
    ),
    "suffix": ("文件名要以 .yml 结尾。请改名。", "The file name must end in .yml: rename it."),
    "unreadable": ("这个文件打不开。请看权限。", "The file cannot be opened: look at its permissions."),
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
    "one_of": (
        "“{name}”只能是：{allowed}。{zh_hint}",
        "“{name}” must be one of: {allowed}{en_hint}.",
    ),
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
    # place pages
    "page_empty": (
        "这一页还没有填写。填好一项，就去掉行首的 #。",
        "Nothing is filled in yet: fill in an entry and take away its #.",
    ),
    "page_region": (
        "不认识“{name}”这个地方。代码都在 knowledge/regions.yml 里。",
        "The place “{name}” is not known: knowledge/regions.yml lists the codes.",
    ),
    "page_name": (
        "文件名和 region“{name}”不一样。请改成一样。",
        "The file name differs from the region “{name}”: make them the same.",
    ),
    "page_service": (
        "没有“{name}”这项服务。{zh_hint}",
        "There is no service “{name}”: {en_hint}.",
    ),
    "ending": (
        "这段话到{date}为止，还有{days}天。请先问好新规定。",
        "This ends on {date} (days left: {days}): find out what follows.",
    ),
    "stale": (
        "来源“{name}”（{grade}级）{days}天没核对了，最多{limit}天。请核对，再改 checked。",
        "The source “{name}” (grade {grade}) was checked {days} days ago, {limit} are allowed: look again.",
    ),
    "source_differs": (
        "来源“{name}”的 {fields} 和{first}里的不一样。请核对，改成一样。",
        "The source “{name}” has another {fields} than {first}: find out which is right and make them agree.",
    ),
    # the catalogue
    "not_covered": (
        "“{name}”（{zh_hint}）没有服务文件。请补上 {name}.yml。",
        "“{name}” ({en_hint}) has no service file: write {name}.yml.",
    ),
    "not_listed": (
        "“{name}”不在 catalogue.yml 里。请在那里写上，或删掉这个文件。",
        "“{name}” does not stand in catalogue.yml: enter it there or remove this file.",
    ),
    # eligibility
    "rule_service": (
        "“{name}”没有服务文件。请改正 service。",
        "There is no service file “{name}”: correct “service”.",
    ),
    "rule_source": (
        "服务文件的 sources 里没有“{name}”。请改正，或先补上。",
        "The service file has no source “{name}”: correct it or add it there first.",
    ),
    "rule_weak": (
        "这个条件只有 C 级来源。请补甲级或乙级来源。",
        "This condition rests on grade C alone: name a source graded A or B.",
    ),
    "step_number": (
        "“{words}”没有甲级或乙级来源。请在这一步的 sources 里写上，或删掉。",
        "“{words}” has no source graded A or B: name one in the step's “sources” or remove it.",
    ),
    "fact_unknown": (
        "facts.yml 里没有“{name}”这一问。请先在那里写上。",
        "facts.yml has no fact “{name}”: describe it there first.",
    ),
    "fact_value": (
        "“{name}”这一问没有“{words}”这样的回答。请照 facts.yml 改。",
        "The fact “{name}” has no answer such as “{words}”: correct it by facts.yml.",
    ),
    "fact_name": (
        "id“{name}”和上面的名字不一样。请改成一样。",
        "The id “{name}” differs from its name above.",
    ),
    "fact_choices": (
        "“{name}”：kind 是 choice 才写 choices，最多三个。",
        "“{name}”: give up to three choices when the kind is choice, and only then.",
    ),
    "fact_unused": (
        "没有哪条规定用到“{name}”。请用上或删掉。",
        "No rule uses the fact “{name}”: use it or remove it.",
    ),
    # words
    "ask_twice": (
        "“{words}”写了两次（也在{first}）。请留一个。",
        "“{words}” is given twice (also in {first}): keep one.",
    ),
    "chinese_alone": (
        "中文说了“{words}”，英文没有。请改成一样。",
        "The Chinese names “{words}”, the English does not: make them agree.",
    ),
    "english_alone": (
        "英文说了“{words}”，中文没有。请改成一样。",
        "The English names “{words}”, the Chinese does not: make them agree.",
    ),
    "rare_characters": (
        "{count}个字里有{found}个难字，最多5%：{words}。请换常用的字。",
        "{found} of {count} characters are rare ones ({words}), at most 5 % are allowed: use commoner words.",
    ),
    "rare_together": (
        "所有的话合起来，{count}个字里有{found}个难字，最多5%。用得最多的是：{words}。请换常用的字。",
        "Of all {count} characters {found} are rare, at most 5 % are allowed: use other words for {words}.",
    ),
    "said_percent": (
        "“{words}”要照平时说。请写四成、一半、百分之五。",
        "“{words}” is not how people say it: write the share in words, without a sign.",
    ),
    "said_yuan": (
        "“{words}”里的元要说块。请改成块。",
        "“{words}” is not how people say it: write kuai for yuan.",
    ),
    "said_date": (
        "“{words}”要照平时说。请写成12月31日这样。",
        "“{words}” is not how people say it: write the month and the day by name.",
    ),
    "said_clock": (
        "“{words}”要照平时说。请写成9点这样。",
        "“{words}” is not how people say it: write the hour by name.",
    ),
    "said_roman": (
        "“{words}”是罗马数字，老人看不懂。请写一、二、三。",
        "“{words}” is a Roman numeral: write a Chinese one.",
    ),
    "said_currency": ("英文里的“{words}”要写 yuan。请改。", "“{words}” is no word to say: write yuan."),
    "phrase_slots": (
        "“{name}”在两种语言里的大括号不一样。请改成一样。",
        "“{name}” has other slots in the two languages: make them agree.",
    ),
    "phrase_missing": (
        "“{name}”在{other}里没有。请在那里写上，或删掉这一句。",
        "“{name}” does not stand in {other}: enter it there or remove it here.",
    ),
    "phrase_slot": (
        "不认识大括号里的“{name}”。只能用：{allowed}。",
        "The slot “{name}” is not known: use one of {allowed}.",
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
    # shorter wordings
    "simple_file": (
        "“{name}”没有短话的文件。请写 simple/{name}.yml。",
        "“{name}” has no file of shorter wordings: write simple/{name}.yml.",
    ),
    "simple_place": (
        "服务文件的 regions 里没有“{name}”。请删掉。",
        "The service file has no text of its own for “{name}”: remove it.",
    ),
    "simple_sentences": (
        "短话有{count}句，最多{limit}句。请只留最要紧的。",
        "A shorter wording has {count} sentences, at most {limit} are allowed: keep what matters most.",
    ),
    "simple_long": (
        "短话有{count}个字，最多{limit}个。请再短些：{words}",
        "A shorter wording has {count} characters, at most {limit} are allowed: shorten “{words}”.",
    ),
    "simple_long_english": (
        "英文短话有{count}个词，最多{limit}个。请再短些：{words}",
        "A shorter wording has {count} words, at most {limit} are allowed: shorten “{words}”.",
    ),
    "simple_longer": (
        "“{words}”不比原来的话短。请再短些。",
        "“{words}” is no shorter than the text it stands for: shorten it.",
    ),
    "simple_number": (
        "原来的话没有说“{words}”。请删掉，或照原来的写。",
        "The text itself does not name “{words}”: remove it or name what the text does.",
    ),
    "simple_term": (
        "“{words}”是官方的词，没有解释。请换成平常话。",
        "“{words}” is an official term that is not explained here: use everyday words.",
    ),
    "simple_jargon": (
        "“{words}”是公家话。请换成平常话，像“{name}”。",
        "“{words}” is what offices say: use everyday words such as “{name}”.",
    ),
}
