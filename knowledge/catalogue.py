"""The list of services that Bangban answers about, held against the service files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge.article import Bilingual, ServiceId
from knowledge.knowledge_file import KnowledgeFile, Problem, read_model

FILE = Path(__file__).with_name("catalogue.yml")


class Catalogue(BaseModel):
    """The names by id; they say what a service is for and are not said to residents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    services: dict[ServiceId, Bilingual] = Field(min_length=1)


def load(file: Path = FILE) -> Catalogue:
    """Raises ValueError when the file is wrong."""
    catalogue, problems = read(file)
    if catalogue is None:
        raise ValueError("\n".join(map(str, problems)))
    return catalogue


def read(file: Path = FILE) -> tuple[Catalogue | None, list[Problem]]:
    report = KnowledgeFile(file)
    return read_model(report, Catalogue), report.problems


def uncovered(folder: Path, file: Path = FILE) -> list[Problem]:
    """The services without a file in `folder`, and the files there that are not in the catalogue."""
    report = KnowledgeFile(file)
    catalogue = read_model(report, Catalogue)
    if catalogue is None:
        return report.problems
    paths = sorted(folder.glob("*.yml"))
    _report_missing(report, catalogue, {path.stem for path in paths})
    problems = report.problems
    for path in paths:
        if path.stem not in catalogue.services:
            unlisted = KnowledgeFile(path)
            unlisted.report_at(1, "not_listed", name=path.stem)
            problems += unlisted.problems
    return problems


def _report_missing(report: KnowledgeFile, catalogue: Catalogue, ids: Collection[str]) -> None:
    for service, names in catalogue.services.items():
        if service not in ids:
            report.report(
                ("services", service), "not_covered", name=service, zh_hint=names.zh, en_hint=names.en
            )
