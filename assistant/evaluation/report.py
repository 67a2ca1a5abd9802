"""Write the figures of an evaluation as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

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


@dataclass(frozen=True, slots=True)
class Section:
    """One run. `heading` says under what conditions; `baselines` are (top1, top3) by name."""

    heading: str
    metrics: Metrics
    baselines: Mapping[str, tuple[float, float]]


def as_markdown(
    sections: Sequence[Section], *, measured: date, questions: str, notes: Sequence[str] = ()
) -> str:
    """`questions` says in words which questions these are, `notes` whatever else a reader must know."""
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
    for section in sections:
        lines += [f"## {section.heading}", "", *_figures(section.metrics), ""]
        if section.baselines:
            lines += ["Ranking alone, on the same questions:", "", *_baselines(section), ""]
        if section.metrics.confusions:
            lines += ["Wrong answers:", "", *_confusions(section.metrics.confusions), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def write_report(
    file: Path, sections: Sequence[Section], *, measured: date, questions: str, notes: Sequence[str] = ()
) -> None:
    """Replace `file` whole. Raises OSError when it cannot be written."""
    text = as_markdown(sections, measured=measured, questions=questions, notes=notes)
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


def _baselines(section: Section) -> list[str]:
    rows = {"Bangban": (section.metrics.top1, section.metrics.top3), **section.baselines}
    return [
        "| ranked by | top1 | top3 |",
        "| --- | ---: | ---: |",
        *(f"| {name} | {_percent(first)} | {_percent(three)} |" for name, (first, three) in rows.items()),
    ]


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
