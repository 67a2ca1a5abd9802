from datetime import date
from pathlib import Path

from assistant.evaluation.metrics import Judged, summarise
from assistant.evaluation.report import Section, as_markdown, write_report
from assistant.messages import Outcome

JUDGED = (
    Judged(2, "id_card", True, Outcome.ANSWERED, "id_card", ("id_card",), 12.0),
    Judged(3, "fraud", True, Outcome.ANSWERED, "id_card", ("id_card", "fraud"), 30.0),
    Judged(4, "other", False, Outcome.UNSURE, None, (), 8.0),
)
CLEAN = Section("As written", summarise(JUDGED), {"BM25, words": (0.25, 1.0)})


def test_the_report_has_every_figure_the_baselines_and_the_wrong_answers() -> None:
    text = as_markdown([CLEAN], measured=date(2026, 11, 23), questions="three questions", notes=["One note."])
    assert "Measured on 2026-11-23. Questions: three questions." in text
    assert "- One note." in text
    assert "| right service first (top1) | 50.0 % |" in text
    assert "| answered, wrong service | 50.0 % |" in text
    assert "| latency, 95th percentile | 30 ms |" in text
    assert "| Bangban | 50.0 % | 100.0 % |" in text
    assert "| BM25, words | 25.0 % | 100.0 % |" in text
    assert "| fraud | id_card | 1 | 3 |" in text


def test_each_run_has_a_section_and_empty_tables_are_left_out() -> None:
    plain = Section("With noise", summarise(JUDGED[:1]), {})
    text = as_markdown([CLEAN, plain], measured=date(2026, 11, 23), questions="three")
    assert text.index("## As written") < text.index("## With noise")
    assert "Wrong answers" not in text[text.index("## With noise") :]
    assert "Ranking alone" not in text[text.index("## With noise") :]
    assert text.endswith("|\n")


def test_an_earlier_report_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "evaluation.md"
    file.write_text("old", encoding="utf-8")
    write_report(file, [CLEAN], measured=date(2026, 11, 23), questions="three")
    assert file.read_text(encoding="utf-8").startswith("# Evaluation\n")
    assert "old" not in file.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [file]
