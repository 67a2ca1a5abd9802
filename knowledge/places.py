"""What single places say differently: one page a place, kept by the installation and not by the product.

A page is `<code>.yml` in a folder of its own, by GB/T 2260 code. It holds for all services what the `regions`
of a service file hold for one, and goes before them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from knowledge import check
from knowledge.article import Article, PhoneNumber, RegionCode, RegionOverride, Source, SourceId
from knowledge.knowledge_file import KnowledgeFile, Problem, nearest, read_model
from knowledge.regions import Regions

FOLDER_NAME = "places/"
"""How a page is named in a report, whatever its folder is called."""


class PlacePage(BaseModel):
    """What one place says of the services. It rests on its own `sources`, so that it can be read alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: RegionCode
    hotlines: tuple[PhoneNumber, ...] = ()
    sources: dict[SourceId, Source] = Field(default_factory=dict)
    # Any words are let in here, so that a service called by its name can be told its id.
    services: dict[str, RegionOverride] = Field(default_factory=dict)

    @field_validator("hotlines", mode="before")
    @classmethod
    def _no_hotlines(cls, value: Any) -> Any:
        return () if value is None else value

    @field_validator("sources", "services", mode="before")
    @classmethod
    def _no_entries(cls, value: Any) -> Any:
        return {} if value is None else value


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a folder: those without a mistake by their place, and the mistakes of the others."""

    right: Mapping[str, PlacePage]
    problems: tuple[Problem, ...] = ()

    @property
    def wrong(self) -> tuple[str, ...]:
        """The names of the files that are left out."""
        return tuple(sorted({problem.file for problem in self.problems}))


def read(folder: Path, articles: Mapping[str, Article], unread: Collection[str] = ()) -> Pages:
    """The pages of `folder`, held against the service files.

    A folder that is not there has no pages. `unread` are services whose own file is wrong: what a page says
    of those cannot be judged and is passed over. A text past its last day is no mistake, see
    knowledge/reminders.py.
    """
    right: dict[str, PlacePage] = {}
    problems: list[Problem] = []
    for file in _files(folder):
        if file.path.suffix != ".yml":
            file.report_at(1, "suffix")
        elif (page := read_model(file, PlacePage)) is not None:
            _check_place(file, page)
            _check_page(file, page, articles, unread)
            if not file.problems:
                right[page.region] = page
        problems += file.problems
    return Pages(right, tuple(sorted(set(problems))))


def read_for_report(folder: Path, services: Path | None = None) -> Pages:
    """As `read`, held against the service files of `services` (the product's own when None).

    The mistakes of the service files themselves are not told, and do not make a page wrong.
    """
    if not any(_files(folder)):
        return Pages({})
    services = services or check.SERVICES
    articles, _ = check.read(services)
    return read(folder, articles, {path.stem for path in services.glob("*.yml")} - articles.keys())


def merged(articles: Mapping[str, Article], pages: Mapping[str, PlacePage]) -> dict[str, Article]:
    """`articles` with what `pages` say: for one service, place and aspect a page goes before the file."""
    result = dict(articles)
    for code, page in pages.items():
        for service, said in page.services.items():
            result[service] = _with(result[service], code, page, said)
    return result


def _with(article: Article, code: str, page: PlacePage, said: RegionOverride) -> Article:
    # The slash stands in no id of a service file, so the names cannot meet.
    names = {name: f"{code}/{name}" for name in page.sources}
    own = {
        aspect: facts.model_copy(update={"sources": tuple(names[source] for source in facts.sources)})
        for aspect, facts in said.aspects.items()
    }
    before = article.regions.get(code)
    region = RegionOverride(
        aspects={**(before.aspects if before else {}), **own},
        texts={**(before.texts if before else {}), **said.texts},
    )
    used = {source for facts in said.aspects.values() for source in facts.sources}
    return article.model_copy(
        update={
            "sources": {**article.sources, **{names[name]: page.sources[name] for name in sorted(used)}},
            "regions": {**article.regions, code: region},
        }
    )


def _files(folder: Path) -> Iterator[KnowledgeFile]:
    """The pages, and the files that were probably meant to be one."""
    for path in sorted(folder.glob("[!.]*")):
        suffix = path.suffix.lower()
        if suffix in {".yml", ".yaml"} or (suffix == ".txt" and path.name[:6].isdigit()):
            yield KnowledgeFile(path, FOLDER_NAME)


@cache
def _places() -> frozenset[str]:
    return frozenset(region.code for region in Regions.load())


def _check_place(file: KnowledgeFile, page: PlacePage) -> None:
    if page.region not in _places():
        file.report(("region",), "page_region", name=page.region)
    elif page.region != file.path.stem:
        file.report(("region",), "page_name", name=page.region)


def _check_page(
    file: KnowledgeFile, page: PlacePage, articles: Mapping[str, Article], unread: Collection[str]
) -> None:
    if not page.services:
        file.report(("services",), "page_empty")
        return
    for service, said in page.services.items():
        place = ("services", service)
        check.check_even(file, said, place)
        article = articles.get(service)
        if article is not None:
            hotlines = {*article.hotlines, *page.hotlines}
            for spoken in check.spoken_in(said, place):
                check.check_spoken(file, page.sources, hotlines, spoken)
        elif service not in unread:
            zh_hint, en_hint = _meant(service, articles)
            file.report(place, "page_service", name=service, zh_hint=zh_hint, en_hint=en_hint)
    used = {
        source
        for said in page.services.values()
        for facts in said.aspects.values()
        for source in facts.sources
    }
    check.check_used(file, page.sources, used)


def _meant(word: str, articles: Mapping[str, Article]) -> tuple[str, str]:
    """Which service a page means by `word`: one that is called so, or one with almost this id."""
    for article in articles.values():
        if word in (article.texts.zh.title, *article.names.zh):
            return f"请写“{article.id}”。", f"write “{article.id}”"
    return nearest(word, articles) or (
        "请照服务文件的名字写。",
        "write the name of a service file",
    )
