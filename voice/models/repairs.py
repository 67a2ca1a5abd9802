"""What must be set in a model's own files so that it hears calls."""

from __future__ import annotations

import re
from pathlib import Path

# A telephone brings 8 kHz, the models are made for 16 kHz; without this option such sound is refused.
UPSAMPLE = "--allow-upsample"
# Silence after which Vosk itself ends an utterance, in seconds: that with which a call begins. Kaldi's
# rule 2 is the one for what was understood well; rule 3 is for what was not, and must not come earlier.
PAUSE_S = 0.9
RULE_2 = "--endpoint.rule2.min-trailing-silence"
RULE_3 = "--endpoint.rule3.min-trailing-silence"
RULE_3_S = 1.0


def repair(engine: str, folder: Path) -> tuple[str, ...]:
    """Mend a model in `folder`; a sentence for each thing that was changed. Raises OSError."""
    if engine != "vosk":
        return ()
    changed = [
        _set(folder / "conf" / "mfcc.conf", UPSAMPLE, "true", "so that it hears telephones (8 kHz)"),
        _set(folder / "conf" / "model.conf", RULE_2, f"{PAUSE_S}", "so that slow speakers may pause"),
    ]
    rule_3 = _said(folder / "conf" / "model.conf", RULE_3)
    if rule_3 is not None and float(rule_3) < PAUSE_S:
        changed.append(
            _set(folder / "conf" / "model.conf", RULE_3, f"{RULE_3_S}", "so that slow speakers may pause")
        )
    return tuple(change for change in changed if change)


def _said(path: Path, option: str) -> str | None:
    found = re.findall(_line(option), path.read_text(encoding="utf-8"))
    return found[-1] if found else None


def _set(path: Path, option: str, value: str, why: str) -> str:
    """Set `option` once; empty when it was so already. The file is replaced as a whole."""
    text = path.read_text(encoding="utf-8")
    values = re.findall(_line(option), text)
    if values == [value]:
        return ""
    kept = [line for line in text.splitlines() if not re.match(_line(option), line)]
    written = path.with_name(f".{path.name}")
    written.write_text("\n".join([*kept, f"{option}={value}"]) + "\n", encoding="utf-8")
    written.replace(path)
    before = f" instead of {values[-1]}" if values else ""
    return f"{path.parent.name}/{path.name}: {option}={value}{before}, {why}."


def _line(option: str) -> str:
    return rf"(?m)^[ \t]*{re.escape(option)}=[ \t]*(\S+)[ \t]*$"
