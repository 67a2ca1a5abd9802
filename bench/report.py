"""How measurements are shown: a table for people, JSON for machines, docs/benchmarks.md for the record."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table

from bench.figures import Measurement

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
COMMAND = "make bench"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured. `load` is the load average of the minute before; it should be near 0."""

    cores: int
    processor: str
    python: str
    load: float

    def to_json(self) -> dict[str, Any]:
        return {
            "cores": self.cores,
            "processor": self.processor,
            "python": self.python,
            "load_before": self.load,
        }


def this_machine() -> Machine:
    """This machine as it is before a measurement, with the cores that this process may use."""
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        processor=_processor(),
        python=platform.python_version(),
        load=round(os.getloadavg()[0], 1),
    )


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.machine()


def table(measurements: Sequence[Measurement]) -> Table:
    shown = Table(title="Bangban 帮办")
    shown.add_column("what")
    for heading in ("n", "a second", "p50 ms", "p95 ms", "p99 ms", "worst ms"):
        shown.add_column(heading, justify="right")
    for one in measurements:
        shown.add_row(one.name, *_numbers(one))
    return shown


def to_json(measurements: Sequence[Measurement], machine: Machine, day: date) -> dict[str, Any]:
    return {
        "date": day.isoformat(),
        "machine": machine.to_json(),
        "measurements": [one.to_json() for one in measurements],
    }


def page(measurements: Sequence[Measurement], machine: Machine, day: date) -> str:
    """The text of docs/benchmarks.md."""
    lines = [
        "# Benchmarks",
        "",
        (
            f"Measured on {day.isoformat()} by `{COMMAND}` on {machine.cores} cores ({machine.processor}), "
            f"Python {machine.python}, with a load of {machine.load} before. "
            "`python -m bench --write` writes this page."
        ),
        "",
        "| what | n | a second | p50 ms | p95 ms | p99 ms | worst ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [f"| {one.name} | " + " | ".join(_numbers(one)) + " |" for one in measurements]
    for one in measurements:
        lines += ["", f"## {one.name}", "", one.method]
        if one.counts:
            lines += [
                "",
                "Came to: " + ", ".join(f"{name} {n}" for name, n in sorted(one.counts.items())) + ".",
            ]
        if one.memory_mb:
            held = (f"{name} {now} MB (at most {most})" for name, (now, most) in one.memory_mb.items())
            lines += ["", f"Memory: {', '.join(held)}."]
        if one.stages:
            lines += ["", "| stage | mean ms |", "| --- | ---: |"]
            lines += [f"| {name} | {value:.1f} |" for name, value in one.stages.items()]
    return "\n".join(lines) + "\n"


def _numbers(one: Measurement) -> tuple[str, ...]:
    spread = one.spread
    times = (spread.p50_ms, spread.p95_ms, spread.p99_ms, spread.worst_ms)
    return (str(spread.n), f"{one.rate:.1f}", *(f"{value:.1f}" for value in times))
