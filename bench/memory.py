"""How much memory a process and its children hold, by proc(5)."""

from __future__ import annotations

import re
from pathlib import Path

_PROC = Path("/proc")
_MB = 1024


def memory_of(pid: int) -> tuple[int, int]:
    """Megabytes that are resident now, and that were at most, of the process with all below it."""
    found = [_of_one(one) for one in _family(pid)]
    return round(sum(now for now, _ in found) / _MB), round(sum(most for _, most in found) / _MB)


def _of_one(pid: int) -> tuple[int, int]:
    status = (_PROC / str(pid) / "status").read_text(encoding="utf-8")
    return _kilobytes(status, "VmRSS"), _kilobytes(status, "VmHWM")


def _kilobytes(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) if found else 0


def _family(pid: int) -> list[int]:
    """Found by the parents that processes name, as a kernel need not list children."""
    parents: dict[int, int] = {}
    for status in _PROC.glob("[0-9]*/stat"):
        try:
            # The name stands in brackets and may hold anything.
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            # It ended between the listing and the reading.
            continue
    family = [pid]
    for parent in family:
        family += [child for child, above in parents.items() if above == parent]
    return family
