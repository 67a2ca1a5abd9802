"""The pages' parts on what the dialogue understands, and on lines that are nobody's business here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from assistant.evaluation.out_of_domain import Strayed
from assistant.evaluation.understanding import SHARE, Score, Understanding

MOST_CONFUSIONS = 40
NOTES = (
    "In {folds} folds, every example is read by a model that has not learned it, through the whole",
    "pipeline with the rules that have the last word. What is learned of examples (intents, entities)",
    "is learned anew in each fold; the words of services, aspects and districts come from knowledge and",
    "are the same in all. Answers to a step and corrections (`inform_task`, `correct`) are read while",
    "the step waits that they answer, which is taken from their marked entities; a yes, a no and “I do",
    "not know” (`affirm`, `deny`, `dont_know`) while a question of an interview waits; everything else",
    "while nothing waits. One in five of those written by hand never comes so far when nothing waits:",
    "the assistant knows it by fixed words before it asks Rasa. These are counted as Rasa reads them,",
    "since the same comes to Rasa misheard or with a word more. The rules, the patterns of times and",
    "places, the settings and some of the examples were chosen with the errors of these folds in view:",
    "of words that nobody has seen, expect less.",
    "“All” are the training examples as Rasa's own cross-validation takes them; most of them are",
    "questions made of knowledge, of which many are alike, and one in four is asked and counts for",
    "four. Those written by hand are the harder part, and the better guide.",
)


def understanding_lines(found: Understanding) -> Iterator[str]:
    """A section in Markdown."""
    yield from (
        "## What the dialogue understands",
        "",
        *(note.format(folds=found.folds) for note in NOTES),
        "",
    )
    yield from _table(
        (
            (f"all {found.whole_n} training examples: intents, weighted F1", found.whole_f1),
            (f"the {found.hand_n} written by hand: intents, weighted F1", found.hand_f1),
            ("the same, every intent weighing the same (macro F1)", found.hand_macro_f1),
            ("the same, by the classifier alone, without the rules (weighted F1)", found.classifier_f1),
            (f"{found.misheard_n} of them, as written (weighted F1)", found.rightly_heard_f1),
            (
                f"these with {SHARE:.0%} of the characters replaced by homophones (weighted F1)",
                found.misheard_f1,
            ),
            ("entities, micro F1, same kind and same characters", found.entities["all"].f1),
            (
                f"entities, with {SHARE:.0%} of the characters replaced by homophones",
                found.misheard_entities_f1,
            ),
            ("questions still understood while a step waits", found.questions_between_steps),
            (
                "wishes to leave, to a person or to hear it again, while a step waits",
                found.ways_out_between_steps,
            ),
        )
    )
    yield from ("", "### Entities", "", *_scores("entity", found.entities), "")
    yield from (
        "### Intents",
        "",
        "Of the examples written by hand.",
        "",
        *_scores("intent", found.intents),
        "",
    )
    yield from (
        "### What is confused",
        "",
        f"The {MOST_CONFUSIONS} most frequent. `nlu_fallback` is not understood: searched for or asked back.",
        "",
        "| is | is taken for | times |",
        "| --- | --- | ---: |",
    )
    yield from (f"| {truth} | {other} | {n} |" for truth, other, n in found.confusions[:MOST_CONFUSIONS])
    yield ""


def stray_lines(found: Strayed) -> Iterator[str]:
    """A section in Markdown."""
    yield from (
        "## Lines that are nobody's business here",
        "",
        (
            f"{found.n} lines that no service answers, each a conversation of its own, the whole path. "
            f"Answered all the same: {found.share_answered * 100:.1f} %."
        ),
        "",
        "| came to | times |",
        "| --- | ---: |",
    )
    yield from (f"| {outcome.value} | {n} |" for outcome, n in sorted(found.outcomes.items()))
    yield ""
    if found.answered:
        groups = Counter(line.group for line in found.answered)
        told = ", ".join(
            f"{group} {n} of {found.lines_by_group[group]}" for group, n in sorted(groups.items())
        )
        yield from (f"Answered, by what they are about: {told}.", "")


def _table(rows: tuple[tuple[str, float], ...]) -> Iterator[str]:
    yield from ("| | |", "| --- | ---: |")
    yield from (f"| {words} | {value:.3f} |" for words, value in rows)


def _scores(head: str, scores: Mapping[str, Score]) -> Iterator[str]:
    yield from (f"| {head} | precision | recall | F1 | examples |", "| --- | ---: | ---: | ---: | ---: |")
    for name, score in scores.items():
        yield f"| {name} | {score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} | {score.n} |"
