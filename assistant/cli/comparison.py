"""What `bangban evaluate` compares search with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress

from assistant.conversation.answers import Content
from assistant.evaluation.comparison import Compared, compare
from assistant.evaluation.report import SEARCH_ALONE
from assistant.evaluation.rows import Question
from assistant.evaluation.selector import NAME, selector
from assistant.processes.errors import CannotStart
from assistant.processes.places import RASA_PROJECT, RasaProject
from knowledge.embeddings import Embedder
from knowledge.normalise import language_of
from knowledge.search import Search
from knowledge.search.baselines import Rank, Ranking, Scored, baselines, known_texts

_REMIND_EVERY = 25


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to rank by their names, and a sentence on what is missing among them."""

    ranks: Mapping[str, Rank]
    notes: tuple[str, ...]


def ways_to_rank(
    content: Content,
    embedder: Embedder | None,
    questions: Sequence[str],
    console: Console,
    *,
    without_selector: bool = False,
    project: RasaProject = RASA_PROJECT,
) -> Ways:
    """All of them, trained. `questions` are all that will be ranked.

    Goes on without Rasa's ResponseSelector, and says so on `console`, when it cannot be trained.
    """
    texts = known_texts(content.library)
    ranks = baselines(texts, embedder)
    notes: list[str] = []
    if without_selector:
        notes.append(f"{NAME} was left out.")
    else:
        try:
            ranks[NAME] = _trained(texts, questions, console, project)
        except CannotStart as error:
            if error.tail:
                console.print(error.tail, style="dim", markup=False)
            notes.append(f"{NAME} is missing: {error}")
            console.print(notes[-1], markup=False)
    ranks[SEARCH_ALONE] = _alone(content.search)
    return Ways(ranks, tuple(notes))


def compared(rows: Sequence[Question], ways: Ways, content: Content, console: Console) -> dict[str, Compared]:
    """What each way comes to, with a bar on `console` meanwhile."""
    with Progress(console=console) as progress:
        task = progress.add_task("Comparing", total=len(ways.ranks))
        return compare(rows, ways.ranks, content.library.articles.keys(), lambda: progress.advance(task))


def _trained(
    texts: Mapping[str, Sequence[str]], questions: Sequence[str], console: Console, project: RasaProject
) -> Rank:
    console.print(f"Training {NAME} on the same texts, for some minutes; --without-selector leaves it out.")
    with Progress(console=console) as progress:
        task = progress.add_task("starting", total=None)

        def report(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)
            # Elsewhere a bar is shown only when it is full.
            if not console.is_terminal and done % _REMIND_EVERY == 0:
                console.print(f"{what} {done}/{total}")

        return selector(texts, questions, report, project)


def _alone(search: Search) -> Rank:
    def rank(question: str) -> Ranking:
        found = search.find(question, language_of(question) or "zh")
        return tuple(Scored(one.service, one.score) for one in found.candidates)

    return rank
