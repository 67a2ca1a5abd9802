"""A speaking process that needs no model: a tone as long as the text, told in the same way as the real one.

HANGS in a text makes it wait for ever, DIES end, FAILS report an error. It notes every text it is asked for,
and whether it was started for idle times, in the file of its first argument.
"""

from __future__ import annotations

import json
import math
import sys
import time
from array import array
from pathlib import Path

RATE = 24_000
SECONDS_A_CHARACTER = 0.1
HANGS = "停住不动"
DIES = "到此为止"
FAILS = "做不出来"


def tone(text: str) -> bytes:
    """Its pitch depends on the text, so that different texts are different sound."""
    pitch = 200 + sum(map(ord, text)) % 300
    count = round(RATE * SECONDS_A_CHARACTER * len(text))
    return array("h", (round(3000 * math.sin(math.tau * pitch * n / RATE)) for n in range(count))).tobytes()


def main(notes: Path, idle: bool) -> None:
    _write(b'{"ready": true}\n')
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if "voices" in asked:
            _write(b'{"voices": [{"id": "tone", "languages": ["zh-CN"]}]}\n')
            continue
        text = asked["text"]
        with notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps([text, asked["voice"], idle]) + "\n")
        if HANGS in text:
            (Path(sys.argv[sys.argv.index("--scratch") + 1]) / "half").write_bytes(b"sound")
            time.sleep(600)
        if DIES in text:
            sys.exit(1)
        if FAILS in text:
            _write(b'{"error": "RuntimeError"}\n')
            continue
        sound = tone(text)
        _write(json.dumps({"bytes": len(sound)}).encode() + b"\n" + sound)


def _write(answer: bytes) -> None:
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--idle" in sys.argv)
