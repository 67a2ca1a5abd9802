from datetime import date
from pathlib import Path

from assistant.evaluation.comparison import Compared
from assistant.evaluation.metrics import Judged, summarise
from assistant.evaluation.report import SEARCH_ALONE, Section, as_markdown, write_report
from assistant.messages import Outcome

JUDGED = (
    Judged(2, "id_card", True, Outcome.ANSWERED, "id_card", ("id_card",), 12.0),
    Judged(3, "fraud", True, Outcome.ANSWERED, "id_card", ("id_card", "fraud"), 30.0),
    Judged(4, "other", False, Outcome.UNSURE, None, (), 8.0),
)
WAYS = {"BM25, words": Compared(0.25, 1.0, 0.8125), SEARCH_ALONE: Compared(0.75, 1.0, None)}
CLEAN = Section("As written", "as asked", summarise(JUDGED), WAYS)


def test_the_report_has_every_figure_the_comparison_and_the_wrong_answers() -> None:
    text = as_markdown([CLEAN], measured=date(2026, 11, 23), questions="three questions", notes=["One note."])
    assert "Measured on 2026-11-23. Questions: three questions." in text
    assert "- One note." in text
    assert "| right service first (top1) | 50.0 % |" in text
    assert "| answered, wrong service | 50.0 % |" in text
    assert "| latency, 95th percentile | 30 ms |" in text
    assert "| ranked by | top1 | top3 | AUROC |\n| --- | ---: | ---: | ---: |\n" in text
    assert "| BM25, words | 25.0 % | 100.0 % | 0.812 |" in text
    assert "| Bangban, search alone | 75.0 % | 100.0 % | – |" in text
    assert "| Bangban, the whole path | 50.0 % | 100.0 % | – |" in text
    assert "| fraud | id_card | 1 | 3 |" in text


def test_each_run_has_a_section_and_a_table_without_rows_is_left_out() -> None:
    plain = Section("With noise", "noise", summarise(JUDGED[:1]), {})
    text = as_markdown([CLEAN, plain], measured=date(2026, 11, 23), questions="three")
    assert text.index("## As written") < text.index("## With noise")
    assert "Wrong answers" not in text[text.index("## With noise") :]
    assert text.endswith("|\n")
    assert "Compared" not in as_markdown([plain], measured=date(2026, 11, 23), questions="one")


def test_several_runs_are_compared_in_one_table() -> None:
    noisy = Section("With noise", "noise", summarise(JUDGED[:1]), {"BM25, words": Compared(0.0, 0.5, 0.6)})
    text = as_markdown([CLEAN, noisy], measured=date(2026, 11, 23), questions="three")
    assert text.count("| ranked by |") == 1
    assert (
        "| top1, as asked | top3, as asked | AUROC, as asked | top1, noise | top3, noise | AUROC, noise |"
        in text
    )
    assert "| BM25, words | 25.0 % | 100.0 % | 0.812 | 0.0 % | 50.0 % | 0.600 |" in text
    assert "| Bangban, search alone | 75.0 % | 100.0 % | – | – | – | – |" in text
    assert "| Bangban, the whole path | 50.0 % | 100.0 % | – | 100.0 % | 100.0 % | – |" in text


def test_an_earlier_report_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "evaluation.md"
    file.write_text("old", encoding="utf-8")
    write_report(file, as_markdown([CLEAN], measured=date(2026, 11, 23), questions="three"))
    assert file.read_text(encoding="utf-8").startswith("# Evaluation\n")
    assert "old" not in file.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [file]


def test_further_sections_come_last() -> None:
    text = as_markdown(
        [CLEAN], measured=date(2026, 11, 23), questions="three", more=["## More", "", "A line.", ""]
    )
    assert text.endswith("\n\n## More\n\nA line.\n")
