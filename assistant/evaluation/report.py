"""Write the figures of an evaluation as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from assistant.evaluation.comparison import Compared
from assistant.evaluation.metrics import Confusion, Metrics

LABELS = (
    ("questions", "n"),
    ("of them on a service with an article", "in_scope"),
    ("right service first (top1)", "top1"),
    ("right service among the first three (top3)", "top3"),
    ("answered, right service", "answered_right"),
    ("answered, wrong service", "answered_wrong"),
    ("asked back, right service offered", "clarified_right"),
    ("not sure, or a person: nothing answered", "handed_over"),
    ("questions on services without an article", "not_covered_n"),
    ("of them answered", "not_covered_answered"),
    ("questions on no service", "other_n"),
    ("of them answered (other_answered)", "other_answered"),
    ("latency, median", "latency_p50_ms"),
    ("latency, 95th percentile", "latency_p95_ms"),
)

SEARCH_ALONE = "Bangban, search alone"
WHOLE_PATH = "Bangban, the whole path"
_COMPARISON = (
    "Every way ranks the services that have an article, on the same questions. All but Bangban are given the",
    "same texts: of each service its names, titles and known questions. RRF: reciprocal rank fusion, k = 60.",
    "AUROC: the chance that a question on a service has a higher best score than one on no service",
    "(guessing: 0.5). The whole path gives no score.",
)


@dataclass(frozen=True, slots=True)
class Section:
    """One run. `heading` says under what conditions; `short` says so in a word, where runs are compared.

    `compared` are the ways to rank by their names, and what they came to.
    """

    heading: str
    short: str
    metrics: Metrics
    compared: Mapping[str, Compared]

    @property
    def ways(self) -> Mapping[str, Compared]:
        """Those compared and the whole path, which gives no score that could be compared."""
        return {**self.compared, WHOLE_PATH: Compared(self.metrics.top1, self.metrics.top3, None)}


def as_markdown(
    sections: Sequence[Section],
    *,
    measured: date,
    questions: str,
    notes: Sequence[str] = (),
    more: Sequence[str] = (),
) -> str:
    """`questions` says in words which questions these are, `notes` whatever else a reader must know.

    `more` are the lines of further sections.
    """
    lines = [
        "# Evaluation",
        "",
        f"Measured on {measured.isoformat()}. Questions: {questions}.",
        "",
        "Each question is a conversation of its own, through the whole path.",
        "Shares are of the questions on a service with an article unless the line says otherwise.",
        "`bangban evaluate` writes this page.",
        "",
        *(f"- {note}" for note in notes),
        *([""] if notes else []),
    ]
    if any(section.compared for section in sections):
        lines += ["## Compared with other ways to rank", "", *_COMPARISON, "", *_comparison(sections), ""]
    for section in sections:
        lines += [f"## {section.heading}", "", *_figures(section.metrics), ""]
        if section.metrics.confusions:
            lines += ["Wrong answers:", "", *_confusions(section.metrics.confusions), ""]
    return "\n".join([*lines, *more]).rstrip("\n") + "\n"


def write_report(file: Path, text: str) -> None:
    """Replace `file` whole. Raises OSError when it cannot be written."""
    with NamedTemporaryFile("w", dir=file.parent, suffix=".part", encoding="utf-8", delete=False) as part:
        part.write(text)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(file)


def _figures(metrics: Metrics) -> list[str]:
    return ["| | |", "| --- | ---: |", *(f"| {label} | {cell(metrics, name)} |" for label, name in LABELS)]


def cell(metrics: Metrics, name: str) -> str:
    """One figure as a reader sees it."""
    value = getattr(metrics, name)
    if name.endswith("_ms"):
        return f"{value:.0f} ms"
    return str(value) if isinstance(value, int) else _percent(value)


def _comparison(sections: Sequence[Section]) -> list[str]:
    """One row a way, and for each run three columns."""
    names = dict.fromkeys(name for section in sections for name in section.ways)
    heads = [
        f"{head}, {section.short}" if len(sections) > 1 else head
        for section in sections
        for head in ("top1", "top3", "AUROC")
    ]
    return [
        _row("ranked by", *heads),
        _row("---", *("---:" for _ in heads)),
        *(
            _row(name, *(figure for section in sections for figure in shown(section.ways.get(name))))
            for name in names
        ),
    ]


def shown(compared: Compared | None) -> tuple[str, str, str]:
    """top1, top3 and AUROC as a reader sees them."""
    if compared is None:
        return ("–", "–", "–")
    certainty = "–" if compared.auroc is None else f"{compared.auroc:.3f}"
    return (_percent(compared.top1), _percent(compared.top3), certainty)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _confusions(confusions: Sequence[Confusion]) -> list[str]:
    return [
        "| question on | answered as | times | lines |",
        "| --- | --- | ---: | --- |",
        *(
            f"| {one.expected} | {one.answered} | {one.count} | {', '.join(map(str, one.lines))} |"
            for one in confusions
        ),
    ]


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
