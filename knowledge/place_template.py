"""What the page of a place could still say, and a page to start from for whoever writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from knowledge.article import Article, Aspect, Group
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.regions import Regions

_GROUPS = get_args(Group)

_HEAD = """\
# {place}本地的话。住在这里的人来问，帮办先说这里写的话。
#
# 怎样填：
# 1. 最前面有 # 的行，帮办不看。填好一段，就把那几行最前面的 # 去掉。空格一个都不要动。
# 2. 先填 sources，写明是哪份文件说的。
# 3. 再填 services，只填您知道的。不知道的留着 #，帮办会请居民打电话问。
# 4. 每一项写两处：aspects 里写依据，texts 里写要说的话。中文（zh）、英文（en）都要写。
# 5. 存成 UTF-8，文件名不要改。再打：bangban knowledge check
# 6. 没有错误了，请管机器的人把帮办重新启动。
#
# 依据怎样写：
#   amount: {{sources: [notice]}}                      有文件的，写那份文件的名字
#   amount: {{sources: [notice], until: 2027-12-31}}   只到某一天为止的，写上那一天
#   materials: {{confirm: true}}                       没有文件、只是平常做法的。不能写数，帮办会请人先核实
#
# 话怎样写：
#   一句最多20个字，中间不停顿的最多15个字，句尾有句号。第一句就说到点子上。
#   钱和比例照平时说：300块、四成。不写网址，不写英文缩写。英文一句最多20个词。
#   要写完整：这里的话会整个换掉全国的、上一级的话。
#
# 填好的样子（数是举例，不是真的）：
#   old_age_allowance:
#     aspects:
#       amount: {{sources: [notice]}}
#     texts:
#       amount:
#         zh: 满80岁，每月发100块。钱打到社保卡里。
#         en: From age 80 it is 100 yuan a month. It is paid to your social security card.

region: "{code}"

# 本地自己的电话。话里要说的，先写在这里，两边加引号。服务里已有的号码（像12345）不用写。
#hotlines: ["区号-号码"]

sources:
# 一份文件写一段。notice 是自己起的名字，用小写英文。还有一份，就另起名字，照样写一段。
#  notice:
#    title:
#      zh:        # 文件的全名
#      en:        # 全名的英文
#    short:
#      zh:        # 简称，跟在答复后面
#      en:        # 简称的英文
#    issuer:      # 发文的单位
#    number:      # 文号。没有就空着
#    date:        # 发文的日期，像 2026-10-01
#    grade:       # 看到文件原文写 A，报纸或办事指南写 B，只有一个转述写 C
#    checked:     # 您核对的日期

services:
"""


@dataclass(frozen=True, slots=True)
class Missing:
    """What differs by place about one service and is not written for a place.

    `above` is what a larger place around it has written for all that lies in it, by the code of that place.
    """

    article: Article
    aspects: tuple[Aspect, ...]
    above: Mapping[str, tuple[Aspect, ...]]


def missing(library: Library, path: Sequence[str]) -> list[Missing]:
    """What the place whose codes are `path`, itself first, has not written; those for old people first."""
    found = [_missing(article, path) for article in library.articles.values()]
    found.sort(key=lambda one: _GROUPS.index(one.article.group))
    return [one for one in found if one.aspects]


def _missing(article: Article, path: Sequence[str]) -> Missing:
    written = {aspect: _written(article, aspect, path) for aspect in Aspect if article.aspects[aspect].local}
    above = {
        code: tuple(aspect for aspect, place in written.items() if place == code)
        for code in path[1:]
        if code in written.values()
    }
    return Missing(article, tuple(aspect for aspect, place in written.items() if place is None), above)


def _written(article: Article, aspect: Aspect, path: Sequence[str]) -> str | None:
    """The code of the place whose rule holds for `path`; None when it differs again further inside."""
    for code in path:
        region = article.regions.get(code)
        if region is not None and aspect in region.aspects:
            return code if code == path[0] or not region.aspects[aspect].local else None
    return None


def page_to_fill(code: str, library: Library, regions: Regions, aspects: Aspects) -> str:
    """A page for the place `code` with an entry behind # for everything that it has not written.

    Raises KeyError on a code that is not kept.
    """
    path = regions.path(code)
    place = "".join(regions.get(one).name.zh for one in reversed(path))
    blocks = ["\n".join(_block(one, regions, aspects)) for one in missing(library, path)]
    return _HEAD.format(place=place, code=code) + "\n\n".join(blocks) + "\n"


def _block(one: Missing, regions: Regions, aspects: Aspects) -> Iterator[str]:
    title = one.article.texts.zh.title
    yield f"# ── {title} ──"
    for code, written in one.above.items():
        labels = "、".join(f"{aspects.label(aspect, 'zh')}（{aspect}）" for aspect in written)
        yield f"# {regions.get(code).name.zh}已经写了：{labels}。这里不一样，才照样另写一项。"
    yield f"#  {one.article.id}:"
    yield "#    aspects:"
    for aspect in one.aspects:
        yield f"#      {aspect}: {{sources: [notice]}}"
    yield "#    texts:"
    for aspect in one.aspects:
        yield f"#      {aspect}:    # {title}：{aspects.label(aspect, 'zh')}？"
        yield "#        zh:"
        yield "#        en:"


def told(one: Missing, aspects: Aspects) -> str:
    """One line of a list for the clerk who looks for what to write next."""
    labels = "、".join(f"{aspects.label(aspect, 'zh')}（{aspect}）" for aspect in one.aspects)
    return f"{one.article.texts.zh.title}（{one.article.id}）：{labels}"
