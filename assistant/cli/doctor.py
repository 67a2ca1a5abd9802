"""`bangban doctor`: how the installation is, and how to mend it."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.processes.diagnosis import Finding, Health, diagnose

# Columns, where the report goes into a file.
PAGE_WIDTH = 160
STYLES = {Health.OK: "green", Health.OFF: "dim", Health.DEGRADED: "yellow", Health.BROKEN: "bold red"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say what is installed, running or degraded, and how to mend it. Status 1 when something is broken."""
    if as_json:
        findings = list(diagnose())
        typer.echo(json.dumps([finding.to_json() for finding in findings], ensure_ascii=False, indent=2))
    else:
        findings = _examined(Console(stderr=True))
        console = Console(highlight=False)
        if not console.is_terminal:
            console.width = PAGE_WIDTH
        console.print(_table(findings))
    if any(finding.health is Health.BROKEN for finding in findings):
        raise typer.Exit(1)


def _examined(console: Console) -> list[Finding]:
    findings = []
    with console.status("looking") as status:
        for finding in diagnose():
            findings.append(finding)
            status.update(f"looked at {finding.name}")
    return findings


def _table(findings: list[Finding]) -> Table:
    table = Table("what", "how", "detail", "to mend it", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for finding in findings:
        how = f"[{STYLES[finding.health]}]{finding.health}[/]"
        table.add_row(finding.name, how, finding.detail, finding.mend)
    return table
