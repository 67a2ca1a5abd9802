"""One guide a file, recognised by what people say when it happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from knowledge import plain_language
from knowledge.article import LANGUAGES, Article, Aspect, Bilingual, Language, ServiceId, SourceId, Words
from knowledge.cues import compile_cue
from knowledge.knowledge_file import KnowledgeFile, Problem, read_model
from knowledge.library import KnowledgeError
from knowledge.normalise import normalise

FOLDER = Path(__file__).parent
_LONGEST: Mapping[Language, int] = {"zh": 22, "en": 90}
"""Who writes more than this asks for something of their own, not for the whole way."""
_HOLLOW = frozenset({Aspect.STEPS, Aspect.SUMMARY, Aspect.WHERE})
"""What may be asked of an event as a whole: 老人走了咋办."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Strict):
    """One thing to do. `say` is whole sentences; `sources` are ids of the service's own file."""

    service: ServiceId
    aspect: Aspect = Aspect.SUMMARY
    sources: tuple[SourceId, ...] = ()
    say: Bilingual


class Guide(_Strict):
    """`opening` is said first; `cues` are what people say when it happens ("…" is a few characters)."""

    id: ServiceId
    title: Bilingual
    opening: Bilingual
    cues: Words
    steps: tuple[Step, ...] = Field(min_length=2, max_length=9)


class Guides:
    """All guides, looked up by what a resident says."""

    def __init__(self, guides: Mapping[str, Guide]) -> None:
        self.all = dict(guides)
        self._cues = {
            language: tuple(
                (compile_cue(cue, language), guide)
                for guide in guides.values()
                for cue in sorted(guide.cues.in_language(language), key=len, reverse=True)
            )
            for language in LANGUAGES
        }

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Self:
        """Raises KnowledgeError when a file is wrong."""
        guides, problems = read_guides(folder)
        if problems:
            raise KnowledgeError(problems)
        return cls(guides)

    def find(
        self,
        text: str,
        language: Language,
        detect: Callable[[str, Language], Aspect | None],
        names_a_service: Callable[[str], bool],
    ) -> Guide | None:
        """The guide for an event that `text` tells of, when it asks for no single thing.

        `detect` tells which aspect a text asks for, `names_a_service` whether it names a service; what stands
        besides the event must do neither.
        """
        said = normalise(text).lower()
        if len(said) > _LONGEST[language]:
            return None
        for cue, guide in self._cues[language]:
            match = cue.search(said)
            if match is None:
                continue
            rest = f"{said[: match.start()]} {said[match.end() :]}"
            aspect = detect(rest, language)
            if (aspect is None or aspect in _HOLLOW) and not names_a_service(rest):
                return guide
        return None


def read_guides(
    folder: Path = FOLDER, articles: Mapping[str, Article] | None = None
) -> tuple[dict[str, Guide], list[Problem]]:
    """The guides by id and every mistake; with `articles`, also what is wrong between the two."""
    guides: dict[str, Guide] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        file = KnowledgeFile(path, "guides/")
        guide = read_model(file, Guide)
        if guide is not None:
            guides[guide.id] = guide
            if guide.id != path.stem:
                file.report(("id",), "file_name", id=guide.id)
            _check_words(file, guide)
            if articles is not None:
                _check_steps(file, guide, articles)
        problems += file.problems
    return guides, problems


def _check_words(file: KnowledgeFile, guide: Guide) -> None:
    said = [(guide.opening, ("opening",)), *((s.say, ("steps", n, "say")) for n, s in enumerate(guide.steps))]
    for texts, place in said:
        for language in LANGUAGES:
            for code, values in plain_language.mistakes(texts.in_language(language), language):
                file.report((*place, language), code, **values)


def _check_steps(file: KnowledgeFile, guide: Guide, articles: Mapping[str, Article]) -> None:
    for number, step in enumerate(guide.steps):
        article = articles.get(step.service)
        if article is None:
            file.report(("steps", number, "service"), "rule_service", name=step.service)
            continue
        for source in step.sources:
            if source not in article.sources:
                file.report(("steps", number, "sources"), "rule_source", name=source)
        graded = {article.sources[s].grade for s in step.sources if s in article.sources} & {"A", "B"}
        for language in LANGUAGES:
            text = step.say.in_language(language)
            named = plain_language.numbers(text, language, article.hotlines)
            if named and not graded:
                file.report(("steps", number, "say", language), "step_number", words=named[0])
