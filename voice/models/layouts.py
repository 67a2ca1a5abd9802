"""What lies in a model's folder, by the engine that reads it."""

from __future__ import annotations

from collections.abc import Iterable

# Each line is a file that must be there; of several on a line, one.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "vosk": (
        ("am/final.mdl",),
        ("conf/mfcc.conf",),
        ("conf/model.conf",),
        ("graph/HCLG.fst", "graph/HCLr.fst"),
        ("graph/HCLG.fst", "graph/Gr.fst"),
    ),
    "whisper": (
        ("model.bin",),
        ("config.json",),
        ("tokenizer.json",),
        ("vocabulary.txt", "vocabulary.json"),
    ),
    "kokoro": (("model.onnx",), ("vocab.json",), ("voices/zf_xiaobei.bin",)),
}


def missing(engine: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Which files an engine's model lacks that consists of `paths`, relative to its folder."""
    there = set(paths)
    return tuple(
        " or ".join(choices) for choices in NEEDED.get(engine, ()) if not there.intersection(choices)
    )


def root_of(engine: str, paths: Iterable[str]) -> str | None:
    """The folder, "" or with / at its end, in which a whole model lies; None when none does."""
    there = list(paths)
    mark = NEEDED[engine][0][0]
    roots = sorted((path[: -len(mark)] for path in there if path.endswith(mark)), key=len)
    for root in roots:
        if root and not root.endswith("/"):
            continue
        inside = [path.removeprefix(root) for path in there if path.startswith(root)]
        if not missing(engine, inside):
            return root
    return None
