"""What a day has made doubtful: texts that have ended or are about to, sources nobody has looked at for long.

A reminder is no mistake: nothing stops because a day passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from knowledge import check, places
from knowledge.article import AspectFacts, Source
from knowledge.knowledge_file import KnowledgeFile, Place, Problem, read_model

SOON = 30
"""Days before the last one in which a text is about to end."""
FRESH: Mapping[str, int] = {"A": 365, "B": 180, "C": 180}
"""Days for which a source counts as looked at, by its grade."""


def of_services(folder: Path | None, today: date) -> list[Problem]:
    """The reminders of the service files in `folder` (the product's own when None), by file and line."""
    found: list[Problem] = []
    for path in sorted((folder or check.SERVICES).glob("*.yml")):
        file = KnowledgeFile(path)
        if (article := check.read_article(file)) is not None:
            said = [(spoken.facts, spoken.facts_place) for spoken in check.spoken_of(article)]
            found += _of_file(file, said, article.sources, today)
    return found


def of_pages(folder: Path, today: date) -> list[Problem]:
    """The reminders of the pages of places in `folder`."""
    found: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        file = KnowledgeFile(path, places.FOLDER_NAME)
        if (page := read_model(file, places.PlacePage)) is not None:
            said = [
                (spoken.facts, spoken.facts_place)
                for service, region in page.services.items()
                for spoken in check.spoken_in(region, ("services", service))
            ]
            found += _of_file(file, said, page.sources, today)
    return found


def _of_file(
    file: KnowledgeFile,
    said: Iterable[tuple[AspectFacts, Place]],
    sources: Mapping[str, Source],
    today: date,
) -> list[Problem]:
    file.problems = []
    for facts, place in said:
        if facts.until is None:
            continue
        left = (facts.until - today).days
        if left < 0:
            file.report((*place, "until"), "ended", date=facts.until.isoformat())
        elif left <= SOON:
            file.report((*place, "until"), "ending", date=facts.until.isoformat(), days=left)
    for name, source in sources.items():
        age, limit = (today - source.checked).days, FRESH[source.grade]
        if age > limit:
            place = ("sources", name, "checked")
            file.report(place, "stale", name=name, grade=source.grade, days=age, limit=limit)
    return sorted(file.problems)
